import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { counts, customerRow, FULL, invoiceRow, put, NONE_CANCELLED } from './rows.js';

const app = useApp();

const rowsOf = async ({ client }: Tenant, path: string): Promise<{ external_id: string | null }[]> =>
  (await client.get(path, { page_size: 500 }).expect(200)).body.data;

describe('PUT /ledger with the rows of responses', () => {
  it('changes nothing', async () => {
    const tenant = await createTenant(app);
    await put(tenant, FULL).expect(200);
    const contacts = await rowsOf(tenant, '/contacts');
    const ledger = {
      // A contact that was created on the command line has no external_id.
      contacts: contacts.filter(({ external_id }) => external_id !== null),
      customers: await rowsOf(tenant, '/customers'),
      invoices: await rowsOf(tenant, '/invoices'),
    };
    expect((await put(tenant, ledger).expect(200)).body).toEqual({
      contacts: counts(0, 0, 1),
      customers: counts(0, 0, 1),
      invoices: counts(0, 0, 3),
      cancelled_actions: NONE_CANCELLED,
    });
  });

  it('ignores the values of read-only fields', async () => {
    const tenant = await createTenant(app);
    await put(tenant, FULL).expect(200);
    const [invoice] = await rowsOf(tenant, '/invoices');
    const changed = { ...invoice, id: 7, customer: 'Other', created_at: null, updated_at: ['never'] };
    expect((await put(tenant, { invoices: [changed] }).expect(200)).body.invoices).toEqual(counts(0, 0, 1));
    expect((await rowsOf(tenant, '/invoices'))[0]).toEqual(invoice);
  });

  it('transfers an invoice by customer_external_id, whatever its customer says', async () => {
    const tenant = await createTenant(app);
    const other = customerRow({ external_id: 'C-2', name: 'Zenith' });
    await put(tenant, { customers: [customerRow(), other], invoices: [invoiceRow()] }).expect(200);
    const [invoice] = await rowsOf(tenant, '/invoices');
    await put(tenant, { invoices: [{ ...invoice, customer_external_id: 'C-2' }] }).expect(200);
    expect(await rowsOf(tenant, '/invoices')).toMatchObject([
      { customer: { name: 'Zenith' }, customer_external_id: 'C-2' },
    ]);
  });
});

describe('due_on, the former name of due_date', () => {
  const withDueOn = (due_on: string) => invoiceRow({ due_date: undefined, due_on });

  it('is accepted in rows', async () => {
    const tenant = await createTenant(app);
    await put(tenant, { customers: [customerRow()], invoices: [withDueOn('2026-10-12')] }).expect(200);
    expect(await rowsOf(tenant, '/invoices')).toMatchObject([{ due_date: '2026-10-12' }]);
    expect((await put(tenant, { invoices: [invoiceRow()] }).expect(200)).body.invoices).toEqual(
      counts(0, 0, 1),
    );
  });

  it('is accepted as the name of a column', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.importLedger(
      'invoice_number,customer,due_on,amount,currency\nINV-1,C-1,2026-10-12,1250,USD\n',
    );
    expect(await rowsOf(tenant, '/invoices')).toMatchObject([{ due_date: '2026-10-12' }]);
  });
});
