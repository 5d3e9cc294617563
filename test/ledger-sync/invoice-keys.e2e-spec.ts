import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { snapshotOf } from '../support/snapshot.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { counts, customerRow, invoiceRow, put } from './rows.js';

const app = useApp();

const D1 = { invoice_number: '1001', customer_external_id: 'D1', amount: '1000.00' };
const D2 = { invoice_number: '1001', customer_external_id: 'D2', amount: '77.00' };
const CUSTOMERS = ['D1', 'D2', 'D3'].map((external_id) => customerRow({ external_id, name: external_id }));

/** Creates a tenant with three customers and these invoices. */
async function createTenantWith(...rows: object[]): Promise<TenantWithLedger> {
  const tenant = await createTenantWithLedger(app);
  await put(tenant, {
    customers: CUSTOMERS,
    invoices: rows.map((row) => invoiceRow(row as typeof D1)),
  }).expect(200);
  return tenant;
}
const putRows = (tenant: TenantWithLedger, ...rows: object[]) =>
  put(tenant, { invoices: rows.map((row) => invoiceRow(row as typeof D1)) });
/** The customer, key and amount of each invoice. */
async function invoicesOf({ client }: TenantWithLedger): Promise<string[]> {
  const { data } = (await client.get('/invoices', { page_size: 500 }).expect(200)).body;
  return data
    .map((row: Record<string, string>) => `${row.customer_external_id} ${row.external_id} ${row.amount}`)
    .toSorted();
}

describe('L4: the number of another customer’s invoice', () => {
  it('is refused at every row that has it, and nothing is written', async () => {
    const tenant = await createTenantWith(D1, { ...D1, invoice_number: '1002' });
    const before = await snapshotOf(app.dataSource, tenant.company.id);
    const response = await putRows(
      tenant,
      D2,
      { ...D2, invoice_number: '1003' },
      { ...D2, invoice_number: '1002', customer_external_id: 'unknown' },
    );
    expectInvalid(
      response,
      'body.invoices[0].invoice_number: conflicting_invoice',
      'body.invoices[2].invoice_number: conflicting_invoice',
      'body.invoices[2].customer_external_id: unknown',
    );
    expect(await snapshotOf(app.dataSource, tenant.company.id)).toEqual(before);
  });

  it.each([
    ['amount', { amount: '1000.01' }],
    ['issue date', { issued_on: '2026-09-13' }],
    ['currency', { currency: 'EUR' }],
  ])('is refused if the %s differs', async (_, change) => {
    const tenant = await createTenantWith(D1);
    const response = await putRows(tenant, { ...D1, ...change, customer_external_id: 'D2' });
    expectInvalid(response, 'body.invoices[0].invoice_number: conflicting_invoice');
  });

  it('transfers the invoice if amount, currency and issue date are the same', async () => {
    const tenant = await createTenantWith(D1);
    const moved = { ...D1, customer_external_id: 'D2', balance: '5.00', due_date: '2027-01-01' };
    expect((await putRows(tenant, moved).expect(200)).body.invoices).toEqual(counts(0, 1, 0));
    expect(await invoicesOf(tenant)).toEqual(['D2 null 1000.00']);
  });

  it('is refused in a file, which names the line; the other rows can be imported', async () => {
    const tenant = await createTenantWith(D1);
    const csv =
      'No,customer,issued_on,due_date,amount,currency\n1002,D2,2026-09-12,2026-10-12,5,USD\n1001,D2,2026-09-12,2026-10-12,77,USD\n';
    const options = { map: { invoice_number: 'No' } };
    await expect(tenant.importLedger(csv, options)).rejects.toThrow(
      'line 3, No: must not be that of another customer’s invoice',
    );
    expect(await invoicesOf(tenant)).toEqual(['D1 null 1000.00']);
    expect(await tenant.importLedger(csv, { ...options, skipBadRows: true })).toMatchObject({
      invoices: counts(1, 0, 0),
      skipped: [{ line: 3, column: 'No' }],
    });
    expect(await invoicesOf(tenant)).toEqual(['D1 null 1000.00', 'D2 null 5.00']);
  });
});

