import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { DataSource } from 'typeorm';
import { Idempotency } from '../../src/operations/idempotency.js';
import { fetchApiDocument, type Operation } from '../support/api-document.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { createHugeCompany } from '../support/huge-company.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { clearStatistics, stopAutovacuum } from '../support/statistics.js';
import { createTenant, type Tenant, tenantOf } from '../support/tenant.js';
import { counts, put } from '../ledger-sync/rows.js';
import { ledgerOf } from '../plans/large-writes.js';
import { callOperation, idsOf, prepare, takesToken } from '../tenancy/call-operation.js';
import { age, rewriteLedger } from './aged-company.js';

const SIZE = { customers: 2_000, invoices: 600_000, actions: 100_000, logEntries: 1_000_000 };

/** Connects without the time limits of the application. */
let database: DataSource;
let agedId: string;
let loggedAction: string;
const app = useApp({}, async () => {
  const url = await createMigratedDatabase();
  database = await new DataSource({ type: 'postgres', url }).initialize();
  await stopAutovacuum(database);
  agedId = await createHugeCompany(database, SIZE);
  ({ loggedAction } = await age(database, agedId));
  await clearStatistics(database);
  return url;
});
afterAll(() => database.destroy());

let aged: Tenant;
let operations: Operation[];

beforeAll(async () => {
  aged = await tenantOf(app, { id: agedId, name: '', createdAt: new Date() });
  operations = (await fetchApiDocument(app)).operations.filter(({ id }) => takesToken(id));
});

/** The operations of a company that do not succeed within their deadlines. */
async function failuresOf(tenant: Tenant): Promise<string[]> {
  const failures: string[] = [];
  const ids = await idsOf(tenant);
  for (const operation of operations) {
    const own = await prepare(operation.id, tenant, ids);
    const { status } = await retryOn503(() => callOperation(app, operation, own, tenant.token));
    if (status >= 300) failures.push(`${operation.id}: ${status}`);
  }
  return failures;
}

describe('a company with 600,000 invoices, 100,000 actions and a million log entries', () => {
  it('every operation succeeds within its deadline', async () => {
    expect(await failuresOf(aged)).toEqual([]);
  });

  it('the first, a late and the last possible page of every list are read within the deadline', async () => {
    const lists = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'page_size'));
    expect(lists.length).toBeGreaterThan(5);
    const ids = await prepare('listWebhookDeliveries', aged, await idsOf(aged));
    for (const { id, path } of lists) {
      const url = path
        .replace('/api/companies/{company_id}', '')
        .replace('{action_id}', loggedAction)
        .replace('{endpoint_id}', ids.endpoint);
      for (const page of [1, 50, 1_000_000]) {
        const page_size = id === 'listRecommendations' ? 100 : 500;
        const send = () =>
          id === 'listCompanies'
            ? callOperation(
                app,
                operations.find((one) => one.id === id)!,
                ids,
                aged.token,
              )
            : aged.client.get(url, { page, page_size });
        expect([id, page, (await retryOn503(send)).status]).toEqual([id, page, 200]);
      }
    }
  });

  it('an action with 10,000 log entries is read, edited and approved', async () => {
    const { client, contact } = aged;
    const expectOk = async (send: () => PromiseLike<Response>) => {
      const response = await retryOn503(send);
      expect(response.status).toBe(200);
      return response;
    };
    const { body } = await expectOk(() => client.get(`/actions/${loggedAction}/log`));
    expect(body.count).toBeGreaterThan(10_000);
    await expectOk(() => client.detail(loggedAction));
    await expectOk(() => client.request('patch', `/actions/${loggedAction}`).send({ urgency_score: 7 }));
    await expectOk(() => client.perform('approve', loggedAction, { approved_by: contact.id }));
  });

  it.each<[string, () => Promise<unknown>]>([
    ['without statistics', async () => {}],
    ['with statistics from before', () => database.query('ANALYZE')],
  ])('three new companies import 5,000 rows each at the same time, %s', async (_, prepareStatistics) => {
    await prepareStatistics();
    const tenants = [await createTenant(app), await createTenant(app), await createTenant(app)];
    const responses = await Promise.all(
      tenants.map((tenant) => retryOn503(() => put(tenant, ledgerOf('A')))),
    );
    for (const { status, body } of responses)
      expect([status, body.invoices]).toEqual([200, counts(3_000, 0, 0)]);
  });

  it('the expired ones of 100,000 idempotency keys are deleted within the time limit of a statement', async () => {
    await app.nest.get(Idempotency).sweep();
    expect(await database.query('SELECT count(*)::int AS left FROM idempotency_key')).toEqual([
      { left: 1_000 },
    ]);
  });
});

describe('a ledger that was rewritten 50 times without a vacuum', () => {
  let tenant: Tenant;

  beforeAll(async () => {
    tenant = await createTenant(app);
    await retryOn503(() => put(tenant, ledgerOf('A')));
    await rewriteLedger(database, tenant.company.id, 50);
  });

  it('every operation succeeds within its deadline', async () => {
    expect(await failuresOf(tenant)).toEqual([]);
  });

  it('the history of balances keeps one row for each invoice and day', async () => {
    for (const balance of ['900.00', '800.00', '700.00'])
      expect((await retryOn503(() => put(tenant, ledgerOf('A', { balance })))).status).toBe(200);
    const [{ rows }] = await database.query(
      'SELECT count(*)::int AS rows FROM invoice_balance WHERE company_id = $1',
      [tenant.company.id],
    );
    expect(rows).toBe(3_000);
  });
});
