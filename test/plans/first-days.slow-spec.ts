import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { excessiveReads, PlanRecorder, reportPlans } from '../support/executed-plans.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { stopAutovacuum } from '../support/statistics.js';
import { createTenant } from '../support/tenant.js';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';
import { ledgerOf } from './large-writes.js';

const app = useApp({}, async () => {
  const url = await createMigratedDatabase();
  await reportPlans(url);
  return url;
});

it('the plans of a nearly empty database do not slow down later imports', async () => {
  await stopAutovacuum(app.dataSource);
  const recorder = new PlanRecorder(app.dataSource);
  const tenant = await createTenant(app);
  const putOne = (key: string) =>
    put(tenant, {
      customers: [customerRow({ external_id: key })],
      invoices: [invoiceRow({ invoice_number: key, customer_external_id: key })],
    }).expect(200);
  await putOne('first');
  await app.dataSource.query('VACUUM ANALYZE');
  // So many that the connection keeps its plans for the checks of foreign keys.
  for (let n = 0; n < 10; n++) await putOne(`early-${n}`);

  for (const key of ['A', 'B', 'C']) {
    let status: number | undefined;
    const plans = await recorder.during(async () => {
      ({ status } = await retryOn503(() => put(tenant, ledgerOf(key))));
    });
    expect(excessiveReads(plans, { rows: 60_000, pages: 1_000_000 })).toEqual([]);
    expect(status).toBe(200);
  }
});
