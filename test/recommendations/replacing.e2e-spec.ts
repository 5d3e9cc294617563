import { describe, expect, it } from '@jest/globals';
import { type Agency, openAgency } from '../support/agency.js';
import { useApp } from '../support/app.js';
import { aCall, anAlternative, aRecommendation } from '../support/recommendation.js';

const app = useApp();
const AS_OF = '2021-06-30';
const LATER = new Date(Date.now() + 86_400_000).toISOString();

const open = (desk: Agency) =>
  desk.select<{ id: string; source: string }>(
    'SELECT id, source FROM recommendation WHERE company_id = $1 AND closed_at IS NULL ORDER BY id',
  );
const isGone = ({ deleted_at }: { deleted_at: Date | null }) => deleted_at !== null;

/** What a person does to a proposal, and whether it then waits for a decision. */
const TOUCHES: [what: string, touch: (desk: Agency, id: string) => PromiseLike<unknown>, status: string][] = [
  ['rewritten', edit({ content: 'Dear Acme' }), 'proposed'],
  ['made more urgent', edit({ urgency_score: 90 }), 'proposed'],
  ['put off', edit({ scheduled_for: LATER }), 'scheduled'],
  ['restored', restore, 'proposed'],
  ...(['approve', 'reject', 'send', 'cancel', 'complete'] as const).map(
    (command): (typeof TOUCHES)[number] => [
      `decided on by ${command}`,
      (desk, id) => desk.client.perform(command, id).expect(200),
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
  return ({ client }: Agency, id: string) =>
    client.request('patch', `/actions/${id}`).send(changes).expect(200);
}
async function restore({ client }: Agency, id: string) {
  await client.request('delete', `/actions/${id}`).expect(200);
  await client.request('post', `/actions/${id}/restore`).expect(200);
}

describe('a new recommendation on an invoice', () => {
  it('supersedes the open one: what no person has touched is soft-deleted, and the log says why', async () => {
    const desk = await openAgency(app);
    const invoice = await desk.owed({});
    const alternatives = [anAlternative(), aCall({ scheduled_for: LATER })];
    const first = (await desk.propose(invoice, { alternatives }).expect(201)).body;
    const second = (await desk.propose(invoice).expect(201)).body;

    expect(await open(desk)).toEqual([{ id: second.id, source: 'collections-agent' }]);
    const actions = await desk.actions();
    expect(actions.map(isGone)).toEqual([true, true, false, false]);
    expect(actions.map(({ status }) => status)).toEqual(['proposed', 'scheduled', 'proposed', 'proposed']);
    const log = await desk.log();
    expect(log).toHaveLength(2);
    for (const [place, { id, status }] of first.actions.entries()) {
      const row = { command: 'supersede', actor: 'system', reason: 'recommendation_replaced' };
      expect(log[place]).toMatchObject({ ...row, action_id: id, from_status: status, to_status: status });
    }
    expect((await desk.verify()).broken).toEqual([]);
  });

  it('does so in one transaction', async () => {
    const desk = await openAgency(app);
    const invoice = await desk.owed({});
    await desk.propose(invoice).expect(201);
    await desk.propose(invoice).expect(201);
    const written = await desk.select<{ by: string }>(
      `SELECT xmin::text AS by FROM action WHERE company_id = $1
       UNION SELECT xmin::text FROM approval_log WHERE company_id = $1
       UNION SELECT xmin::text FROM recommendation WHERE company_id = $1`,
    );
    expect(written).toHaveLength(1);
  });

  it.each(TOUCHES)('lets an action that was %s stay as it is', async (_what, touch, status) => {
    const desk = await openAgency(app);
    const invoice = await desk.owed({});
    const [{ id }, { id: other }] = (await desk.propose(invoice).expect(201)).body.actions;
    await touch(desk, id);
    const before = (await desk.client.detail(id)).body;
    await desk.propose(invoice).expect(201);
    const after = (await desk.client.detail(id)).body;
    expect(after).toEqual(before);
    expect(after).toMatchObject({ status, is_deleted: false });
    expect((await desk.client.detail(other)).body.is_deleted).toBe(true);
    expect(await open(desk)).toHaveLength(1);
    expect((await desk.verify()).broken).toEqual([]);
  });

  it('may be followed by a decision on what stayed', async () => {
    const desk = await openAgency(app);
    const invoice = await desk.owed({});
    const [{ id }] = (await desk.propose(invoice).expect(201)).body.actions;
    await edit({ content: 'Dear Acme' })(desk, id);
    const second = (await desk.propose(invoice).expect(201)).body;
    await desk.client.perform('approve', id).expect(200);
    for (const action of second.actions)
      expect((await desk.client.detail(action.id)).body.is_deleted).toBe(false);
  });

  it('leaves those on other invoices, on the customer as a whole, and of other companies alone', async () => {
    const [desk, elsewhere] = [await openAgency(app), await openAgency(app)];
    const invoice = await desk.owed({});
    const sibling = await desk.owed({ customerId: invoice.customerId });
    await desk.post(aRecommendation({ customer_id: invoice.customerId })).expect(201);
    await desk.propose(sibling).expect(201);
    await elsewhere.propose(await elsewhere.owed({})).expect(201);
    await desk.propose(invoice).expect(201);
    const { customerId: customer_id } = await desk.owed({});
    await desk.propose(await desk.owed({ customerId: customer_id })).expect(201);
    await desk.post(aRecommendation({ customer_id })).expect(201);
    expect((await desk.actions()).some(isGone)).toBe(false);
    expect((await elsewhere.actions()).some(isGone)).toBe(false);
    expect(await open(desk)).toHaveLength(5);
  });
});

it('without an invoice, one recommendation is open on a customer', async () => {
  const desk = await openAgency(app);
  const { id: customer_id } = await desk.make.aCustomer(desk.company);
  const { id: other } = await desk.make.aCustomer(desk.company);
  for (const customer of [customer_id, other, customer_id])
    await desk.post(aRecommendation({ customer_id: customer })).expect(201);
  expect(await open(desk)).toHaveLength(2);
  expect((await desk.actions()).map(isGone)).toEqual([true, true, false, false, false, false]);
});

it.each([
  ['an agent’s supersedes the policy’s', ['policy', 'collections-agent'], 'collections-agent'],
  ['another agent’s supersedes an agent’s', ['collections-agent', 'other'], 'other'],
  [
    'the policy’s supersedes an agent’s only once that is decided',
    ['collections-agent', 'decide', 'policy'],
    'dunning_policy',
  ],
  [
    'the policy’s leaves an agent’s alone while it waits',
    ['collections-agent', 'policy'],
    'collections-agent',
  ],
])('%s', async (_what, steps, expected) => {
  const desk = await openAgency(app);
  const invoice = await desk.owed({ dueOn: '2021-06-01' });
  for (const step of steps) {
    if (step === 'policy') await desk.run(AS_OF);
    else if (step === 'decide') {
      const [recommended] = (await desk.actions()).toReversed().filter(({ status }) => status === 'proposed');
      await desk.client.perform('approve', recommended!.id).expect(200);
    } else await desk.propose(invoice, { source: step }).expect(201);
  }
  expect((await open(desk)).map(({ source }) => source)).toEqual([expected]);
});
