import { expect, it } from '@jest/globals';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { aRecommendation } from '../support/recommendation.js';

const app = useApp();
const AGENTS = Array.from({ length: 20 }, (_, n) => n);
const OPEN = 'SELECT id FROM recommendation WHERE company_id = $1 AND closed_at IS NULL';
const ROUNDS = 20;

it.each(['an invoice', 'a customer as a whole'])(
  'accepts 20 simultaneous recommendations on %s, of which one stays open',
  async (subject) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const send = (trigger_event: string) =>
      subject === 'an invoice'
        ? tenant.propose(invoice, { trigger_event })
        : tenant.post(aRecommendation({ customer_id: invoice.customerId, trigger_event }));
    const responses = await Promise.all(AGENTS.map((n) => retryOn503(() => send(`event_${n}`))));
    expect(responses.map(({ status }) => status)).toEqual(AGENTS.map(() => 201));
    const open = await tenant.select<{ id: string }>(OPEN);
    expect(open).toHaveLength(1);
    const actions = await tenant.select<{ recommendation_id: string }>(
      'SELECT recommendation_id FROM action WHERE company_id = $1 AND deleted_at IS NULL',
    );
    expect(actions).toEqual([{ recommendation_id: open[0]!.id }, { recommendation_id: open[0]!.id }]);
    expect((await tenant.log()).filter(({ reason }) => reason === 'recommendation_replaced')).toHaveLength(
      38,
    );
    expect((await tenant.verify()).broken).toEqual([]);
  },
);

it('leaves one open recommendation on each invoice when agents race with runs of the policy', async () => {
  const tenant = await createTenantWithAgent(app);
  const invoices: Invoice[] = [];
  for (let count = 0; count < 5; count++) invoices.push(await tenant.anOpenInvoice({ dueOn: '2021-06-01' }));
  const [responses] = await Promise.all([
    Promise.all(
      AGENTS.map((n) => retryOn503(() => tenant.propose(invoices[n % 5]!, { source: `agent-${n}` }))),
    ),
    Promise.all([tenant.runPolicy('2021-06-30'), tenant.runPolicy('2021-06-30')]),
  ]);
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([201]));
  expect(await tenant.select(OPEN)).toHaveLength(5);
  expect((await tenant.verify()).broken).toEqual([]);
});

it(`either approves or supersedes an action when an approval races with a new recommendation (${ROUNDS} rounds)`, async () => {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const outcomes: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [{ id }, { id: sibling }] = (
      await tenant.propose(invoice, { source: `before-${round}` }).expect(201)
    ).body.actions;
    const approve = () => retryOn503(() => tenant.client.perform('approve', id));
    const supersede = () => retryOn503(() => tenant.propose(invoice, { source: `after-${round}` }));
    const requests = round % 2 ? [approve, supersede] : [supersede, approve];
    const responses = await Promise.all(requests.map((request) => request()));
    const [approved, created] = round % 2 ? responses : responses.toReversed();
    expect(created!.status).toBe(201);
    const { status, is_deleted } = (await tenant.client.detail(id)).body;
    outcomes.push(`${approved!.body.code ?? 'approved'}, ${status}, ${is_deleted ? 'deleted' : 'kept'}`);
    // Superseded once, by the approval or by the new recommendation.
    expect((await tenant.client.detail(sibling)).body.is_deleted).toBe(true);
    expect((await tenant.client.detail(sibling)).body.approval_log).toHaveLength(2);
  }
  const possible = ['approved, processing, kept', 'action_deleted, proposed, deleted'];
  expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
  expect((await tenant.verify()).broken).toEqual([]);
});
