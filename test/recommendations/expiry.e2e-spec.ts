import { afterEach, describe, expect, it } from '@jest/globals';
import { type Agency, openAgency } from '../support/agency.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { aCall, anAlternative } from '../support/recommendation.js';

const app = useApp();
const MINUTE_MS = 60_000;

afterEach(() => app.clock.comeBack());

/** A minute from now by the clock. */
const soon = () => new Date(app.clock.now().getTime() + MINUTE_MS).toISOString();

/** A proposal that holds for a minute: a wait for the customer, and a call beside it. */
async function aProposal(alternatives = [WAIT, aCall()]) {
  const desk = await openAgency(app);
  const invoice = await desk.owed({});
  const { body } = await desk.propose(invoice, { expires_at: soon(), alternatives }).expect(201);
  const ids: string[] = body.actions.map(({ id }: { id: string }) => id);
  return { ...desk, invoice, ids, id: ids[0]! };
}
const WAIT = anAlternative({ recommendation: 'wait_for_customer', action_required: false });
const REMINDER = anAlternative();

/** How many the inbox shows, tab by tab, by the lists and by the counts. */
async function shown({ client, invoice }: Agency & { invoice: { id: string } }) {
  const { categories } = (await client.get('/actions/counts').expect(200)).body;
  const lists: Record<string, number> = {};
  for (const category of Object.keys(categories)) {
    const narrowed = category === 'alternatives' && { invoice_id: invoice.id };
    lists[category] = (await client.list({ category, ...narrowed }).expect(200)).body.count;
  }
  expect(lists).toEqual(categories);
  return lists;
}
const none = { needs_action: 0, awaiting_customer: 0, alternatives: 0 };

const CANCELLED = { command: 'cancel', actor: 'system', reason: 'expired', to_status: 'cancelled' };

describe('when its time has passed, a proposal', () => {
  it.each<[string, object[], object]>([
    ['needs_action', [REMINDER, aCall()], { needs_action: 1, awaiting_customer: 0, alternatives: 2 }],
    ['awaiting_customer', [WAIT, aCall()], { needs_action: 0, awaiting_customer: 1, alternatives: 1 }],
  ])('leaves the inbox at once, and its counts: %s and alternatives', async (_tab, alternatives, before) => {
    const desk = await aProposal(alternatives as (typeof WAIT)[]);
    expect(await shown(desk)).toEqual({ ...before, history: 0 });
    app.clock.advance(MINUTE_MS - 5_000);
    expect(await shown(desk)).toEqual({ ...before, history: 0 });
    app.clock.advance(5_001);
    expect(await shown(desk)).toEqual({ ...none, history: 0 });
    expect(await desk.log()).toEqual([]);
  });

  it('is still in the plain list, and tells when it ended', async () => {
    const { client, ids } = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    const { data } = (await client.list().expect(200)).body;
    expect(data.map(({ id }: { id: string }) => id).toSorted()).toEqual(ids.toSorted());
    for (const { expires_at } of data) expect(Date.parse(expires_at)).toBeLessThan(app.clock.now().getTime());
  });

  it('is cancelled by the sweep, for the reason expired, and is history from then on', async () => {
    const desk = await aProposal();
    app.clock.advance(MINUTE_MS + 1);
    const before = app.clock.now().getTime();
    await desk.sweep();
    expect(await shown(desk)).toEqual({ ...none, history: 1 });
    expect(await desk.log()).toMatchObject([
      { ...CANCELLED, action_id: desk.ids[0], from_status: 'proposed' },
      { ...CANCELLED, action_id: desk.ids[1], from_status: 'proposed' },
    ]);
    const { body } = await desk.client.detail(desk.id).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', version: 2, is_deleted: false, allowed_actions: [] });
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(before);
    expect(body.approval_log[0]).toMatchObject({ approved_by: null, request_id: null });
    expect((await desk.verify()).broken).toEqual([]);
  });

  it('that is scheduled is cancelled too, and not woken', async () => {
    const scheduled_for = new Date(Date.now() + MINUTE_MS / 2).toISOString();
    const desk = await aProposal([anAlternative({ scheduled_for })]);
    app.clock.advance(2 * MINUTE_MS);
    await desk.sweep();
    expect(await desk.log()).toMatchObject([{ ...CANCELLED, from_status: 'scheduled' }]);
  });

  it('is cancelled although a person has touched it', async () => {
    const desk = await aProposal();
    await desk.client.request('patch', `/actions/${desk.id}`).send({ content: 'Dear' }).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    await desk.sweep();
    expect((await desk.client.detail(desk.id)).body.status).toBe('cancelled');
  });

  it('is left as it is where a person has decided on it or deleted it', async () => {
    const desk = await aProposal([REMINDER, aCall(), aCall()]);
    await desk.client.perform('reject', desk.ids[0]!).expect(200);
    await desk.client.perform('send', desk.ids[1]!).expect(200);
    await desk.client.request('delete', `/actions/${desk.ids[2]}`).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    const before = await desk.actions();
    await desk.sweep();
    expect(await desk.actions()).toEqual(before);
  });

  it('is swept once by two sweeps at once, and by one after the other', async () => {
    const desk = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    await Promise.all([desk.sweep(), desk.sweep(), desk.sweep()]);
    await desk.sweep();
    expect(await desk.log()).toHaveLength(2);
    expect((await desk.verify()).broken).toEqual([]);
  });
});

