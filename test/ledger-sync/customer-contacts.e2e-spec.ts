import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../src/limits.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { counts, customerRow, put } from './rows.js';

const app = useApp();

const contact = (name: string, overrides: object = {}) => ({
  name,
  email: `${name.toLowerCase()}@acme.example`,
  role: null,
  purpose: 'dunning',
  language: null,
  ...overrides,
});
const [ADA, BEN, CAL] = [contact('Ada'), contact('Ben', { purpose: 'billing' }), contact('Cal')];

const putContacts = (tenant: Tenant, contacts?: object[] | null) =>
  put(tenant, { customers: [customerRow(contacts === undefined ? {} : { contacts })] });
const customersOf = async ({ client }: Tenant) => (await client.get('/customers').expect(200)).body.data;
const contactsOf = async (tenant: Tenant) => (await customersOf(tenant))[0].contacts;

describe('the contacts of a customer in PUT /ledger', () => {
  it('replace the stored list, and count as a change of the customer', async () => {
    const tenant = await createTenant(app);
    const lists = [
      [ADA, BEN],
      [BEN, ADA, CAL],
      [contact('Ada', { role: 'Payables' })],
      [CAL, CAL],
      [],
      [ADA],
    ];
    await putContacts(tenant).expect(200);
    for (const contacts of lists) {
      const before = (await customersOf(tenant))[0].updated_at;
      expect((await putContacts(tenant, contacts).expect(200)).body.customers).toEqual(counts(0, 1, 0));
      expect(await contactsOf(tenant)).toEqual(contacts);
      expect((await customersOf(tenant))[0].updated_at > before).toBe(true);
      expect((await putContacts(tenant, contacts).expect(200)).body.customers).toEqual(counts(0, 0, 1));
    }
    expect((await putContacts(tenant).expect(200)).body.customers).toEqual(counts(0, 1, 0));
    expect(await contactsOf(tenant)).toEqual([]);
  });

  it('belong to their customer', async () => {
    const tenant = await createTenant(app);
    const row = (external_id: string, contacts: object[]) =>
      customerRow({ external_id, name: external_id, contacts });
    await put(tenant, { customers: [row('C-1', [ADA, CAL]), row('C-2', [BEN, ADA])] }).expect(200);
    await put(tenant, { customers: [row('C-2', [CAL])] }).expect(200);
    const customers = await customersOf(tenant);
    expect(customers.map(({ contacts }: { contacts: unknown }) => contacts)).toEqual([[ADA, CAL], [CAL]]);
    const { body } = await tenant.client.get(`/customers/${customers[1].id}`).expect(200);
    expect(body.contacts).toEqual([CAL]);
  });

  it('have language tags in their canonical form', async () => {
    const tenant = await createTenant(app);
    await putContacts(tenant, [contact('Ada', { language: 'de-at' })]).expect(200);
    expect((await contactsOf(tenant))[0].language).toBe('de-AT');
    const { body } = await putContacts(tenant, [contact('Ada', { language: 'DE-AT' })]).expect(200);
    expect(body.customers).toEqual(counts(0, 0, 1));
  });

  it.each([
    ['email', 'required', { email: null }],
    ['email', 'email', { email: 'a@acme.example, b@evil.example' }],
    ['email', 'email', { email: '"a@acme.example,b"@evil.example' }],
    ['email', 'line', { email: 'a@acme.example\r\nBcc: b@evil.example' }],
    ['name', 'required', { name: ' ' }],
    ['name', 'line', { name: 'Ada\nBcc: b@evil.example' }],
    ['name', 'line', { name: 'Ada \u202egnissim' }],
    ['purpose', 'required', { purpose: undefined }],
    ['purpose', 'choice', { purpose: 'sales' }],
    ['language', 'language', { language: 'de_AT' }],
    ['language', 'too_long', { language: `de-${'x'.repeat(40)}` }],
    ['role', 'too_long', { role: 'x'.repeat(LIMITS.externalId + 1) }],
    ['phone', 'unknown', { phone: '+1 555 0142' }],
  ])('are refused if %s has the error %s', async (field, code, overrides) => {
    const tenant = await createTenant(app);
    const response = await putContacts(tenant, [ADA, contact('Ben', overrides)]);
    expectInvalid(response, `body.customers[0].contacts[1].${field}: ${code}`);
    expect(await customersOf(tenant)).toEqual([]);
  });

  it('are at most 20', async () => {
    const tenant = await createTenant(app);
    const some = (count: number) => Array.from({ length: count }, () => ADA);
    await putContacts(tenant, some(LIMITS.customerContacts)).expect(200);
    expect(await contactsOf(tenant)).toHaveLength(20);
    const response = await putContacts(tenant, some(LIMITS.customerContacts + 1));
    expectInvalid(response, 'body.customers[0].contacts: count');
  });

  it('are listed on pages of several megabytes, which are read in batches', async () => {
    const tenant = await createTenant(app);
    const long = contact('Ada', {
      name: '株'.repeat(LIMITS.externalId),
      role: '株'.repeat(LIMITS.externalId),
    });
    const contacts = Array.from({ length: LIMITS.customerContacts }, () => long);
    const customers = Array.from({ length: 100 }, (_, n) =>
      customerRow({ external_id: `C-${n}`, name: `Customer ${100 + n}`, contacts }),
    );
    await put(tenant, { customers }).expect(200);
    const { body, text } = await tenant.client.get('/customers', { page_size: 500 }).expect(200);
    expect(Buffer.byteLength(text)).toBeGreaterThan(2 * LIMITS.rowBytes);
    expect(body).toMatchObject({ count: 100, page_size: 100, data: customers });
    const found = await tenant.client
      .get('/customers', { search: 'Customer 10', page_size: 500 })
      .expect(200);
    expect(found.body.data).toMatchObject(customers.slice(0, 10));
  });
});
