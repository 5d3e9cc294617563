import { afterEach, expect, it } from '@jest/globals';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';
import { expectProblem } from '../support/problem.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
const HOUR_MS = 3_600_000;
const later = () => new Date(Date.now() + HOUR_MS).toISOString();

afterEach(() => app.clock.reset());

const WAYS = ['scheduled by an agent', 'snoozed by a person'] as const;

/** Creates an action that is scheduled for an hour from now. */
async function createScheduled(way: (typeof WAYS)[number]) {
  const tenant = await createTenantWithAgent(app);
  const byAgent = way === 'scheduled by an agent';
  const alternatives = [anEmailAlternative(byAgent ? { scheduled_for: later() } : {})];
  const [{ id }] = (await tenant.propose(await tenant.anOpenInvoice({}), { alternatives }).expect(201)).body
    .actions;
  if (!byAgent)
    await tenant.client.request('patch', `/actions/${id}`).send({ scheduled_for: later() }).expect(200);
  return { ...tenant, id };
}

it.each(WAYS)('proposes an action that was %s when its time has come', async (way) => {
  const { client, id, sweep, verify } = await createScheduled(way);
  app.clock.advance(HOUR_MS - 5_000);
  await sweep();
  expect((await client.detail(id)).body.status).toBe('scheduled');
  expect((await client.list({ category: 'needs_action' })).body.count).toBe(0);

  app.clock.advance(5_001);
  await Promise.all([sweep(), sweep()]);
  const { status, approval_log } = (await client.detail(id)).body;
  expect(status).toBe('proposed');
  const entries = approval_log.filter(({ command }: { command: string }) => command === 'wake');
  expect(entries).toMatchObject([
    { actor: 'system', from_status: 'scheduled', to_status: 'proposed', reason: null },
  ]);
  expect((await client.list({ category: 'needs_action' })).body.count).toBe(1);
  await sweep();
  expect((await client.detail(id)).body.approval_log).toEqual(approval_log);
  expect((await verify()).broken).toEqual([]);
});

it('rejects snoozing an action until its expiry or later', async () => {
  const { client, anOpenInvoice, propose } = await createTenantWithAgent(app);
  const expires_at = new Date(Date.now() + HOUR_MS);
  const sooner = new Date(expires_at.getTime() - 1).toISOString();
  const [{ id }] = (
    await propose(await anOpenInvoice({}), { expires_at: expires_at.toISOString() }).expect(201)
  ).body.actions;
  const snooze = (scheduled_for: string) => client.request('patch', `/actions/${id}`).send({ scheduled_for });
  const tooLate = expires_at.toISOString();
  expectInvalid(await snooze(tooLate), 'body.scheduled_for: expiry');
  const stale = await snooze(tooLate).set('If-Match', '"7"');
  expect([stale.status, stale.body.code]).toEqual([412, 'version_conflict']);
  expect((await snooze(sooner).expect(200)).body.status).toBe('scheduled');
});

it('does not propose an action that is snoozed again while the sweep waits for its row lock', async () => {
  const { client, id, sweep } = await createScheduled('snoozed by a person');
  app.clock.advance(2 * HOUR_MS);
  const person = app.dataSource.createQueryRunner();
  await person.startTransaction();
  await person.query(`UPDATE action SET scheduled_for = '2099-01-01' WHERE id = $1`, [id]);
  const [{ pid }] = await person.query('SELECT pg_backend_pid() AS pid');
  const sweeping = sweep();
  for (let waiting = 0; waiting === 0;) {
    const blocked = 'SELECT count(*)::int AS n FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))';
    [{ n: waiting }] = await app.dataSource.query(blocked, [pid]);
  }
  await person.commitTransaction();
  await person.release();
  await sweeping;
  expect((await client.detail(id)).body).toMatchObject({ status: 'scheduled', version: 2 });
});

it('does not propose an action that was decided while it was scheduled', async () => {
  const scheduled = await createScheduled('snoozed by a person');
  await scheduled.client.perform('cancel', scheduled.id).expect(200);
  app.clock.advance(2 * HOUR_MS);
  await scheduled.sweep();
  expect((await scheduled.client.detail(scheduled.id)).body.status).toBe('cancelled');
});

it('R2: keeps an action that a person put off, and its recommendation, also once the sweep has proposed it', async () => {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const [{ id }, { id: other }] = (await tenant.propose(invoice).expect(201)).body.actions;
  await tenant.client.request('patch', `/actions/${id}`).send({ scheduled_for: later() }).expect(200);
  app.clock.advance(2 * HOUR_MS);
  await tenant.sweep();
  expectProblem(await tenant.propose(invoice), 'recommendation_held', { action_id: id });
  expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'proposed', is_deleted: false });
  expect((await tenant.client.detail(other)).body.is_deleted).toBe(false);
});

it('supersedes an action that only the sweep has changed', async () => {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const alternatives = [anEmailAlternative({ scheduled_for: later() })];
  const [{ id }] = (await tenant.propose(invoice, { alternatives }).expect(201)).body.actions;
  app.clock.advance(2 * HOUR_MS);
  await tenant.sweep();
  await tenant.propose(invoice).expect(201);
  expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'proposed', is_deleted: true });
});