describe('before its time, a proposal', () => {
  it('is left alone by the sweep', async () => {
    const desk = await aProposal();
    app.clock.advance(MINUTE_MS - 5_000);
    await desk.sweep();
    expect(await desk.log()).toEqual([]);
    await desk.client.perform('approve', desk.id).expect(200);
  });

  it('of another company is left alone, whatever the time here', async () => {
    const [desk, elsewhere] = [await aProposal(), await aProposal()];
    app.clock.advance(2 * MINUTE_MS);
    await desk.sweep();
    expect(await elsewhere.log()).toEqual([]);
  });
});

describe('whoever comes first to what has expired', () => {
  it.each(['approve', 'send', 'complete'] as const)('is refused %s, before any sweep', async (command) => {
    const desk = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    const extras = { current_status: 'proposed', allowed_from: [] };
    expectProblem(await desk.client.perform(command, desk.id), 'invalid_state', extras);
    const { body } = await desk.client.detail(desk.id);
    expect(body).toMatchObject({
      status: 'proposed',
      version: 1,
      allowed_actions: ['reject', 'cancel'],
      approval_log: [],
    });
  });

  it.each(['reject', 'cancel'] as const)('may %s it all the same, in the caller’s name', async (command) => {
    const desk = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    const { body } = await desk.client.perform(command, desk.id, { reason: 'too late' }).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', version: 2 });
    expect(body.approval_log).toMatchObject([{ command, reason: 'too late', to_status: 'cancelled' }]);
    expect((await desk.verify()).broken).toEqual([]);
  });

  it.each<[string, 'patch' | 'delete' | 'post', string, object]>([
    ['who rewrites it', 'patch', '', { content: 'Dear' }],
    ['who puts it off', 'patch', '', { scheduled_for: '2099-01-01T00:00:00Z' }],
    ['who deletes it', 'delete', '', {}],
    ['who restores it', 'post', '/restore', {}],
  ])('is refused, and changes nothing: %s', async (_who, method, path, body) => {
    const desk = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    const answer = await desk.client.request(method, `/actions/${desk.id}${path}`).send(body);
    expectProblem(answer, 'invalid_state', { current_status: 'proposed', allowed_from: [] });
    expect((await desk.client.detail(desk.id)).body).toMatchObject({ status: 'proposed', version: 1 });
    expect(await desk.log()).toEqual([]);
  });

  it('does not restore what has expired since it was deleted', async () => {
    const desk = await aProposal();
    await desk.client.request('delete', `/actions/${desk.id}`).expect(200);
    app.clock.advance(2 * MINUTE_MS);
    const { body } = await desk.client.request('post', `/actions/${desk.id}/restore`).expect(400);
    expect(body).toMatchObject({ code: 'invalid_state', detail: expect.stringContaining('expired') });
  });

  it('retires no sibling by an approval that is refused', async () => {
    const desk = await aProposal([REMINDER, aCall()]);
    app.clock.advance(2 * MINUTE_MS);
    await desk.client.perform('approve', desk.id).expect(400);
    expect((await desk.actions()).map(({ deleted_at }) => deleted_at)).toEqual([null, null]);
  });

  it('replaces it: a new recommendation finds it expired, not superseded', async () => {
    const desk = await aProposal();
    app.clock.advance(2 * MINUTE_MS);
    await desk.propose(desk.invoice).expect(201);
    expect((await desk.log()).map(({ reason }) => reason)).toEqual(['expired', 'expired']);
  });
});
