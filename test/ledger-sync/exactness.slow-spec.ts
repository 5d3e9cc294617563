import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';
import { customerRow, invoiceRow, put, putText } from './rows.js';

const app = useApp();

/** The JSON of a ledger with one invoice; amount and balance are inserted as JSON text. */
const ledgerWith = (amount: string, currency: string, balance = 'null') =>
  `{"customers": [${JSON.stringify(customerRow())}],
    "invoices": [{"invoice_number": "INV-1", "customer_external_id": "C-1", "amount": ${amount}, "balance": ${balance},
      "currency": "${currency}", "issued_on": "2026-09-12", "due_date": "2026-10-12", "status": "open"}]}`;

it.each([
  ['"999999999999999.99"', 'USD', '999999999999999.99'],
  ['999999999999999.99', 'USD', '999999999999999.99'],
  ['123456789012345.67', 'EUR', '123456789012345.67'],
  ['900719925474099.3', 'USD', '900719925474099.30'],
  ['0.30', 'USD', '0.30'],
  ['0.1', 'USD', '0.10'],
  ['1.10', 'USD', '1.10'],
  ['4.35', 'USD', '4.35'],
  ['1e3', 'USD', '1000.00'],
  ['"1.5"', 'KWD', '1.500'],
  ['1.125', 'KWD', '1.125'],
  ['999999999999999.999', 'KWD', '999999999999999.999'],
  ['1500', 'JPY', '1500'],
  ['"999999999999999"', 'JPY', '999999999999999'],
  ['"007.5"', 'USD', '7.50'],
])('stores the amount %s %s exactly, as %s', async (written, currency, amount) => {
  const tenant = await createTenant(app);
  await putText(tenant, ledgerWith(written, currency)).expect(200);
  const { data } = (await tenant.client.get('/invoices')).body;
  expect(data).toMatchObject([{ amount, balance: amount, currency }]);
  expect((await putText(tenant, ledgerWith(written, currency))).body.invoices.unchanged).toBe(1);
});

it.each([
  ['0.30000000000000004', 'USD'],
  ['1e21', 'USD'],
  ['1000000000000000.5', 'USD'],
  ['1234567890123456789', 'JPY'],
  ['"1e3"', 'USD'],
  ['1.0001', 'KWD'],
])('rejects the amount %s %s instead of rounding it', async (written, currency) => {
  expectInvalid(
    await putText(await createTenant(app), ledgerWith(written, currency)),
    'body.invoices[0].amount',
  );
});

it('rejects a balance that is one minor unit above a long amount', async () => {
  const tenant = await createTenant(app);
  const response = await putText(tenant, ledgerWith('999999999999999.98', 'USD', '999999999999999.99'));
  expectInvalid(response, 'body.invoices[0].balance: balance');
  await putText(tenant, ledgerWith('999999999999999.99', 'USD', '999999999999999.98')).expect(200);
});

it.each(['Europe/Vienna', 'UTC', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta', 'Etc/GMT+2'])(
  'accepts the time zone %s',
  async (time_zone) => {
    const tenant = await createTenant(app);
    await put(tenant, { customers: [customerRow({ time_zone })] }).expect(200);
    expect((await tenant.client.get('/customers')).body.data).toMatchObject([{ time_zone }]);
  },
);

it.each(['1980-01-01', '2024-02-29', '2199-12-31'])('accepts the date %s', async (day) => {
  const tenant = await createTenant(app);
  const row = invoiceRow({ issued_on: day, due_date: day, promised_on: day });
  await put(tenant, { customers: [customerRow()], invoices: [row] }).expect(200);
  const { data } = (await tenant.client.get('/invoices')).body;
  expect(data).toMatchObject([{ issued_on: day, due_date: day, promised_on: day }]);
});
