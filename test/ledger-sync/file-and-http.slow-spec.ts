import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { counts, customerRow, FULL, invoiceRow, NONE, put, NONE_CANCELLED } from './rows.js';

const app = useApp();
const HEADER = 'invoice_number,customer,customer_name,issued_on,due_date,amount,currency,settled_on,disputed';

it('counts the rows of a file as unchanged when they are sent over HTTP', async () => {
  const tenant = await createTenantWithLedger(app);
  await tenant.importLedger(`${HEADER}\nINV-1,C-1,Acme Supply,2026-09-12,2026-10-12,"1,250.00",USD,,no\n`);
  const { body } = await put(tenant, { customers: [customerRow()], invoices: [invoiceRow()] }).expect(200);
  expect(body).toEqual({
    contacts: NONE,
    customers: counts(0, 0, 1),
    invoices: counts(0, 0, 1),
    cancelled_actions: NONE_CANCELLED,
  });
});

it('keeps the fields for which a file has no column', async () => {
  const tenant = await createTenantWithLedger(app);
  await put(tenant, FULL).expect(200);
  const csv = `${HEADER}\nINV-1,C-1,Acme Supply,2026-09-12,2026-10-12,1250.00,USD,,yes\n`;
  expect(await tenant.importLedger(csv)).toEqual({
    customers: counts(0, 0, 1),
    invoices: counts(0, 0, 1),
    cancelled_actions: NONE_CANCELLED,
    skipped: [],
  });
  expect((await tenant.client.get('/customers')).body.data).toMatchObject([FULL.customers[0]]);
  const { data } = (await tenant.client.get('/invoices', { search: 'INV-1' })).body;
  expect(data[0]).toMatchObject({ balance: '450.50', promised_on: '2026-12-04' });
});

const HEADER_WITHOUT_SETTLED_ON = 'invoice_number,customer,issued_on,due_date,amount,currency';
const ROW = 'INV-1,C-1,2026-09-12,2026-10-12,1250.00,USD';
const HEADER_WITH_SETTLED_ON = `${HEADER_WITHOUT_SETTLED_ON},settled_on`;

it.each<[string, Record<string, unknown>, string, object]>([
  [
    'keeps the balance of a partly paid invoice',
    { balance: '400.00' },
    `${HEADER_WITHOUT_SETTLED_ON}\n${ROW}`,
    { balance: '400.00' },
  ],
  ['keeps a dispute', { disputed: true }, `${HEADER_WITHOUT_SETTLED_ON}\n${ROW}`, { disputed: true }],
  [
    'keeps a void invoice void',
    { status: 'void' },
    `${HEADER_WITHOUT_SETTLED_ON}\n${ROW}`,
    { status: 'void', balance: '0.00' },
  ],
  ['keeps a void invoice void', { status: 'void' }, `${HEADER_WITH_SETTLED_ON}\n${ROW},`, { status: 'void' }],
  [
    'keeps a paid invoice paid',
    { status: 'paid', settled_on: '2026-11-01' },
    `${HEADER_WITHOUT_SETTLED_ON}\n${ROW}`,
    { status: 'paid', settled_on: '2026-11-01' },
  ],
  [
    'reopens a paid invoice with an empty settled_on',
    { status: 'paid', settled_on: '2026-11-01' },
    `${HEADER_WITH_SETTLED_ON}\n${ROW},`,
    { status: 'open', settled_on: null, balance: '1250.00' },
  ],
  [
    'marks an open invoice as paid',
    { balance: '400.00' },
    `${HEADER_WITH_SETTLED_ON}\n${ROW},2026-11-02`,
    { status: 'paid', settled_on: '2026-11-02', balance: '0.00' },
  ],
  [
    'resets the balance when the amount changes',
    { balance: '400.00' },
    `${HEADER_WITHOUT_SETTLED_ON}\n${ROW.replace('1250', '1300')}`,
    { amount: '1300.00', balance: '1300.00' },
  ],
])('%s: %j, then %j', async (_, before, csv, expected) => {
  const tenant = await createTenantWithLedger(app);
  await put(tenant, { customers: [customerRow()], invoices: [invoiceRow(before)] }).expect(200);
  await tenant.importLedger(`${csv}\n`);
  const { data } = (await tenant.client.get('/invoices', { search: 'INV-1' })).body;
  expect(data).toMatchObject([expected]);
});
