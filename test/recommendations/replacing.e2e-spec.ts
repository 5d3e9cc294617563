import { describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import type { Command } from '../../src/actions/lifecycle/transitions.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import {
  aCallAlternative,
  anEmailAlternative,
  aRecommendation,
  subjectOf,
} from '../support/recommendation.js';

const app = useApp();
const AS_OF = '2021-06-30';
const LATER = new Date(Date.now() + 86_400_000).toISOString();

const openRecommendations = (tenant: TenantWithAgent) =>
  tenant.select<{ id: string; source: string }>(
    'SELECT id, source FROM recommendation WHERE company_id = $1 AND closed_at IS NULL ORDER BY id',
  );
const isDeleted = ({ deleted_at }: { deleted_at: Date | null }) => deleted_at !== null;

type Change = (tenant: TenantWithAgent, id: string) => PromiseLike<unknown>;

/** What a person does while it works on an action. */
const WORK: [title: string, change: Change][] = [
  ['edited', edit({ content: 'Dear Acme' })],
  ['made more urgent', edit({ urgency_score: 90 })],
  ['put off', edit({ scheduled_for: LATER })],
  ['restored', restore],
];

/** Decisions of a person on an action, and the status that follows. */
const DECISIONS: [command: Command, status: string][] = [
  ['approve', 'processing'],
  ['reject', 'cancelled'],
  ['send', 'completed'],
  ['cancel', 'cancelled'],
  ['complete', 'completed'],
];

function edit(changes: object) {
  return ({ client }: TenantWithAgent, id: string) =>
    client.request('patch', `/actions/${id}`).send(changes).expect(200);
}
async function restore({ client }: TenantWithAgent, id: string) {
  await client.request('delete', `/actions/${id}`).expect(200);
  await client.request('post', `/actions/${id}/restore`).expect(200);
}

describe('a new recommendation on an invoice', () => {
  it('supersedes the open one, whose untouched actions are soft-deleted with a reason in the log', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const alternatives = [anEmailAlternative(), aCallAlternative({ scheduled_for: LATER })];
    const first = (await tenant.propose(invoice, { alternatives }).expect(201)).body;
    const second = (await tenant.propose(invoice).expect(201)).body;

    expect(await openRecommendations(tenant)).toEqual([{ id: second.id, source: 'collections-agent' }]);
    const actions = await tenant.actions();
    expect(actions.map(isDeleted)).toEqual([true, true, false, false]);
    expect(actions.map(({ status }) => status)).toEqual(['proposed', 'scheduled', 'proposed', 'proposed']);
    const log = await tenant.log();
    expect(log).toHaveLength(2);
    for (const [index, { id, status }] of first.actions.entries()) {
      const row = { command: 'supersede', actor: 'system', reason: 'recommendation_replaced' };
      expect(log[index]).toMatchObject({ ...row, action_id: id, from_status: status, to_status: status });
    }
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('supersedes the open one in the same transaction', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    await tenant.propose(invoice).expect(201);
    await tenant.propose(invoice).expect(201);
    const transactions = await tenant.select<{ xmin: string }>(
      `SELECT xmin::text FROM action WHERE company_id = $1
       UNION SELECT xmin::text FROM approval_log WHERE company_id = $1 AND (command = 'supersede' OR action_id IN (
         SELECT id FROM action WHERE deleted_at IS NULL))
       UNION SELECT xmin::text FROM recommendation WHERE company_id = $1`,
    );
    expect(transactions).toHaveLength(1);
  });

  it.each(WORK)('R1: is refused while an action is %s', async (_title, change) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const { id, actions } = (await tenant.propose(invoice).expect(201)).body;
    await change(tenant, actions[0].id);
    const before = await tenant.actions();
    const held = { action_id: actions[0].id };
    expectProblem(await tenant.propose(invoice), 'recommendation_held', held);
    const body = { recommendations: [aRecommendation(subjectOf(invoice))] };
    const [result] = (await tenant.agent.request('post', '/recommendations/batch').send(body).expect(200))
      .body.results;
    expect(result).toMatchObject({ ok: false, error: { code: 'recommendation_held', ...held } });
    expect(await tenant.actions()).toEqual(before);
    expect(await openRecommendations(tenant)).toMatchObject([{ id }]);
    await tenant.client.perform('reject', actions[0].id).expect(200);
    await tenant.propose(invoice).expect(201);
  });

  it.each(DECISIONS)('does not change an action after %s', async (command, status) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const [{ id }, { id: other }] = (await tenant.propose(invoice).expect(201)).body.actions;
    await tenant.client.perform(command, id).expect(200);
    const before = (await tenant.client.detail(id)).body;
    await tenant.propose(invoice).expect(201);
    const after = (await tenant.client.detail(id)).body;
    expect(after).toEqual(before);
    expect(after).toMatchObject({ status, is_deleted: false });
    expect((await tenant.client.detail(other)).body.is_deleted).toBe(true);
    expect(await openRecommendations(tenant)).toHaveLength(1);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('supersedes none on other invoices, on the customer as a whole, or of other companies', async () => {
    const [tenant, elsewhere] = [await createTenantWithAgent(app), await createTenantWithAgent(app)];
    const invoice = await tenant.anOpenInvoice({});
    const sibling = await tenant.anOpenInvoice({ customerId: invoice.customerId });
    await tenant.post(aRecommendation({ customer_id: invoice.customerId })).expect(201);
    await tenant.propose(sibling).expect(201);
    await elsewhere.propose(await elsewhere.anOpenInvoice({})).expect(201);
    await tenant.propose(invoice).expect(201);
    const { customerId: customer_id } = await tenant.anOpenInvoice({});
    await tenant.propose(await tenant.anOpenInvoice({ customerId: customer_id })).expect(201);
    await tenant.post(aRecommendation({ customer_id })).expect(201);
    expect((await tenant.actions()).some(isDeleted)).toBe(false);
    expect((await elsewhere.actions()).some(isDeleted)).toBe(false);
    expect(await openRecommendations(tenant)).toHaveLength(5);
  });
});

