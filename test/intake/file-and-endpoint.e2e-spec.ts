import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { counts, customerRow, FULL, invoiceRow, NONE, put } from './rows.js';

const app = useApp();
const HEADER = 'invoice_number,customer,customer_name,issued_on,due_on,amount,currency,settled_on,disputed';

it('say the same in the same words: the one leaves the other’s rows unchanged', async () => {
  const tenant = await createTenantWithLedger(app);
  await tenant.importLedger(`${HEADER}\nINV-1,C-1,Acme Supply,2026-09-12,2026-10-12,"1,250.00",USD,,no\n`);
  const { body } = await put(tenant, { customers: [customerRow()], invoices: [invoiceRow()] }).expect(200);
  expect(body).toEqual({ contacts: NONE, customers: counts(0, 0, 1), invoices: counts(0, 0, 1) });
});

it('what a file has no column for stays as it is known', async () => {
  const tenant = await createTenantWithLedger(app);
  await put(tenant, FULL).expect(200);
  const csv = `${HEADER}\nINV-1,C-1,Acme Supply,2026-09-12,2026-10-12,1250.00,USD,,yes\n`;
  expect(await tenant.importLedger(csv)).toEqual({
    customers: counts(0, 0, 1),
    invoices: counts(0, 0, 1),
    skipped: [],
  });
  expect((await tenant.client.get('/customers')).body.data).toMatchObject([FULL.customers[0]]);
  const { data } = (await tenant.client.get('/invoices', { search: 'INV-1' })).body;
  expect(data[0]).toMatchObject({ balance: '450.50', promised_on: '2026-12-04' });
});

const PLAIN = 'invoice_number,customer,issued_on,due_on,amount,currency';
const PLAIN_ROW = 'INV-1,C-1,2026-09-12,2026-10-12,1250.00,USD';
const SETTLED = `${PLAIN},settled_on`;

it.each<[string, Record<string, unknown>, string, object]>([
  ['open stays part-paid', { balance: '400.00' }, `${PLAIN}\n${PLAIN_ROW}`, { balance: '400.00' }],
  ['disputed stays disputed', { disputed: true }, `${PLAIN}\n${PLAIN_ROW}`, { disputed: true }],
  ['void stays void', { status: 'void' }, `${PLAIN}\n${PLAIN_ROW}`, { status: 'void', balance: '0.00' }],
  ['void stays void', { status: 'void' }, `${SETTLED}\n${PLAIN_ROW},`, { status: 'void' }],
  [
    'paid stays paid',
    { status: 'paid', settled_on: '2026-11-01' },
    `${PLAIN}\n${PLAIN_ROW}`,
    { status: 'paid', settled_on: '2026-11-01' },
  ],
  [
    'paid is open again',
    { status: 'paid', settled_on: '2026-11-01' },
    `${SETTLED}\n${PLAIN_ROW},`,
    { status: 'open', settled_on: null, balance: '1250.00' },
  ],
  [
    'open is paid',
    { balance: '400.00' },
    `${SETTLED}\n${PLAIN_ROW},2026-11-02`,
    { status: 'paid', settled_on: '2026-11-02', balance: '0.00' },
  ],
  [
    'open with another amount is owed whole',
    { balance: '400.00' },
    `${PLAIN}\n${PLAIN_ROW.replace('1250', '1300')}`,
    { amount: '1300.00', balance: '1300.00' },
  ],
])('what was %s after %j and a file of %j', async (_, known, csv, then) => {
  const tenant = await createTenantWithLedger(app);
  await put(tenant, { customers: [customerRow()], invoices: [invoiceRow(known)] }).expect(200);
  await tenant.importLedger(`${csv}\n`);
  const { data } = (await tenant.client.get('/invoices', { search: 'INV-1' })).body;
  expect(data).toMatchObject([then]);
});
