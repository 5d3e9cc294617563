import { expect, it } from '@jest/globals';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { aRecommendation } from '../support/recommendation.js';

const app = useApp();
const RACERS = Array.from({ length: 20 }, (_, n) => n);
const OPEN = 'SELECT id FROM recommendation WHERE company_id = $1 AND closed_at IS NULL';
const ROUNDS = 20;

it.each(['an invoice', 'a customer as a whole'])(
  'of twenty different recommendations at once on %s all are taken, and one stays open',
  async (what) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const send = (trigger_event: string) =>
      what === 'an invoice'
        ? tenant.propose(invoice, { trigger_event })
        : tenant.post(aRecommendation({ customer_id: invoice.customerId, trigger_event }));
    const answers = await Promise.all(RACERS.map((n) => retryOn503(() => send(`event_${n}`))));
    expect(answers.map(({ status }) => status)).toEqual(RACERS.map(() => 201));
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

it('agents and a run of the policy at once leave one open recommendation on each invoice', async () => {
  const tenant = await createTenantWithAgent(app);
  const invoices: Invoice[] = [];
  for (let count = 0; count < 5; count++) invoices.push(await tenant.anOpenInvoice({ dueOn: '2021-06-01' }));
  const [answers] = await Promise.all([
    Promise.all(
      RACERS.map((n) => retryOn503(() => tenant.propose(invoices[n % 5]!, { source: `agent-${n}` }))),
    ),
    Promise.all([tenant.runPolicy('2021-06-30'), tenant.runPolicy('2021-06-30')]),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(await tenant.select(OPEN)).toHaveLength(5);
  expect((await tenant.verify()).broken).toEqual([]);
});

it(`in ${ROUNDS} races of a new recommendation with an approval, the action is approved or replaced, never both`, async () => {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const outcomes: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [{ id }, { id: sibling }] = (
      await tenant.propose(invoice, { source: `before-${round}` }).expect(201)
    ).body.actions;
    const approving = () => retryOn503(() => tenant.client.perform('approve', id));
    const replacing = () => retryOn503(() => tenant.propose(invoice, { source: `after-${round}` }));
    const racers = round % 2 ? [approving, replacing] : [replacing, approving];
    const answers = await Promise.all(racers.map((race) => race()));
    const [approved, replaced] = round % 2 ? answers : answers.toReversed();
    expect(replaced!.status).toBe(201);
    const { status, is_deleted } = (await tenant.client.detail(id)).body;
    outcomes.push(`${approved!.body.code ?? 'approved'}, ${status}, ${is_deleted ? 'deleted' : 'kept'}`);
    // Retired by whichever came first.
    expect((await tenant.client.detail(sibling)).body.is_deleted).toBe(true);
    expect((await tenant.client.detail(sibling)).body.approval_log).toHaveLength(1);
  }
  const possible = ['approved, processing, kept', 'action_deleted, proposed, deleted'];
  expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
  expect((await tenant.verify()).broken).toEqual([]);
});
