import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { useApp } from '../support/app.js';
import { aRecommendation, anEmailAlternative } from '../support/recommendation.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { counts, contactRow, customerRow, invoiceRow, put } from '../ledger-sync/rows.js';

const app = useApp();

const COMPOSED = 'M\u00fcller';
const DECOMPOSED = 'Mu\u0308ller';

/** Creates a row of each list whose name is the text. */
const CREATE: Record<string, (tenant: Tenant, name: string) => Promise<unknown>> = {
  '/contacts': ({ make, company }, name) => make.aContact(company, { name }),
  '/customers': ({ make, company }, name) => make.aCustomer(company, { name }),
  '/invoices': async ({ make, company }, name) =>
    make.anInvoice(company, { customerId: (await make.aCustomer(company, { name })).id }),
  '/actions': async ({ make, company }, name) =>
    make.anAction(company, { customerId: (await make.aCustomer(company, { name })).id }),
};

describe.each(Object.keys(CREATE))('H4: the search of %s', (path) => {
  it.each([
    ['Müller & Söhne', 'muller'],
    ['Müller & Söhne', 'MÜLLER'],
    ['Müller & Söhne', DECOMPOSED],
    ['Müller & Söhne', 'so'],
    ['Hauptstraße 7', 'hauptstrasse'],
    ['Muller', COMPOSED],
  ])('finds %s by %s', async (name, search) => {
    const tenant = await createTenant(app);
    await CREATE[path]!(tenant, name);
    await CREATE[path]!(tenant, 'Ibis');
    expect((await tenant.client.get(path, { search }).expect(200)).body.count).toBe(1);
  });
});

it('H4: the search of companies ignores accents', async () => {
  const { make } = await createTenant(app);
  const token = await make.aToken([await make.aCompany({ name: 'Müller AG' }), await make.aCompany()]);
  const list = request(app.url).get('/api/companies').query({ search: 'muller' });
  expect((await list.set('Authorization', `Token ${token}`).expect(200)).body.count).toBe(1);
});

describe('H4: two Unicode spellings of a text', () => {
  it('are one key and one name in PUT ledger', async () => {
    const tenant = await createTenant(app);
    const ledger = (key: string) => ({
      contacts: [contactRow({ external_id: key, name: key, role: key })],
      customers: [customerRow({ external_id: key, name: key, contact_name: key })],
      invoices: [invoiceRow({ invoice_number: key, customer_external_id: key })],
    });
    const first = await put(tenant, ledger(DECOMPOSED)).expect(200);
    expect(first.body.customers).toEqual(counts(1, 0, 0));
    const second = await put(tenant, ledger(COMPOSED)).expect(200);
    const unchanged = counts(0, 0, 1);
    expect(second.body).toMatchObject({ contacts: unchanged, customers: unchanged, invoices: unchanged });
    const { body } = await tenant.client.get('/customers').expect(200);
    expect(body.data).toMatchObject([{ external_id: COMPOSED, name: COMPOSED, contact_name: COMPOSED }]);
  });

  it('are a repetition in one PUT ledger', async () => {
    const tenant = await createTenant(app);
    const customers = [DECOMPOSED, COMPOSED].map((external_id) => customerRow({ external_id }));
    const { body } = await put(tenant, { customers }).expect(400);
    expect(body.errors).toMatchObject([{ field: 'customers[1].external_id', code: 'repeated' }]);
  });

  it('are one key, one name and one column in a file', async () => {
    const { importLedger, client } = await createTenantWithLedger(app);
    const csv = (key: string) =>
      `number,K\u00fcrzel,customer_name,due_date,amount,currency\n${key},${key},${key},2026-02-03,1.00,EUR\n`;
    const map = { invoice_number: 'number', customer: 'Ku\u0308rzel' };
    expect((await importLedger(csv(DECOMPOSED).normalize('NFD'), { map })).invoices).toEqual(counts(1, 0, 0));
    expect((await importLedger(csv(COMPOSED), { map })).invoices).toEqual(counts(0, 0, 1));
    expect((await client.get('/customers').expect(200)).body.data).toMatchObject([{ name: COMPOSED }]);
  });

  it('are one dedupe key and one invoice number in recommendations', async () => {
    const { client, make, company } = await createTenant(app);
    const { id: customerId } = await make.aCustomer(company, { externalId: COMPOSED });
    await make.anInvoice(company, { customerId, invoiceNumber: COMPOSED });
    const recommend = (key: string) =>
      client
        .request('post', '/recommendations')
        .send(aRecommendation({ customer_external_id: key, invoice_number: key, dedupe_key: key }));
    const { body } = await recommend(DECOMPOSED).expect(201);
    expect((await recommend(COMPOSED).expect(200)).body.recommendation_id).toBe(body.recommendation_id);
  });

  it('are one source in filters, and one id in the fields of a command', async () => {
    const { client, make, company } = await createTenant(app);
    const { id: invoice_id } = await make.anInvoice(company);
    const { body } = await client
      .request('post', '/recommendations')
      .send(aRecommendation({ invoice_id, source: DECOMPOSED }))
      .expect(201);
    for (const source of [COMPOSED, DECOMPOSED])
      expect((await client.get('/recommendations', { source }).expect(200)).body.count).toBe(1);
    const { id } = body.actions[0] as { id: string };
    const input = { channel_id: DECOMPOSED, external_id: DECOMPOSED };
    const sent = await client.perform('send', id, input).expect(200);
    expect(sent.body).toMatchObject({ channel_id: COMPOSED, external_id: COMPOSED });
  });

  it('stay as they are in subjects, drafts, final content and evidence', async () => {
    const { client, make, company } = await createTenant(app);
    const { id: invoice_id, customerId: customer_id } = await make.anInvoice(company);
    const texts = { subject: DECOMPOSED, content: DECOMPOSED };
    const alternatives = [anEmailAlternative({ ...texts, evidence: DECOMPOSED, description: DECOMPOSED })];
    const { body } = await client
      .request('post', '/recommendations')
      .send(aRecommendation({ customer_id, invoice_id, alternatives }))
      .expect(201);
    expect(body.actions).toMatchObject([{ ...texts, description: COMPOSED }]);
    const { id } = body.actions[0] as { id: string };
    const edited = await client
      .request('patch', `/actions/${id}`)
      .send({ subject: `${DECOMPOSED}!`, content: ` ${DECOMPOSED}` })
      .expect(200);
    expect(edited.body).toMatchObject({
      subject: `${DECOMPOSED}!`,
      content: ` ${DECOMPOSED}`,
      evidence: DECOMPOSED,
    });
    const input = { final_content: DECOMPOSED, comment: DECOMPOSED };
    const approved = await client.perform('approve', id, input).expect(200);
    expect(approved.body.metadata).toEqual({ final_content: DECOMPOSED });
    expect(approved.body.approval_log.at(-1).comment).toBe(COMPOSED);
  });
});
