import { afterEach, expect, it } from '@jest/globals';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { anEmailAlternative } from '../support/recommendation.js';

const app = useApp();
const HOUR_MS = 3_600_000;
const later = () => new Date(Date.now() + HOUR_MS).toISOString();

afterEach(() => app.clock.reset());

/** What is scheduled for an hour from now. */
const WAYS = ['proposed for later by an agent', 'put off by a person'] as const;
async function aScheduled(way: (typeof WAYS)[number]) {
  const tenant = await createTenantWithAgent(app);
  const byAgent = way === 'proposed for later by an agent';
  const alternatives = [anEmailAlternative(byAgent ? { scheduled_for: later() } : {})];
  const [{ id }] = (await tenant.propose(await tenant.anOpenInvoice({}), { alternatives }).expect(201)).body
    .actions;
  if (!byAgent)
    await tenant.client.request('patch', `/actions/${id}`).send({ scheduled_for: later() }).expect(200);
  return { ...tenant, id };
}

it.each(WAYS)('what was %s sleeps until its time, and is then proposed, by the sweep', async (way) => {
  const { client, id, sweep, verify } = await aScheduled(way);
  app.clock.advance(HOUR_MS - 5_000);
  await sweep();
  expect((await client.detail(id)).body.status).toBe('scheduled');
  expect((await client.list({ category: 'needs_action' })).body.count).toBe(0);

  app.clock.advance(5_001);
  await Promise.all([sweep(), sweep()]);
  const { status, approval_log } = (await client.detail(id)).body;
  expect(status).toBe('proposed');
  const woken = approval_log.filter(({ command }: { command: string }) => command === 'wake');
  expect(woken).toMatchObject([
    { actor: 'system', from_status: 'scheduled', to_status: 'proposed', reason: null },
  ]);
  expect((await client.list({ category: 'needs_action' })).body.count).toBe(1);
  await sweep();
  expect((await client.detail(id)).body.approval_log).toEqual(approval_log);
  expect((await verify()).broken).toEqual([]);
});

it('nothing can be put off until its proposal has expired: it would never wake', async () => {
  const { client, anOpenInvoice, propose } = await createTenantWithAgent(app);
  const expires_at = new Date(Date.now() + HOUR_MS);
  const sooner = new Date(expires_at.getTime() - 1).toISOString();
  const [{ id }] = (
    await propose(await anOpenInvoice({}), { expires_at: expires_at.toISOString() }).expect(201)
  ).body.actions;
  const putOff = (scheduled_for: string) => client.request('patch', `/actions/${id}`).send({ scheduled_for });
  const tooLate = expires_at.toISOString();
  expectInvalid(await putOff(tooLate), 'body.scheduled_for: expiry');
  const stale = await putOff(tooLate).set('If-Match', '"7"');
  expect([stale.status, stale.body.code]).toEqual([412, 'version_conflict']);
  expect((await putOff(sooner).expect(200)).body.status).toBe('scheduled');
});

it('what a person puts off again while the sweep waits for it sleeps on', async () => {
  const { client, id, sweep } = await aScheduled('put off by a person');
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

it('what was deleted or decided in its sleep is not woken', async () => {
  const asleep = await aScheduled('put off by a person');
  await asleep.client.perform('cancel', asleep.id).expect(200);
  app.clock.advance(2 * HOUR_MS);
  await asleep.sweep();
  expect((await asleep.client.detail(asleep.id)).body.status).toBe('cancelled');
});

it('a person’s hand is not forgotten: what was put off and has woken is not superseded', async () => {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const [{ id }, { id: other }] = (await tenant.propose(invoice).expect(201)).body.actions;
  await tenant.client.request('patch', `/actions/${id}`).send({ scheduled_for: later() }).expect(200);
  app.clock.advance(2 * HOUR_MS);
  await tenant.sweep();
  await tenant.propose(invoice).expect(201);
  expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'proposed', is_deleted: false });
  expect((await tenant.client.detail(other)).body.is_deleted).toBe(true);
});

it('what only the sweep has touched is superseded', async () => {
  const tenant = await createTenantWithAgent(app);
  const invoice = await tenant.anOpenInvoice({});
  const alternatives = [anEmailAlternative({ scheduled_for: later() })];
  const [{ id }] = (await tenant.propose(invoice, { alternatives }).expect(201)).body.actions;
  app.clock.advance(2 * HOUR_MS);
  await tenant.sweep();
  await tenant.propose(invoice).expect(201);
  expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'proposed', is_deleted: true });
});