describe('L4: an external_id', () => {
  const KEYED = [
    { ...D1, external_id: 'I-1' },
    { ...D2, external_id: 'I-2' },
  ];

  it('is the key of an invoice: two invoices may have one number', async () => {
    const tenant = await createTenantWith(...KEYED);
    expect(await invoicesOf(tenant)).toEqual(['D1 I-1 1000.00', 'D2 I-2 77.00']);
    expect((await putRows(tenant, ...KEYED).expect(200)).body.invoices).toEqual(counts(0, 0, 2));
    const changed = { ...D2, external_id: 'I-1', amount: '3.00', invoice_number: '2001' };
    expect((await putRows(tenant, changed).expect(200)).body.invoices).toEqual(counts(0, 1, 0));
    expect(await invoicesOf(tenant)).toEqual(['D2 I-1 3.00', 'D2 I-2 77.00']);
  });

  it('of GET rows can be sent back', async () => {
    const tenant = await createTenantWith(...KEYED, { ...D1, invoice_number: '7' });
    const { data } = (await tenant.client.get('/invoices')).body;
    expect((await put(tenant, { invoices: data }).expect(200)).body.invoices).toEqual(counts(0, 0, 3));
  });

  it('is read from a file', async () => {
    const tenant = await createTenantWith(...KEYED);
    const csv =
      'invoice_number,Key,customer,issued_on,due_date,amount,currency\n1001,I-1,D1,2026-09-12,2026-10-12,9,USD\n1001,I-3,D1,2026-09-12,2026-10-12,3,USD\n';
    await tenant.importLedger(csv, { map: { external_id: 'Key' } });
    expect(await invoicesOf(tenant)).toEqual(['D1 I-1 9.00', 'D1 I-3 3.00', 'D2 I-2 77.00']);
  });

  it('repeated in one request is refused; so are two rows that mean one invoice', async () => {
    const tenant = await createTenantWith(...KEYED);
    expectInvalid(
      await putRows(tenant, KEYED[0]!, { ...D2, external_id: 'I-1' }),
      'body.invoices[1].external_id: repeated',
    );
    expectInvalid(await putRows(tenant, KEYED[0]!, D1), 'body.invoices[1].invoice_number: repeated');
  });

  it('is given to the invoice of the same customer and number that has none', async () => {
    const tenant = await createTenantWith(D1);
    const [{ id }] = (await tenant.client.get('/invoices')).body.data;
    expect((await putRows(tenant, ...KEYED.toReversed()).expect(200)).body.invoices).toEqual(counts(1, 1, 0));
    expect(await invoicesOf(tenant)).toEqual(['D1 I-1 1000.00', 'D2 I-2 77.00']);
    const { data } = (await tenant.client.get('/invoices')).body;
    expect(data.find((row: { external_id: string }) => row.external_id === 'I-1').id).toBe(id);
  });

  it('is kept if a later row omits it', async () => {
    const tenant = await createTenantWith(...KEYED);
    const { body } = await putRows(tenant, { ...D1, balance: '1.00' }).expect(200);
    expect(body.invoices).toEqual(counts(0, 1, 0));
    expect(await invoicesOf(tenant)).toEqual(['D1 I-1 1000.00', 'D2 I-2 77.00']);
  });

  it('is required if several invoices have the number and none or two are the customer’s', async () => {
    const tenant = await createTenantWith(...KEYED, { ...D2, external_id: 'I-3' });
    const response = await putRows(tenant, { ...D2, customer_external_id: 'D3' });
    expectInvalid(response, 'body.invoices[0].invoice_number: conflicting_invoice');
    expect(response.body.errors[0].detail).toContain('must name one invoice, but 3 have it');
    expectInvalid(await putRows(tenant, D2), 'body.invoices[0].invoice_number: conflicting_invoice');
  });

  it('of another company does not matter', async () => {
    const [tenant, other] = [await createTenantWith(...KEYED), await createTenantWith()];
    await putRows(other, { ...D2, external_id: 'I-1' }).expect(200);
    expect(await invoicesOf(other)).toEqual(['D2 I-1 77.00']);
    expect(await invoicesOf(tenant)).toEqual(['D1 I-1 1000.00', 'D2 I-2 77.00']);
  });
});
