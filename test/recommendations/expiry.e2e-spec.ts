import { afterEach, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { aCallAlternative, anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
const MINUTE_MS = 60_000;

afterEach(() => app.clock.reset());

/** A minute from now, by the clock of the application. */
const inAMinute = () => new Date(app.clock.now().getTime() + MINUTE_MS).toISOString();

/** Creates a recommendation that expires in a minute; by default to wait for the customer, or else to call. */
async function createExpiring(alternatives = [WAIT, aCallAlternative()]) {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const { body } = await tenant.propose(invoice, { expires_at: inAMinute(), alternatives }).expect(201);
  const ids: string[] = body.actions.map(({ id }: { id: string }) => id);
  return { ...tenant, invoice, ids, id: ids[0]! };
}
const WAIT = anEmailAlternative({ recommendation: 'wait_for_customer', action_required: false });
const REMINDER = anEmailAlternative();

/** The number of actions in each category, which must be the same in the lists and in the counts. */
async function countsOf({ client, invoice }: TenantWithAgent & { invoice: { id: string } }) {
  const { categories } = (await client.get('/actions/counts').expect(200)).body;
  const lists: Record<string, number> = {};
  for (const category of Object.keys(categories)) {
    const filter = category === 'alternatives' && { invoice_id: invoice.id };
    lists[category] = (await client.list({ category, ...filter }).expect(200)).body.count;
  }
  expect(lists).toEqual(categories);
  return lists;
}
const NONE_OPEN = { needs_action: 0, awaiting_customer: 0, alternatives: 0, in_progress: 0 };

const CANCELLED = { command: 'cancel', actor: 'system', reason: 'expired', to_status: 'cancelled' };

describe('an undecided action that has expired', () => {
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
  ])('leaves the lists and counts at once: %s and alternatives', async (_category, alternatives, before) => {
    const tenant = await createExpiring(alternatives as (typeof WAIT)[]);
    expect(await countsOf(tenant)).toEqual({ ...before, history: 0 });
    app.clock.advance(MINUTE_MS - 5_000);
    expect(await countsOf(tenant)).toEqual({ ...before, history: 0 });
    app.clock.advance(5_001);
    expect(await countsOf(tenant)).toEqual({ ...NONE_OPEN, history: 0 });
    expect(await tenant.log()).toEqual([]);
  });

  it('is still in the list without a category, with its expiry', async () => {
    const { client, ids } = await createExpiring();
    app.clock.advance(2 * MINUTE_MS);
    const { data } = (await client.list().expect(200)).body;
    expect(data.map(({ id }: { id: string }) => id).toSorted()).toEqual(ids.toSorted());
    for (const { expires_at } of data) expect(Date.parse(expires_at)).toBeLessThan(app.clock.now().getTime());
  });

  it('is cancelled by the sweep with the reason expired, and is then in the history', async () => {
    const tenant = await createExpiring();
    app.clock.advance(MINUTE_MS + 1);
    const before = app.clock.now().getTime();
    await tenant.sweep();
    expect(await countsOf(tenant)).toEqual({ ...NONE_OPEN, history: 1 });
    expect(await tenant.log()).toMatchObject([
      { ...CANCELLED, action_id: tenant.ids[0], from_status: 'proposed' },
      { ...CANCELLED, action_id: tenant.ids[1], from_status: 'proposed' },
    ]);
    const { body } = await tenant.client.detail(tenant.id).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', version: 2, is_deleted: false, allowed_actions: [] });
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(before);
    expect(body.approval_log.at(-1)).toMatchObject({ approved_by: null, caused_by: null, request_id: null });
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('is cancelled and not proposed if it was scheduled', async () => {
    const scheduled_for = new Date(Date.now() + MINUTE_MS / 2).toISOString();
    const tenant = await createExpiring([anEmailAlternative({ scheduled_for })]);
    app.clock.advance(2 * MINUTE_MS);
    await tenant.sweep();
    expect(await tenant.log()).toMatchObject([{ ...CANCELLED, from_status: 'scheduled' }]);
  });

  it('is cancelled even if a person has edited it', async () => {
    const tenant = await createExpiring();
    await tenant.client.request('patch', `/actions/${tenant.id}`).send({ content: 'Dear' }).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    await tenant.sweep();
    expect((await tenant.client.detail(tenant.id)).body.status).toBe('cancelled');
  });

  it('is not changed by the sweep if a person has decided or deleted it', async () => {
    const tenant = await createExpiring([REMINDER, aCallAlternative(), aCallAlternative()]);
    await tenant.client.perform('reject', tenant.ids[0]!).expect(200);
    await tenant.client.request('delete', `/actions/${tenant.ids[1]}`).expect(200);
    await tenant.client.perform('send', tenant.ids[2]!).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    const before = await tenant.actions();
    await tenant.sweep();
    expect(await tenant.actions()).toEqual(before);
  });

  it('is cancelled once, by simultaneous and by successive sweeps', async () => {
    const tenant = await createExpiring();
    app.clock.advance(2 * MINUTE_MS);
    await Promise.all([tenant.sweep(), tenant.sweep(), tenant.sweep()]);
    await tenant.sweep();
    expect(await tenant.log()).toHaveLength(2);
    expect((await tenant.verify()).broken).toEqual([]);
  });
});

describe('an action before its expiry', () => {
  it('is not changed by the sweep', async () => {
    const tenant = await createExpiring();
    app.clock.advance(MINUTE_MS - 5_000);
    await tenant.sweep();
    expect(await tenant.log()).toEqual([]);
    await tenant.client.perform('approve', tenant.id).expect(200);
  });

  it('is not changed by the sweep of another company', async () => {
    const [tenant, elsewhere] = [await createExpiring(), await createExpiring()];
    app.clock.advance(2 * MINUTE_MS);
    await tenant.sweep();
    expect(await elsewhere.log()).toEqual([]);
  });
});

describe('before the sweep, an expired action', () => {
  it.each(['approve', 'send', 'complete'] as const)('rejects %s', async (command) => {
    const tenant = await createExpiring();
    app.clock.advance(2 * MINUTE_MS);
    const extras = { current_status: 'proposed', allowed_from: [] };
    expectProblem(await tenant.client.perform(command, tenant.id), 'invalid_state', extras);
    const { body } = await tenant.client.detail(tenant.id);
    expect(body).toMatchObject({
      status: 'proposed',
      version: 1,
      allowed_actions: ['reject', 'cancel'],
      approval_log: [{ command: 'propose' }],
    });
  });

  it.each(['reject', 'cancel'] as const)('allows %s, with the caller as the actor', async (command) => {
    const tenant = await createExpiring();
    app.clock.advance(2 * MINUTE_MS);
    const { body } = await tenant.client.perform(command, tenant.id, { reason: 'too late' }).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', version: 2 });
    const decision = { command, reason: 'too late', to_status: 'cancelled' };
    expect(body.approval_log).toMatchObject([{ command: 'propose' }, decision]);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it.each<[string, 'patch' | 'delete' | 'post', string, object]>([
    ['an edit', 'patch', '', { content: 'Dear' }],
    ['a snooze', 'patch', '', { scheduled_for: '2099-01-01T00:00:00Z' }],
    ['a deletion', 'delete', '', {}],
    ['a restoration', 'post', '/restore', {}],
  ])('rejects %s and does not change', async (_title, method, path, body) => {
    const tenant = await createExpiring();
    app.clock.advance(2 * MINUTE_MS);
    const response = await tenant.client.request(method, `/actions/${tenant.id}${path}`).send(body);
    expectProblem(response, 'invalid_state', { current_status: 'proposed', allowed_from: [] });
    expect((await tenant.client.detail(tenant.id)).body).toMatchObject({ status: 'proposed', version: 1 });
    expect(await tenant.log()).toEqual([]);
  });

  it('cannot be restored if it was deleted before', async () => {
    const tenant = await createExpiring();
    await tenant.client.request('delete', `/actions/${tenant.id}`).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    const { body } = await tenant.client.request('post', `/actions/${tenant.id}/restore`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_state', detail: expect.stringContaining('expired') });
  });

  it('keeps its siblings when its approval is rejected', async () => {
    const tenant = await createExpiring([REMINDER, aCallAlternative()]);
    app.clock.advance(2 * MINUTE_MS);
    await tenant.client.perform('approve', tenant.id).expect(400);
    expect((await tenant.actions()).map(({ deleted_at }) => deleted_at)).toEqual([null, null]);
  });

  it('is cancelled as expired, not superseded, by a new recommendation', async () => {
    const tenant = await createExpiring();
    app.clock.advance(2 * MINUTE_MS);
    await tenant.propose(tenant.invoice).expect(201);
    expect((await tenant.log()).map(({ reason }) => reason)).toEqual(['expired', 'expired']);
  });
});
