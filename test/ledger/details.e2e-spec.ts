import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { createActions } from '../support/create-actions.js';
import { expectProblem } from '../support/problem.js';

const app = useApp();

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

/** A customer with two invoices, and an action of every kind. */
async function furnished() {
  const tenant = await createTenant(app);
  const { make, company } = tenant;
  const customer = await make.aCustomer(company, { name: 'Acme' });
  const owed = { customerId: customer.id };
  const [invoice, other] = [await make.anInvoice(company, owed), await make.anInvoice(company, owed)];
  const on = (invoiceId: string | null, urgencyScore: number, more = {}) =>
    make.anAction(company, { ...owed, invoiceId, urgencyScore, ...more });
  const urgent = await on(invoice.id, 90);
  const scheduled = await on(invoice.id, 40, { status: 'scheduled' });
  const alternative = await on(invoice.id, 60, { isRecommended: false });
  const elsewhere = await on(other.id, 70);
  const general = await on(null, 50);
  for (const status of ['processing', 'completed', 'cancelled']) await on(invoice.id, 99, { status });
  await on(invoice.id, 99, { deletedAt: new Date() });
  await make.anAction(company);
  return { tenant, customer, invoice, urgent, scheduled, alternative, elsewhere, general };
}

describe('GET /customers/{id}', () => {
  it('shows the customer as the list does, with what waits for a decision, most urgent first', async () => {
    const { tenant, customer, ...actions } = await furnished();
    const { body } = await tenant.client.get(`/customers/${customer.id}`).expect(200);
    const { open_actions, ...shown } = body;
    expect([shown]).toStrictEqual(
      (await tenant.client.get('/customers', { search: customer.externalId })).body.data,
    );
    const { urgent, elsewhere, alternative, general, scheduled } = actions;
    expect(ids(open_actions)).toEqual(ids([urgent, elsewhere, alternative, general, scheduled]));
    const { data } = (await tenant.client.list({ customer_id: customer.id, status: 'proposed,scheduled' }))
      .body;
    expect(open_actions).toStrictEqual(data);
  });
});

describe('GET /invoices/{id}', () => {
  it('shows the invoice as the list does, with what waits for a decision on it', async () => {
    const { tenant, invoice, urgent, alternative, scheduled } = await furnished();
    const { body } = await tenant.client.get(`/invoices/${invoice.id.toUpperCase()}`).expect(200);
    const { open_actions, ...shown } = body;
    const { data } = (await tenant.client.get('/invoices', { search: invoice.invoiceNumber })).body;
    expect([shown]).toStrictEqual(data);
    expect(ids(open_actions)).toEqual(ids([urgent, alternative, scheduled]));
  });

  it('leaves out what has expired, before any sweep', async () => {
    const { make, company, client } = await createTenant(app);
    const { invoiceId } = await make.anAction(company, { expiresAt: new Date(Date.now() - 1_000) });
    expect((await client.get(`/invoices/${invoiceId}`).expect(200)).body.open_actions).toEqual([]);
  });

  it('has 500 open actions at the most', async () => {
    const { client, company } = await createTenant(app);
    const [first] = await createActions(app.dataSource, company, 500);
    const { invoice } = (await client.detail(first!)).body;
    expect((await client.list({ invoice_id: invoice.id })).body.count).toBe(501);
    expect((await client.get(`/invoices/${invoice.id}`)).body.open_actions).toHaveLength(500);
  });
});

describe.each(['customers', 'invoices'])('GET /%s/{id}', (path) => {
  it('answers 404 to an id that is malformed, unknown, of another kind or of another company', async () => {
    const [mine, theirs] = [await createTenant(app), await createTenant(app)];
    const { id, customerId } = await theirs.make.anInvoice(theirs.company);
    const { contact } = mine;
    for (const one of ['1', `${uuidv7()}0`, uuidv7(), id, customerId, contact.id]) {
      expectProblem(await mine.client.get(`/${path}/${one}`), 'not_found');
    }
  });

  it('takes no parameters, and needs the scope', async () => {
    const { client, make, company } = await createTenant(app);
    const { id, customerId } = await make.anInvoice(company);
    const one = `/${path}/${path === 'customers' ? customerId : id}`;
    expectProblem(await client.get(one, { status: 'open' }), 'invalid', { errors: expect.any(Array) });
    const writer = new Client(app.url, await make.aToken([company], { scopes: ['ledger'] }), company);
    expectProblem(await writer.get(one), 'permission_denied');
    await client.get(one).expect(200);
  });
});
