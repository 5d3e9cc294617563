import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { POLICY_RUN_FAILPOINTS } from '../../src/database/failpoints.js';
import { PolicyRunsWorker } from '../../src/recommendations/runs/policy-runs-worker.js';
import { invoiceRow, customerRow, put } from '../ledger-sync/rows.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { killProcesses, startWorker } from '../support/processes.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';

const INVOICES = 2_300;
const [FIRST_DAY, NEXT_WEEK] = ['2021-06-30', '2021-07-09'];

let app: RunningApp;
let settings: Record<string, string>;
beforeAll(async () => {
  const databaseUrl = await createMigratedDatabase();
  app = await startApp(databaseUrl);
  const quiet = { LOG_LEVEL: 'fatal', SWEEP_SECONDS: '0', DELIVERY: 'external', AUDIT_CHECKPOINT_HOURS: '0' };
  settings = { DATABASE_URL: databaseUrl, NODE_ENV: 'test', ...quiet };
});
afterAll(async () => {
  await killProcesses();
  await app.nest.close();
});

/** Invoices of other stages, balances and currencies; some are paid a week later, which leaves recommendations to supersede. */
const ledger = (day: string) => ({
  customers: [customerRow({ contacts: [{ name: 'Ngozi', email: 'ap@acme.example', purpose: 'dunning' }] })],
  invoices: Array.from({ length: INVOICES }, (_, n) =>
    invoiceRow({
      invoice_number: `A-${n}`,
      issued_on: '2021-01-01',
      due_date: `2021-0${1 + (n % 6)}-20`,
      amount: `${1 + (n % 900)}.00`,
      currency: n % 3 ? 'USD' : 'EUR',
      status: day === NEXT_WEEK && n % 7 === 0 ? 'paid' : 'open',
      promised_on: day === NEXT_WEEK && n % 11 === 0 ? '2021-08-01' : null,
    }),
  ),
});

const post = (tenant: TenantWithAgent, as_of: string, prefer = '') =>
  tenant.agent.request('post', '/recommendations/run').set('Prefer', prefer).send({ as_of });

/** Starts workers that are killed at failpoints, until the run has ended; returns the number of kills. */
async function finishWithKills(tenant: TenantWithAgent, id: string): Promise<number> {
  const statusOf = async () => (await tenant.client.get(`/policy-runs/${id}`).expect(200)).body.status;
  let kills = 0;
  for (; (await statusOf()) !== 'completed'; kills++) {
    const point = POLICY_RUN_FAILPOINTS[kills % POLICY_RUN_FAILPOINTS.length]!;
    const worker = await startWorker({ ...settings, DAYBOOK_FAILPOINT: `${point}:1` }).catch(() => null);
    if (worker && (await Promise.race([worker.ended, sleep(15_000, 'alive')])) === 'alive')
      await worker.stop('SIGKILL');
    // Its lease, as if the time had passed.
    await tenant.select('UPDATE policy_run SET due_at = now() WHERE company_id = $1 AND due_at IS NOT NULL');
  }
  return kills;
}

/** All that two companies with the same ledger must have alike, whatever the order of their invoices. */
const RESULT = `
  SELECT i.invoice_number, r.source, r.fingerprint, r.closed_at IS NULL AS open, a.recommendation, a.status, a.is_recommended,
    a.deleted_at IS NULL AS kept, a.urgency_score, a.content
  FROM action a JOIN recommendation r ON r.id = a.recommendation_id JOIN invoice i ON i.id = a.invoice_id
  WHERE a.company_id = $1 ORDER BY i.invoice_number, a.recommendation, r.fingerprint, a.status, kept`;

it('a run whose workers are killed within and after its slices does what a run in one transaction does', async () => {
  const [sliced, atOnce] = [await createTenantWithAgent(app), await createTenantWithAgent(app)];
  let kills = 0;
  for (const day of [FIRST_DAY, NEXT_WEEK]) {
    for (const tenant of [sliced, atOnce]) await put(tenant, ledger(day)).expect(200);
    const { body: counts, status } = await retryOn503(() => post(atOnce, day));
    expect(status).toBe(200);
    const { body } = await post(sliced, day, 'respond-async').expect(202);
    if (day === NEXT_WEEK) kills += await finishWithKills(sliced, body.id);
    else await app.nest.get(PolicyRunsWorker).run();
    const { body: run } = await sliced.client.get(`/policy-runs/${body.id}`).expect(200);
    expect(run.counts).toEqual(counts);
    expect(run.progress.done).toBe(run.progress.total);
    expect(await sliced.select(RESULT)).toEqual(await atOnce.select(RESULT));
  }
  // Two slices, each with two failpoints.
  expect(kills).toBeGreaterThanOrEqual(4);
  const ran = `SELECT id FROM event WHERE company_id = $1 AND type = 'policy.ran'`;
  expect(await sliced.select(ran)).toHaveLength(2);
  const twice = `
    SELECT action_id FROM event WHERE company_id = $1 AND type = 'action.proposed' GROUP BY action_id HAVING count(*) > 1`;
  expect(await sliced.select(twice)).toEqual([]);
  expect((await sliced.verify()).broken).toEqual([]);
}, 300_000);

it('a slice that fails is tried again after a pause, and the run then goes on', async () => {
  const tenant = await createTenantWithAgent(app);
  await tenant.anOpenInvoice({ dueOn: '2021-06-20' });
  const { body } = await post(tenant, FIRST_DAY, 'respond-async').expect(202);
  const worker = app.nest.get(PolicyRunsWorker);
  await app.dataSource.query(`ALTER TABLE recommendation ADD CONSTRAINT refused CHECK (false) NOT VALID`);
  await worker.run();
  await app.dataSource.query('ALTER TABLE recommendation DROP CONSTRAINT refused');
  const row = 'SELECT status, failures, due_at > now() AS later FROM policy_run WHERE company_id = $1';
  expect(await tenant.select(row)).toEqual([{ status: 'queued', failures: 1, later: true }]);
  await tenant.select('UPDATE policy_run SET due_at = now() WHERE company_id = $1');
  await worker.run();
  expect((await tenant.client.get(`/policy-runs/${body.id}`)).body.counts.created).toBe(1);
});
