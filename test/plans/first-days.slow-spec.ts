import { expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { excessiveReads, PlanRecorder, reportPlans } from '../support/executed-plans.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { stopAutovacuum } from '../support/statistics.js';
import { createTenant } from '../support/tenant.js';
import { put } from '../ledger-sync/rows.js';
import { ledgerOf } from './large-writes.js';

/** Autovacuum analyses a table for the first time when it has as many rows. */
const FEW_ROWS = 60;

const app = useApp({}, async () => {
  const url = await createMigratedDatabase();
  await reportPlans(url);
  return url;
});

it('the statistics and plans of a nearly empty database do not slow down later imports and runs of the policy', async () => {
  await stopAutovacuum(app.dataSource);
  const recorder = new PlanRecorder(app.dataSource);
  const tenant = await createTenant(app);
  const runPolicy = () => tenant.client.request('post', '/recommendations/run').send({});
  // The second time, the connection makes and keeps plans for the checks of foreign keys.
  for (const key of ['trial', 'trial-2']) {
    const { contacts, customers, invoices } = ledgerOf(key);
    await put(tenant, {
      contacts: contacts.slice(0, FEW_ROWS),
      customers: customers.slice(0, FEW_ROWS),
      invoices: invoices.slice(0, FEW_ROWS),
    }).expect(200);
    await runPolicy().expect(200);
    if (key === 'trial') await app.dataSource.query('VACUUM ANALYZE');
  }

  const expectFewReads = async (send: () => PromiseLike<Response>) => {
    let status: number | undefined;
    const plans = await recorder.during(async () => void ({ status } = await retryOn503(send)));
    expect(excessiveReads(plans, { rows: 60_000, pages: 1_000_000 })).toEqual([]);
    expect(status).toBe(200);
  };
  await expectFewReads(() => put(tenant, ledgerOf('A')));
  await expectFewReads(runPolicy);
  await expectFewReads(() => put(tenant, ledgerOf('B')));
  await expectFewReads(() => put(tenant, ledgerOf('C')));
});
