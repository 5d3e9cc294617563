import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { snapshotOf } from '../support/snapshot.js';
import { Client } from '../support/client.js';
import { contactRow, counts, customerRow, FULL, invoiceRow, NONE, put, NONE_CANCELLED } from './rows.js';

const app = useApp();

describe('PUT /ledger', () => {
  it('creates new records, which the lists then contain', async () => {
    const tenant = await createTenant(app);
    const { body } = await put(tenant, FULL).expect(200);
    expect(body).toStrictEqual({
      contacts: counts(1, 0, 0),
      customers: counts(1, 0, 0),
      invoices: counts(3, 0, 0),
      cancelled_actions: NONE_CANCELLED,
    });
    const { data: contacts } = (await tenant.client.get('/contacts')).body;
    expect(contacts).toMatchObject([{ ...FULL.contacts[0] }, { external_id: null }]);
    const { data: customers } = (await tenant.client.get('/customers')).body;
    expect(customers).toMatchObject([FULL.customers[0]]);
    const { data: invoices } = (await tenant.client.get('/invoices', { search: 'INV-' })).body;
    const byNumber = Object.fromEntries(
      invoices.map((row: { invoice_number: string }) => [row.invoice_number, row]),
    );
    expect(byNumber['INV-1']).toMatchObject({
      customer: { name: 'Acme Supply' },
      amount: '1250.00',
      balance: '450.50',
      currency: 'USD',
      issued_on: '2026-09-12',
      due_date: '2026-10-12',
      status: 'open',
      disputed: true,
      promised_on: '2026-12-04',
      settled_on: null,
    });
    expect(byNumber['INV-2']).toMatchObject({ status: 'paid', balance: '0.00', settled_on: '2026-10-20' });
    expect(byNumber['INV-3']).toMatchObject({ status: 'void', balance: '0.00', disputed: false });
  });

  it('writes no row if nothing changed', async () => {
    const tenant = await createTenantWithLedger(app);
    await put(tenant, FULL).expect(200);
    const versions = () =>
      tenant.select(
        `SELECT id, xmin::text, xmax::text, updated_at FROM company_contact WHERE company_id = $1
         UNION ALL SELECT id, xmin::text, xmax::text, updated_at FROM customer WHERE company_id = $1
         UNION ALL SELECT id, xmin::text, xmax::text, updated_at FROM invoice WHERE company_id = $1 ORDER BY 1`,
      );
    const before = await versions();
    expect((await put(tenant, FULL).expect(200)).body).toEqual({
      contacts: counts(0, 0, 1),
      customers: counts(0, 0, 1),
      invoices: counts(0, 0, 3),
      cancelled_actions: NONE_CANCELLED,
    });
    expect(await versions()).toEqual(before);
  });

  it.each([
    ['contacts', 'external_id', { name: 'Ade B. Bello' }],
    ['contacts', 'external_id', { email: 'bello@example.com' }],
    ['contacts', 'external_id', { role: null }],
    ['contacts', 'external_id', { active: true }],
    ['customers', 'external_id', { name: 'Acme Holdings' }],
    ['customers', 'external_id', { email: undefined }],
    ['customers', 'external_id', { phone: null }],
    ['customers', 'external_id', { contact_name: 'Ade' }],
    ['customers', 'external_id', { time_zone: 'Europe/Vienna' }],
    ['invoices', 'invoice_number', { amount: '1300.00' }],
    ['invoices', 'invoice_number', { balance: '1' }],
    ['invoices', 'invoice_number', { currency: 'EUR' }],
    ['invoices', 'invoice_number', { issued_on: '2026-09-13' }],
    ['invoices', 'invoice_number', { due_date: '2026-10-13' }],
    ['invoices', 'invoice_number', { disputed: undefined }],
    ['invoices', 'invoice_number', { promised_on: null }],
    ['invoices', 'invoice_number', { status: 'paid', balance: 0 }],
    ['invoices', 'invoice_number', { status: 'paid', balance: null, settled_on: '2026-11-01' }],
  ] as const)('updates only the changed record among the %s, by %s: %j', async (kind, key, change) => {
    const tenant = await createTenantWithLedger(app);
    await put(tenant, FULL).expect(200);
    const table = { contacts: 'company_contact', customers: 'customer', invoices: 'invoice' }[kind];
    const rows = () =>
      tenant.select<Record<string, unknown>>(`SELECT * FROM ${table} WHERE company_id = $1 ORDER BY ${key}`);
    const before = await rows();
    const { body } = await put(tenant, { [kind]: [{ ...FULL[kind][0], ...change }] }).expect(200);
    expect(body).toEqual({
      contacts: NONE,
      customers: NONE,
      invoices: NONE,
      cancelled_actions: NONE_CANCELLED,
      [kind]: counts(0, 1, 0),
    });
    const [changed, ...others] = await rows();
    expect(others).toEqual(before.slice(1));
    expect(changed).toMatchObject({ id: before[0]!.id, created_at: before[0]!.created_at });
    expect(Number(changed!.updated_at)).toBeGreaterThan(Number(before[0]!.updated_at));
  });

  it('empties the optional fields that a row omits or sets to null', async () => {
    const tenant = await createTenant(app);
    await put(tenant, FULL).expect(200);
    const minimal = { contacts: [contactRow()], customers: [customerRow()], invoices: [invoiceRow()] };
    await put(tenant, minimal).expect(200);
    const nulls = {
      contacts: [contactRow({ role: null, active: null })],
      customers: [customerRow({ email: null, phone: null, contact_name: null, time_zone: null })],
      invoices: [invoiceRow({ balance: null, disputed: null, promised_on: null, settled_on: null })],
    };
    expect((await put(tenant, nulls).expect(200)).body).toEqual({
      contacts: counts(0, 0, 1),
      customers: counts(0, 0, 1),
      invoices: counts(0, 0, 1),
      cancelled_actions: NONE_CANCELLED,
    });
    expect((await tenant.client.get('/contacts')).body.data[0]).toMatchObject({ role: null, active: true });
    expect((await tenant.client.get('/customers')).body.data[0]).toMatchObject({
      email: null,
      phone: null,
      contact_name: null,
      time_zone: null,
    });
    const { data } = (await tenant.client.get('/invoices', { search: 'INV-1' })).body;
    expect(data[0]).toMatchObject({ balance: '1250.00', disputed: false, promised_on: null });
  });

  it.each([{}, { contacts: [], customers: [], invoices: [] }, { contacts: null }])(
    'accepts %j, which changes nothing',
    async (ledger) => {
      const { body } = await put(await createTenant(app), ledger).expect(200);
      expect(body).toEqual({
        contacts: NONE,
        customers: NONE,
        invoices: NONE,
        cancelled_actions: NONE_CANCELLED,
      });
    },
  );

  it('accepts customers of earlier requests, and transfers an invoice to another customer', async () => {
    const tenant = await createTenant(app);
    await put(tenant, {
      customers: [customerRow(), customerRow({ external_id: 'C-2', name: 'Zenith' })],
    }).expect(200);
    expect((await put(tenant, { invoices: [invoiceRow()] }).expect(200)).body.invoices).toEqual(
      counts(1, 0, 0),
    );
    const transferred = invoiceRow({ customer_external_id: 'C-2' });
    expect((await put(tenant, { invoices: [transferred] }).expect(200)).body.invoices).toEqual(
      counts(0, 1, 0),
    );
    expect((await tenant.client.get('/invoices')).body.data).toMatchObject([
      { customer: { name: 'Zenith' } },
    ]);
  });

  it('keeps the records of two companies with the same keys apart', async () => {
    const [one, two] = [await createTenant(app), await createTenant(app)];
    await put(one, FULL).expect(200);
    const { body } = await put(two, {
      ...FULL,
      customers: [customerRow({ name: 'Not Acme' })],
    }).expect(200);
    expect(body).toEqual({
      contacts: counts(1, 0, 0),
      customers: counts(1, 0, 0),
      invoices: counts(3, 0, 0),
      cancelled_actions: NONE_CANCELLED,
    });
    expect((await one.client.get('/customers')).body.data).toMatchObject([{ name: 'Acme Supply' }]);
  });

  it('can deactivate a contact, who may then not be named in approvals', async () => {
    const tenant = await createTenant(app);
    await put(tenant, { contacts: [contactRow()] }).expect(200);
    const [{ id: approved_by }] = (await tenant.client.get('/contacts', { search: 'ade@' })).body.data;
    const action = () => tenant.make.anAction(tenant.company);
    await tenant.client.perform('approve', (await action()).id, { approved_by }).expect(200);
    await put(tenant, { contacts: [contactRow({ active: false })] }).expect(200);
    const refused = await tenant.client.perform('approve', (await action()).id, { approved_by });
    expectInvalid(refused, 'body.approved_by: contact');
  });

  it('is executed once per Idempotency-Key', async () => {
    const tenant = await createTenant(app);
    const keyed = (ledger: object) => put(tenant, ledger).set('Idempotency-Key', 'nightly-17');
    const first = await keyed(FULL).expect(200);
    await put(tenant, { customers: [customerRow({ name: 'Renamed since' })] }).expect(200);
    const again = await keyed(FULL).expect(200);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await tenant.client.get('/customers')).body.data).toMatchObject([{ name: 'Renamed since' }]);
    const other = await keyed({});
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  it.each(['read', 'decide', 'propose'] as const)('rejects a token with the scope %s', async (scope) => {
    const tenant = await createTenant(app);
    const token = await tenant.make.aToken([tenant.company], { scopes: [scope] });
    const before = await snapshotOf(app.dataSource, tenant.company.id);
    expectProblem(
      await put({ client: new Client(app.url, token, tenant.company) }, FULL),
      'permission_denied',
    );
    expect(await snapshotOf(app.dataSource, tenant.company.id)).toEqual(before);
  });

  it('responds with 404 to a token of another company', async () => {
    const [mine, theirs] = [await createTenant(app), await createTenant(app)];
    const before = await snapshotOf(app.dataSource, theirs.company.id);
    expectProblem(await put({ client: new Client(app.url, mine.token, theirs.company) }, FULL), 'not_found');
    expect(await snapshotOf(app.dataSource, theirs.company.id)).toEqual(before);
  });
});
