import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

const valuesOf = (rows: Record<string, string>[], field = 'name') => rows.map((row) => row[field]);

describe('GET /api/companies', () => {
  it('lists only the companies of the token, by name', async () => {
    const { make } = await createTenant(app);
    const [b, a] = [await make.aCompany({ name: 'Beech & Co' }), await make.aCompany({ name: 'Alder Ltd' })];
    const list = async (token: string, query = {}) =>
      request(app.url).get('/api/companies').query(query).set('Authorization', `Token ${token}`).expect(200);
    const both = await list(await make.aToken([b, a]));
    expect(both.body).toEqual({
      count: 2,
      page: 1,
      page_size: 2,
      data: [
        { id: a.id, name: 'Alder Ltd' },
        { id: b.id, name: 'Beech & Co' },
      ],
    });
    expect((await list(await make.aToken([a]))).body.data).toEqual([{ id: a.id, name: 'Alder Ltd' }]);
    expect((await list(await make.aToken([b, a]), { search: 'beech &' })).body.data).toHaveLength(1);
    expect((await list(await make.aToken([]))).body).toEqual({ count: 0, page: 1, page_size: 0, data: [] });
  });
});

describe('a list', () => {
  it('returns every field of contacts, sorted by name', async () => {
    const { company, contact, client, make } = await createTenant(app);
    const details = { externalId: 'E-7', role: 'Head of Collections', active: false };
    await make.aContact(company, { name: 'Ade Bello', email: 'ade@example.com', ...details });
    const { body } = await client.get('/contacts').expect(200);
    expect(valuesOf(body.data)).toEqual(['Ade Bello', 'Dana Whitfield']);
    expect(body.data[0]).toMatchObject({ external_id: 'E-7', role: 'Head of Collections', active: false });
    expect(body.data[1]).toStrictEqual({
      id: contact.id,
      external_id: null,
      name: 'Dana Whitfield',
      email: 'dana@example.com',
      role: null,
      access_role: null,
      active: true,
      created_at: contact.createdAt.toISOString(),
      updated_at: contact.updatedAt.toISOString(),
    });
  });

  it('returns every field of customers, sorted by name', async () => {
    const { company, client, make } = await createTenant(app);
    const details = {
      phone: '+1 555 0142',
      email: 'ap@acme.example',
      contactName: 'Ngozi Okafor',
      timeZone: 'America/Chicago',
    };
    const acme = await make.aCustomer(company, { name: 'Acme', externalId: 'C-1', ...details });
    await make.aCustomer(company, { name: 'Zenith', externalId: 'C-2', email: null });
    const { body } = await client.get('/customers').expect(200);
    expect(body.data[0]).toStrictEqual({
      id: acme.id,
      external_id: 'C-1',
      name: 'Acme',
      email: 'ap@acme.example',
      phone: '+1 555 0142',
      contact_name: 'Ngozi Okafor',
      time_zone: 'America/Chicago',
      hold: null,
      contacts: [],
      created_at: acme.createdAt.toISOString(),
      updated_at: acme.updatedAt.toISOString(),
    });
    expect(body.data[1]).toMatchObject({ name: 'Zenith', email: null, phone: null, time_zone: null });
  });

  it('returns every field of invoices, latest due date first', async () => {
    const { company, client, make } = await createTenant(app);
    const { id: customerId } = await make.aCustomer(company, { name: 'Acme' });
    const paid = { status: 'paid', settledOn: '2026-10-20', disputed: true } as const;
    const first = await make.anInvoice(company, {
      customerId,
      invoiceNumber: 'A-1',
      dueOn: '2026-10-13',
      ...paid,
    });
    const second = await make.anInvoice(company, {
      customerId,
      dueOn: '2026-10-12',
      balance: '99.5',
      promisedOn: '2026-12-04',
    });
    const { body } = await client.get('/invoices').expect(200);
    expect(body.data[0]).toStrictEqual({
      id: first.id,
      customer: { id: customerId, name: 'Acme' },
      customer_external_id: customerId,
      external_id: null,
      kind: 'invoice',
      invoice_number: 'A-1',
      amount: '1250.00',
      balance: '0.00',
      currency: 'USD',
      issued_on: '2026-09-12',
      due_date: '2026-10-13',
      status: 'paid',
      disputed: true,
      promised_on: null,
      settled_on: '2026-10-20',
      hold: null,
      customer_hold: null,
      created_at: first.createdAt.toISOString(),
      updated_at: first.updatedAt.toISOString(),
    });
    expect(body.data[1]).toMatchObject({
      id: second.id,
      balance: '99.50',
      settled_on: null,
      disputed: false,
      promised_on: '2026-12-04',
    });
  });
});

