import { afterEach, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { aCallAlternative, anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
const MINUTE_MS = 60_000;

afterEach(() => app.clock.reset());

/** A minute from now by the clock. */
const soon = () => new Date(app.clock.now().getTime() + MINUTE_MS).toISOString();

/** A proposal that holds for a minute: a wait for the customer, and a call beside it. */
async function aProposal(alternatives = [WAIT, aCallAlternative()]) {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const { body } = await tenant.propose(invoice, { expires_at: soon(), alternatives }).expect(201);
  const ids: string[] = body.actions.map(({ id }: { id: string }) => id);
  return { ...tenant, invoice, ids, id: ids[0]! };
}
const WAIT = anEmailAlternative({ recommendation: 'wait_for_customer', action_required: false });
const REMINDER = anEmailAlternative();

/** How many the inbox shows, tab by tab, by the lists and by the counts. */
async function shown({ client, invoice }: TenantWithAgent & { invoice: { id: string } }) {
  const { categories } = (await client.get('/actions/counts').expect(200)).body;
  const lists: Record<string, number> = {};
  for (const category of Object.keys(categories)) {
    const narrowed = category === 'alternatives' && { invoice_id: invoice.id };
    lists[category] = (await client.list({ category, ...narrowed }).expect(200)).body.count;
  }
  expect(lists).toEqual(categories);
  return lists;
}
const none = { needs_action: 0, awaiting_customer: 0, alternatives: 0, in_progress: 0 };

const CANCELLED = { command: 'cancel', actor: 'system', reason: 'expired', to_status: 'cancelled' };

describe('when its time has passed, a proposal', () => {
  it.each<[string, object[], object]>([
    [
      'needs_action',
      [REMINDER, aCallAlternative()],
      { needs_action: 1, awaiting_customer: 0, alternatives: 2, in_progress: 0 },
    ],
    [
      'awaiting_customer',
      [WAIT, aCallAlternative()],
      { needs_action: 0, awaiting_customer: 1, alternatives: 1, in_progress: 0 },
    ],
  ])('leaves the inbox at once, and its counts: %s and alternatives', async (_tab, alternatives, before) => {
    const tenant = await aProposal(alternatives as (typeof WAIT)[]);
    expect(await shown(tenant)).toEqual({ ...before, history: 0 });
    app.clock.advance(MINUTE_MS - 5_000);
    expect(await shown(tenant)).toEqual({ ...before, history: 0 });
    app.clock.advance(5_001);
    expect(await shown(tenant)).toEqual({ ...none, history: 0 });
    expect(await tenant.log()).toEqual([]);
  });

  it('is still in the plain list, and tells when it ended', async () => {
    const { client, ids } = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    const { data } = (await client.list().expect(200)).body;
    expect(data.map(({ id }: { id: string }) => id).toSorted()).toEqual(ids.toSorted());
    for (const { expires_at } of data) expect(Date.parse(expires_at)).toBeLessThan(app.clock.now().getTime());
  });

  it('is cancelled by the sweep, for the reason expired, and is history from then on', async () => {
    const tenant = await aProposal();
    app.clock.advance(MINUTE_MS + 1);
    const before = app.clock.now().getTime();
    await tenant.sweep();
    expect(await shown(tenant)).toEqual({ ...none, history: 1 });
    expect(await tenant.log()).toMatchObject([
      { ...CANCELLED, action_id: tenant.ids[0], from_status: 'proposed' },
      { ...CANCELLED, action_id: tenant.ids[1], from_status: 'proposed' },
    ]);
    const { body } = await tenant.client.detail(tenant.id).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', version: 2, is_deleted: false, allowed_actions: [] });
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(before);
    expect(body.approval_log[0]).toMatchObject({ approved_by: null, request_id: null });
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('that is scheduled is cancelled too, and not woken', async () => {
    const scheduled_for = new Date(Date.now() + MINUTE_MS / 2).toISOString();
    const tenant = await aProposal([anEmailAlternative({ scheduled_for })]);
    app.clock.advance(2 * MINUTE_MS);
    await tenant.sweep();
    expect(await tenant.log()).toMatchObject([{ ...CANCELLED, from_status: 'scheduled' }]);
  });

  it('is cancelled although a person has touched it', async () => {
    const tenant = await aProposal();
    await tenant.client.request('patch', `/actions/${tenant.id}`).send({ content: 'Dear' }).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    await tenant.sweep();
    expect((await tenant.client.detail(tenant.id)).body.status).toBe('cancelled');
  });

  it('is left as it is where a person has decided on it or deleted it', async () => {
    const tenant = await aProposal([REMINDER, aCallAlternative(), aCallAlternative()]);
    await tenant.client.perform('reject', tenant.ids[0]!).expect(200);
    await tenant.client.perform('send', tenant.ids[1]!).expect(200);
    await tenant.client.request('delete', `/actions/${tenant.ids[2]}`).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    const before = await tenant.actions();
    await tenant.sweep();
    expect(await tenant.actions()).toEqual(before);
  });

  it('is swept once by two sweeps at once, and by one after the other', async () => {
    const tenant = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    await Promise.all([tenant.sweep(), tenant.sweep(), tenant.sweep()]);
    await tenant.sweep();
    expect(await tenant.log()).toHaveLength(2);
    expect((await tenant.verify()).broken).toEqual([]);
  });
});

describe('before its time, a proposal', () => {
  it('is left alone by the sweep', async () => {
    const tenant = await aProposal();
    app.clock.advance(MINUTE_MS - 5_000);
    await tenant.sweep();
    expect(await tenant.log()).toEqual([]);
    await tenant.client.perform('approve', tenant.id).expect(200);
  });

  it('of another company is left alone, whatever the time here', async () => {
    const [tenant, elsewhere] = [await aProposal(), await aProposal()];
    app.clock.advance(2 * MINUTE_MS);
    await tenant.sweep();
    expect(await elsewhere.log()).toEqual([]);
  });
});

describe('whoever comes first to what has expired', () => {
  it.each(['approve', 'send', 'complete'] as const)('is refused %s, before any sweep', async (command) => {
    const tenant = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    const extras = { current_status: 'proposed', allowed_from: [] };
    expectProblem(await tenant.client.perform(command, tenant.id), 'invalid_state', extras);
    const { body } = await tenant.client.detail(tenant.id);
    expect(body).toMatchObject({
      status: 'proposed',
      version: 1,
      allowed_actions: ['reject', 'cancel'],
      approval_log: [],
    });
  });

  it.each(['reject', 'cancel'] as const)('may %s it all the same, in the caller’s name', async (command) => {
    const tenant = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    const { body } = await tenant.client.perform(command, tenant.id, { reason: 'too late' }).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', version: 2 });
    expect(body.approval_log).toMatchObject([{ command, reason: 'too late', to_status: 'cancelled' }]);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it.each<[string, 'patch' | 'delete' | 'post', string, object]>([
    ['who rewrites it', 'patch', '', { content: 'Dear' }],
    ['who puts it off', 'patch', '', { scheduled_for: '2099-01-01T00:00:00Z' }],
    ['who deletes it', 'delete', '', {}],
    ['who restores it', 'post', '/restore', {}],
  ])('is refused, and changes nothing: %s', async (_who, method, path, body) => {
    const tenant = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    const answer = await tenant.client.request(method, `/actions/${tenant.id}${path}`).send(body);
    expectProblem(answer, 'invalid_state', { current_status: 'proposed', allowed_from: [] });
    expect((await tenant.client.detail(tenant.id)).body).toMatchObject({ status: 'proposed', version: 1 });
    expect(await tenant.log()).toEqual([]);
  });

  it('does not restore what has expired since it was deleted', async () => {
    const tenant = await aProposal();
    await tenant.client.request('delete', `/actions/${tenant.id}`).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    const { body } = await tenant.client.request('post', `/actions/${tenant.id}/restore`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_state', detail: expect.stringContaining('expired') });
  });

  it('retires no sibling by an approval that is refused', async () => {
    const tenant = await aProposal([REMINDER, aCallAlternative()]);
    app.clock.advance(2 * MINUTE_MS);
    await tenant.client.perform('approve', tenant.id).expect(400);
    expect((await tenant.actions()).map(({ deleted_at }) => deleted_at)).toEqual([null, null]);
  });

  it('replaces it: a new recommendation finds it expired, not superseded', async () => {
    const tenant = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    await tenant.propose(tenant.invoice).expect(201);
    expect((await tenant.log()).map(({ reason }) => reason)).toEqual(['expired', 'expired']);
  });
});
