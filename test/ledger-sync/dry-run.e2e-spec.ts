import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { snapshotOf } from '../support/snapshot.js';
import { useApp } from '../support/app.js';
import { createTenantWithLedger, type TenantWithLedger } from '../support/tenant-with-ledger.js';
import { counts, customerRow, invoiceRow, NONE, NONE_CANCELLED, put } from './rows.js';

const app = useApp();
const HEADER = 'invoice_number,customer,customer_name,issued_on,due_date,amount,currency,settled_on,disputed';

const LEDGER = { customers: [customerRow()], invoices: [invoiceRow()] };
/** Pays one invoice and adds another. */
const CHANGED = {
  invoices: [invoiceRow({ status: 'paid' }), invoiceRow({ invoice_number: 'INV-2' })],
};
const COUNTS = {
  contacts: NONE,
  customers: NONE,
  invoices: counts(1, 1, 0),
  cancelled_actions: { ...NONE_CANCELLED, invoice_paid: 1 },
};

/** A ledger with one invoice, on which an action is undecided. */
async function createTenantWithAction() {
  const tenant = await createTenantWithLedger(app);
  await put(tenant, LEDGER).expect(200);
  const [invoice] = (await tenant.client.get('/invoices')).body.data;
  const action = { invoiceId: invoice.id, customerId: invoice.customer.id };
  const { id } = await tenant.make.anAction(tenant.company, action);
  return { tenant, actionId: id };
}

const dryRun = (tenant: TenantWithLedger, ledger: object) => put(tenant, ledger).query({ dry_run: true });
const written = ({ company }: TenantWithLedger) => snapshotOf(app.dataSource, company.id);

it('returns what the sync then returns, and writes nothing', async () => {
  const { tenant, actionId } = await createTenantWithAction();
  const before = await written(tenant);
  expect((await dryRun(tenant, CHANGED).expect(200)).body).toEqual(COUNTS);
  expect(await written(tenant)).toEqual(before);
  expect((await tenant.client.detail(actionId)).body.status).toBe('proposed');
  expect((await put(tenant, CHANGED).expect(200)).body).toEqual(COUNTS);
  expect((await tenant.client.detail(actionId)).body.status).toBe('cancelled');
});

it('notifies nobody', async () => {
  const { tenant } = await createTenantWithAction();
  const listener = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL! });
  await listener.connect();
  const notified: string[] = [];
  listener.on('notification', ({ payload = '' }) => void notified.push(payload));
  const isNotified = () => notified.some((payload) => payload.includes(tenant.company.id));
  try {
    await sleep(100);
    await listener.query('LISTEN daybook_events');
    await dryRun(tenant, CHANGED).expect(200);
    await sleep(200);
    expect(isNotified()).toBe(false);
    await put(tenant, CHANGED).expect(200);
    for (let tries = 0; tries < 100 && !isNotified(); tries += 1) await sleep(20);
    expect(isNotified()).toBe(true);
  } finally {
    await listener.end();
  }
});

it('reports every invalid field like the sync', async () => {
  const { tenant } = await createTenantWithAction();
  const invalid = [
    { invoices: [invoiceRow({ amount: 'x', due_date: '2026-02-30' })], contacts: [{}] },
    { invoices: ['C-8', 'C-9'].map((id) => invoiceRow({ invoice_number: id, customer_external_id: id })) },
  ];
  for (const ledger of invalid) {
    const { errors, detail } = (await dryRun(tenant, ledger).expect(400)).body;
    expect((await put(tenant, ledger).expect(400)).body).toMatchObject({ errors, detail });
    expect(errors.length).toBeGreaterThan(1);
  }
  await put(tenant, LEDGER).query({ dry_run: 'yes' }).expect(400);
});

it('stores its response for an idempotency key, which the sync cannot use then', async () => {
  const { tenant } = await createTenantWithAction();
  const key = randomUUID();
  const before = (await tenant.client.get('/invoices')).body;
  for (const replayed of [undefined, 'true']) {
    const { body, headers } = await dryRun(tenant, CHANGED).set('Idempotency-Key', key).expect(200);
    expect([body, headers['idempotency-replayed']]).toEqual([COUNTS, replayed]);
  }
  expect((await put(tenant, CHANGED).set('Idempotency-Key', key).expect(422)).body.code).toBe(
    'idempotency_mismatch',
  );
  expect((await tenant.client.get('/invoices')).body).toEqual(before);
  await put(tenant, CHANGED).set('Idempotency-Key', randomUUID()).expect(200, COUNTS);
});

it('of a file returns what the import then returns, or its errors, and writes nothing', async () => {
  const { tenant } = await createTenantWithAction();
  const row = 'INV-1,C-1,Acme Supply,2026-09-12,2026-10-12,1250.00,USD,2026-11-01,no';
  const before = await written(tenant);
  const result = await tenant.importLedger(`${HEADER}\n${row}\n`, { dryRun: true });
  expect(result).toMatchObject({ invoices: counts(0, 1, 0), cancelled_actions: { invoice_paid: 1 } });
  const invalid = `${HEADER}\n${row}\nINV-2,C-1,,,2026-02-30,x,USD,,\n`;
  await expect(tenant.importLedger(invalid, { dryRun: true })).rejects.toThrow('line 3, due_date');
  expect(await written(tenant)).toEqual(before);
  expect(await tenant.importLedger(`${HEADER}\n${row}\n`)).toEqual(result);
});
