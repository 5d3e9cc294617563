import { describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { aCallAlternative, anEmailAlternative, aRecommendation } from '../support/recommendation.js';

const app = useApp();
const AS_OF = '2021-06-30';
const LATER = new Date(Date.now() + 86_400_000).toISOString();

const openRecommendations = (tenant: TenantWithAgent) =>
  tenant.select<{ id: string; source: string }>(
    'SELECT id, source FROM recommendation WHERE company_id = $1 AND closed_at IS NULL ORDER BY id',
  );
const isDeleted = ({ deleted_at }: { deleted_at: Date | null }) => deleted_at !== null;

/** Requests of a person on an action, and the status that follows. */
const CHANGES: [
  title: string,
  change: (tenant: TenantWithAgent, id: string) => PromiseLike<unknown>,
  status: string,
][] = [
  ['edited', edit({ content: 'Dear Acme' }), 'proposed'],
  ['made more urgent', edit({ urgency_score: 90 }), 'proposed'],
  ['snoozed', edit({ scheduled_for: LATER }), 'scheduled'],
  ['restored', restore, 'proposed'],
  ...(['approve', 'reject', 'send', 'cancel', 'complete'] as const).map(
    (command): (typeof CHANGES)[number] => [
      `decided by ${command}`,
      (tenant, id) => tenant.client.perform(command, id).expect(200),
      {
        approve: 'processing',
        reject: 'cancelled',
        send: 'completed',
        cancel: 'cancelled',
        complete: 'completed',
      }[command],
    ],
  ),
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
       UNION SELECT xmin::text FROM approval_log WHERE company_id = $1
       UNION SELECT xmin::text FROM recommendation WHERE company_id = $1`,
    );
    expect(transactions).toHaveLength(1);
  });

  it.each(CHANGES)('does not change an action that was %s', async (_title, change, status) => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const [{ id }, { id: other }] = (await tenant.propose(invoice).expect(201)).body.actions;
    await change(tenant, id);
    const before = (await tenant.client.detail(id)).body;
    await tenant.propose(invoice).expect(201);
    const after = (await tenant.client.detail(id)).body;
    expect(after).toEqual(before);
    expect(after).toMatchObject({ status, is_deleted: false });
    expect((await tenant.client.detail(other)).body.is_deleted).toBe(true);
    expect(await openRecommendations(tenant)).toHaveLength(1);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('is not affected by a decision on an earlier action that was kept', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const [{ id }] = (await tenant.propose(invoice).expect(201)).body.actions;
    await edit({ content: 'Dear Acme' })(tenant, id);
    const second = (await tenant.propose(invoice).expect(201)).body;
    await tenant.client.perform('approve', id).expect(200);
    for (const action of second.actions)
      expect((await tenant.client.detail(action.id)).body.is_deleted).toBe(false);
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
