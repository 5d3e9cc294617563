import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { excessiveReads, PlanRecorder, type ReadLimit, reportPlans } from '../support/executed-plans.js';
import { createHugeCompany } from '../support/huge-company.js';
import { clearStatistics, stopAutovacuum } from '../support/statistics.js';
import { type Tenant, tenantOf } from '../support/tenant.js';

const ACTIONS = 40_000;
/** Two thirds of the log are outside of the period. */
const HUGE = { customers: 500, invoices: 200_000, actions: ACTIONS, logEntries: 200_000 };
const PERIOD = { from: '2026-09-01', to: '2026-11-30' };
const DAY = '2026-10-10';

/** The entries of the period: the proposal of each action, and for most of them a decision, an edit and a delivery. */
const ENTRIES: [command: string, from: string, to: string, every: string][] = [
  ['propose', 'proposed', 'proposed', 'true'],
  ['edit', 'proposed', 'proposed', 'n % 4 = 0'],
  ['approve', 'proposed', 'processing', 'n % 4 < 3'],
  ['reject', 'proposed', 'cancelled', 'n % 8 = 3'],
  ['deliver', 'processing', 'completed', 'n % 8 < 1'],
];

/** Connects without the time limits of the application. */
let database: DataSource;
let companyId: string;
const app = useApp({}, async () => {
  const url = await createMigratedDatabase();
  database = await new DataSource({ type: 'postgres', url }).initialize();
  await stopAutovacuum(database);
  companyId = await createHugeCompany(database, HUGE);
  for (const [command, from, to, every] of ENTRIES)
    await database.query(
      `INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
       SELECT gen_random_uuid(), $1, id, $2, $3, $4, 'desk', '2026-09-01T12:00Z'::timestamptz + n * interval '3 minutes', ''
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM action WHERE company_id = $1) a WHERE ${every} ORDER BY n`,
      [companyId, command, from, to],
    );
  await database.query(
    `UPDATE action SET recommendation = 'step_' || abs(hashtext(id::text)) % 20, content = repeat('Dear customer, ', 40)
     WHERE company_id = $1`,
    [companyId],
  );
  await reportPlans(url);
  return url;
});
afterAll(() => database.destroy());

let tenant: Tenant;
let recorder: PlanRecorder;
beforeAll(async () => {
  tenant = await tenantOf(app, { id: companyId, name: '', createdAt: new Date() });
  recorder = new PlanRecorder(app.dataSource);
});

/** The statements of a request that read more than the limit. */
async function faultsOf(path: string, query: Record<string, string>, limit: ReadLimit): Promise<string[]> {
  const plans = await recorder.during(() => tenant.client.get(path, query).expect(200));
  return excessiveReads(plans, limit);
}

describe.each<[string, () => Promise<unknown>]>([
  ['no statistics', () => clearStatistics(database)],
  ['current statistics', () => database.query('VACUUM ANALYZE')],
])('with %s', (_, prepareStatistics) => {
  beforeAll(prepareStatistics);

  it('figures read the entries of the period once, and look up the actions of proposals and decisions', async () => {
    const [{ count }] = await database.query<[{ count: number }]>(
      `SELECT count(*)::int FROM approval_log WHERE company_id = $1 AND created_at >= $2`,
      [companyId, PERIOD.from],
    );
    expect(count).toBe(90_000);
    expect(await faultsOf('/figures', PERIOD, { rows: count, pages: 8 * count })).toEqual([]);
  });

  it('figures of a day, and the lists that they lead to, read the entries of that day', async () => {
    // A day has about 1,080 entries.
    const limit = { rows: 1_200, pages: 12_000 };
    expect(await faultsOf('/figures', { from: DAY, to: DAY }, limit)).toEqual([]);
    const days = { created_after: DAY, created_before: DAY };
    const lists: Record<string, string>[] = [
      { command: 'approve', from_status: 'proposed', by_system: 'false' },
      { command: 'approve', recommendation: 'step_3', edited: 'false' },
    ];
    for (const list of lists)
      expect(await faultsOf('/approval-log', { ...days, ...list }, limit)).toEqual([]);
  });

  it('the summary of a customer reads its invoices and one action', async () => {
    const [{ id }] = await database.query<[{ id: string }]>('SELECT id FROM customer LIMIT 1');
    expect(await faultsOf(`/customers/${id}/summary`, {}, { rows: 450, pages: 1_000 })).toEqual([]);
  });
});