it('R1: is refused on the customer as a whole while a person is at work on an action without an invoice', async () => {
  const tenant = await createTenantWithAgent(app);
  const { id: customer_id } = await tenant.make.aCustomer(tenant.company);
  const [{ id }] = (await tenant.post(aRecommendation({ customer_id })).expect(201)).body.actions;
  await edit({ content: 'Dear Acme' })(tenant, id);
  expectProblem(await tenant.post(aRecommendation({ customer_id })), 'recommendation_held', {
    action_id: id,
  });
});

it('supersedes the open recommendation on the customer if it has no invoice', async () => {
  const tenant = await createTenantWithAgent(app);
  const { id: customer_id } = await tenant.make.aCustomer(tenant.company);
  const { id: other } = await tenant.make.aCustomer(tenant.company);
  for (const customer of [customer_id, other, customer_id])
    await tenant.post(aRecommendation({ customer_id: customer })).expect(201);
  expect(await openRecommendations(tenant)).toHaveLength(2);
  expect((await tenant.actions()).map(isDeleted)).toEqual([true, true, false, false, false, false]);
});

it.each([
  [
    'supersedes the recommendation of the policy with that of an agent',
    ['policy', 'collections-agent'],
    'collections-agent',
  ],
  ['supersedes the recommendation of an agent with that of another', ['collections-agent', 'other'], 'other'],
  [
    'supersedes a decided recommendation of an agent with that of the policy',
    ['collections-agent', 'decide', 'policy'],
    'dunning_policy',
  ],
  [
    'keeps an undecided recommendation of an agent in a run of the policy',
    ['collections-agent', 'policy'],
    'collections-agent',
  ],
])('%s', async (_title, steps, expected) => {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({ dueOn: '2021-06-01' });
  for (const step of steps) {
    if (step === 'policy') await tenant.runPolicy(AS_OF);
    else if (step === 'decide') {
      const [recommended] = (await tenant.actions())
        .toReversed()
        .filter(({ status }) => status === 'proposed');
      await tenant.client.perform('approve', recommended!.id).expect(200);
    } else await tenant.propose(invoice, { source: step }).expect(201);
  }
  expect((await openRecommendations(tenant)).map(({ source }) => source)).toEqual([expected]);
});