/** Creates a row of each list, with a text that the list's search matches. */
const createRow: Record<string, (tenant: Tenant, text: string) => Promise<unknown>> = {
  '/contacts': ({ make, company }, name) => make.aContact(company, { name }),
  '/customers': ({ make, company }, name) => make.aCustomer(company, { name }),
  '/invoices': ({ make, company }, invoiceNumber) => make.anInvoice(company, { invoiceNumber }),
};

describe.each(Object.keys(createRow))('GET %s', (path) => {
  async function aTenantWithThreeRows() {
    const tenant = await createTenant(app);
    await app.dataSource.query('DELETE FROM company_contact WHERE company_id = $1', [tenant.company.id]);
    for (const text of ['Elm', '50%_\\ Ämter', 'Oak']) await createRow[path]!(tenant, text);
    return tenant;
  }

  it('returns pages with count, page, page_size, data and a Link header', async () => {
    const { client } = await aTenantWithThreeRows();
    const first = await client.get(path, { page_size: 2 }).expect(200);
    expect(first.body).toMatchObject({ count: 3, page: 1, page_size: 2 });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.link!)![1]!;
    const second = await client.follow(next).expect(200);
    expect(second.body).toMatchObject({ count: 3, page: 2, page_size: 1 });
    const ids = valuesOf([...first.body.data, ...second.body.data], 'id');
    expect(new Set(ids).size).toBe(3);
    expect((await client.get(path, { page: 9 }).expect(200)).body).toEqual({
      count: 3,
      page: 9,
      page_size: 0,
      data: [],
    });
  });

  it('searches a literal substring, ignoring case', async () => {
    const { client } = await aTenantWithThreeRows();
    for (const search of ['50%', 'ÄMTER', 'ämt', '_', '\\', '%_\\']) {
      expect((await client.get(path, { search }).expect(200)).body.count).toBe(1);
    }
    expect((await client.get(path, { search: '5_%' }).expect(200)).body.count).toBe(0);
    expect((await client.get(path, { search: '' }).expect(200)).body.count).toBe(3);
  });

  it('lists nothing of another company', async () => {
    await aTenantWithThreeRows();
    const { company, client } = await createTenant(app);
    await app.dataSource.query('DELETE FROM company_contact WHERE company_id = $1', [company.id]);
    expect((await client.get(path).expect(200)).body.count).toBe(0);
    expect((await client.get(path, { search: 'Elm' }).expect(200)).body.count).toBe(0);
  });

  it('names every invalid parameter', async () => {
    const { client } = await createTenant(app);
    const query = { page: '1e3', page_size: 501, search: 'x'.repeat(201), category: 'history' };
    const fields = ['query.page', 'query.page_size', 'query.search', 'query.category'];
    expectInvalid(await client.get(path, query), ...fields);
  });
});

it.each([
  ['/contacts', 'e-mail address', 'dana@ex'],
  ['/customers', 'external id', 'c-77'],
  ['/invoices', 'customer name', 'willow'],
])('the search of %s also matches the %s', async (path, _, search) => {
  const { make, company, client } = await createTenant(app);
  const { id: customerId } = await make.aCustomer(company, { externalId: 'C-77', name: 'Willow' });
  await make.aCustomer(company, { name: 'Other' });
  await make.anInvoice(company, { customerId });
  await make.anInvoice(company);
  await make.aContact(company, { email: 'someone.else@example.com' });
  expect((await client.get(path, { search }).expect(200)).body.count).toBe(1);
});
