import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { raceBehindLock } from '../support/race-behind-lock.js';
import { createTenant } from '../support/tenant.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { counts, customerRow, invoiceRow, put, NONE_CANCELLED } from './rows.js';

const app = useApp();

it('merges two simultaneous requests, whatever the order of their rows', async () => {
  const tenant = await createTenant(app);
  const customers = ['C-1', 'C-2', 'C-3'].map((external_id) => customerRow({ external_id }));
  const invoices = customers.map(({ external_id }, n) =>
    invoiceRow({ invoice_number: `INV-${n}`, customer_external_id: external_id }),
  );
  const ledgers = [
    { customers, invoices },
    { customers: customers.toReversed(), invoices: invoices.toReversed() },
  ];
  const blockingInsert = `INSERT INTO customer (id, company_id, external_id, name)
    VALUES (gen_random_uuid(), $1, 'C-2', 'Rolled back')`;
  const settled = await raceBehindLock(
    app.dataSource,
    [blockingInsert, tenant.company.id],
    ledgers.map((ledger) => async () => (await put(tenant, ledger).expect(200)).body),
  );
  const both = (result: object) => ({
    contacts: counts(0, 0, 0),
    customers: result,
    invoices: result,
    cancelled_actions: NONE_CANCELLED,
  });
  expect(settled).toEqual(
    expect.arrayContaining([
      { status: 'fulfilled', value: both(counts(3, 0, 0)) },
      { status: 'fulfilled', value: both(counts(0, 0, 3)) },
    ]),
  );
  expect((await tenant.client.get('/customers')).body.data).toHaveLength(3);
});

it('leaves no open action when a recommendation races with the payment of its invoice', async () => {
  const tenant = await createTenantWithLedger(app);
  const ROUNDS = 40;
  const rows = Array.from({ length: ROUNDS }, (_, n) => invoiceRow({ invoice_number: `INV-${n}` }));
  await put(tenant, { customers: [customerRow()], invoices: rows }).expect(200);
  const recommend = (invoice_number: unknown) =>
    tenant.client.request('post', '/recommendations').send({
      customer_external_id: 'C-1',
      invoice_number,
      trigger_event: 'overdue',
      trigger_event_label: 'Overdue',
      source: 'collections-agent',
      alternatives: [
        {
          action_type: 'email',
          recommendation: 'remind',
          recommendation_label: 'Remind',
          description: 'Send a reminder.',
          action_required: true,
          is_recommended: true,
          urgency_score: 50,
        },
      ],
    });
  const outcomes = new Map<number, number>();
  for (const [n, row] of rows.entries()) {
    const pay = () => put(tenant, { invoices: [{ ...row, status: 'paid' }] });
    const requests = [pay, () => recommend(row.invoice_number)];
    if (n % 2) requests.reverse();
    const responses = await Promise.all(requests.map((request) => retryOn503(request)));
    const [paid, recommended] = n % 2 ? responses.toReversed() : responses;
    expect(paid!.status).toBe(200);
    outcomes.set(recommended!.status, (outcomes.get(recommended!.status) ?? 0) + 1);
  }
  const left = await tenant.select(
    `SELECT a.id FROM action a JOIN invoice i ON i.id = a.invoice_id
     WHERE a.company_id = $1 AND i.status = 'paid' AND a.status IN ('proposed', 'scheduled') AND a.deleted_at IS NULL`,
  );
  expect(left).toEqual([]);
  // 201: created before the payment, and cancelled by it. 400: refused after it.
  expect([201, 400]).toEqual(expect.arrayContaining([...outcomes.keys()]));
  expect((await tenant.client.list({ status: 'cancelled' })).body.count).toBe(outcomes.get(201) ?? 0);
});
