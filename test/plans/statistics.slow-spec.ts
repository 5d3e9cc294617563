import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { useApp } from '../support/app.js';
import { fetchApiDocument, type Operation } from '../support/api-document.js';
import { createMigratedDatabase } from '../support/database.js';
import { excessiveReads, PlanRecorder, type ReadLimit, reportPlans } from '../support/executed-plans.js';
import { createHugeCompany } from '../support/huge-company.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { clearStatistics, stopAutovacuum } from '../support/statistics.js';
import { createTenant, type Tenant, tenantOf } from '../support/tenant.js';
import { callOperation, idsOf, prepare, takesToken } from '../tenancy/call-operation.js';
import { LARGE_WRITES } from './large-writes.js';

/** A thousand times the size of a company with one new recommendation. */
const HUGE = { customers: 500, invoices: 200_000, actions: 20_000, logEntries: 100_000 };

/** Connects without the time limits of the application. */
let database: DataSource;
let hugeId: string;
const app = useApp({}, async () => {
  const url = await createMigratedDatabase();
  database = await new DataSource({ type: 'postgres', url }).initialize();
  await stopAutovacuum(database);
  hugeId = await createHugeCompany(database, HUGE);
  await reportPlans(url);
  return url;
});
afterAll(() => database.destroy());

let operations: Operation[];
let recorder: PlanRecorder;
let huge: Tenant;

beforeAll(async () => {
  huge = await tenantOf(app, { id: hugeId, name: '', createdAt: new Date() });
  recorder = new PlanRecorder(app.dataSource);
  operations = (await fetchApiDocument(app)).operations.filter(({ id }) => takesToken(id));
});

/** A statement that works on some rows may visit each of them a few times, for example to sort them, and write all indexes. */
const limitFor = (rows: number): ReadLimit => ({ rows: 5 * rows + 500, pages: 100 * rows + 1_000 });

/** Sends a request until it is served, and describes the statements that read more than the limit. */
async function faultsOf(
  limit: ReadLimit,
  send: () => PromiseLike<{ status: number; text: string; headers: NodeJS.Dict<string> }>,
): Promise<string[]> {
  let plans: Awaited<ReturnType<PlanRecorder['during']>> = [];
  const { status, text } = await retryOn503(async () => {
    const responses: Awaited<ReturnType<typeof send>>[] = [];
    plans = await recorder.during(async () => responses.push(await send()));
    return responses[0]!;
  });
  return status < 300 ? excessiveReads(plans, limit) : [`${status} ${text}`];
}

/** Whether an operation is on all rows of a company: a list, a count, a report, or a run of the policy. */
const isOnCompany = ({ id, method, path }: Operation): boolean =>
  id === 'runPolicy' || (method === 'GET' && !path.replace('{company_id}', '').includes('{'));

/** Calls every operation with its smallest request. @param companyRows null to leave out what reads the whole company */
async function faultsOfOperations(tenant: Tenant, companyRows: number | null): Promise<string[]> {
  const faults: string[] = [];
  const ids = await idsOf(tenant);
  for (const operation of operations) {
    if (companyRows === null && isOnCompany(operation)) continue;
    const limit = limitFor(isOnCompany(operation) ? companyRows! : 1);
    const own = await prepare(operation.id, tenant, ids);
    const found = await faultsOf(limit, () => callOperation(app, operation, own, tenant.token));
    faults.push(...found.map((fault) => `${operation.id}: ${fault}`));
  }
  return faults;
}

describe.each<[string, () => Promise<unknown>]>([
  ['statistics from before the company existed', () => database.query('ANALYZE')],
  ['no statistics', () => clearStatistics(database)],
])('with %s, beside a company a thousand times larger', (_, prepareStatistics) => {
  let tenant: Tenant;

  beforeAll(async () => {
    await prepareStatistics();
    tenant = await createTenant(app);
  });

  it('every operation of a new company reads only its rows', async () => {
    expect(await faultsOfOperations(tenant, 10)).toEqual([]);
  });

  it.each(LARGE_WRITES)('$name: reads only rows of the request', async ({ rows, actions, send }) => {
    const ids = (await actions?.(tenant)) ?? [];
    expect(await faultsOf(limitFor(rows), () => send(tenant, ids))).toEqual([]);
  });

  it('no operation on one action or record reads the rows of its company', async () => {
    expect(await faultsOfOperations(tenant, null)).toEqual([]);
    expect(await faultsOfOperations(huge, null)).toEqual([]);
  });
});
