import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { createActions } from '../support/create-actions.js';
import { expectProblem } from '../support/problem.js';

const app = useApp();

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

/** Creates a customer with two invoices, and actions on them in every status. */
async function aCustomerWithActions() {
  const tenant = await createTenant(app);
  const { make, company } = tenant;
  const customer = await make.aCustomer(company, { name: 'Acme' });
  const parent = { customerId: customer.id };
  const [invoice, other] = [await make.anInvoice(company, parent), await make.anInvoice(company, parent)];
  const addAction = (invoiceId: string | null, urgencyScore: number, more = {}) =>
    make.anAction(company, { ...parent, invoiceId, urgencyScore, ...more });
  const urgent = await addAction(invoice.id, 90);
  const scheduled = await addAction(invoice.id, 40, { status: 'scheduled', isRecommended: false });
  const alternative = await addAction(invoice.id, 60, { isRecommended: false });
  const onOtherInvoice = await addAction(other.id, 70);
  const withoutInvoice = await addAction(null, 50);
  for (const status of ['processing', 'completed', 'cancelled']) await addAction(invoice.id, 99, { status });
  await addAction(invoice.id, 99, { deletedAt: new Date() });
  await make.anAction(company);
  return { tenant, customer, invoice, urgent, scheduled, alternative, onOtherInvoice, withoutInvoice };
}

describe('GET /customers/{id}', () => {
  it('returns the customer like the list, with its undecided actions, most urgent first', async () => {
    const { tenant, customer, ...actions } = await aCustomerWithActions();
    const { body } = await tenant.client.get(`/customers/${customer.id}`).expect(200);
    const { open_actions, ...fields } = body;
    expect([fields]).toStrictEqual(
      (await tenant.client.get('/customers', { search: customer.externalId })).body.data,
    );
    const { urgent, onOtherInvoice, alternative, withoutInvoice, scheduled } = actions;
    expect(ids(open_actions)).toEqual(ids([urgent, onOtherInvoice, alternative, withoutInvoice, scheduled]));
    const { data } = (await tenant.client.list({ customer_id: customer.id, status: 'proposed,scheduled' }))
      .body;
    expect(open_actions).toStrictEqual(data);
  });
});

describe('GET /invoices/{id}', () => {
  it('returns the invoice like the list, with its undecided actions', async () => {
    const { tenant, invoice, urgent, alternative, scheduled } = await aCustomerWithActions();
    const { body } = await tenant.client.get(`/invoices/${invoice.id.toUpperCase()}`).expect(200);
    const { open_actions, ...fields } = body;
    const { data } = (await tenant.client.get('/invoices', { search: invoice.invoiceNumber })).body;
    expect([fields]).toStrictEqual(data);
    expect(ids(open_actions)).toEqual(ids([urgent, alternative, scheduled]));
  });

  it('leaves out expired actions, before the sweep cancels them', async () => {
    const { make, company, client } = await createTenant(app);
    const { invoiceId } = await make.anAction(company, { expiresAt: new Date(Date.now() - 1_000) });
    expect((await client.get(`/invoices/${invoiceId}`).expect(200)).body.open_actions).toEqual([]);
  });

  it('returns at most 500 open actions', async () => {
    const { client, company } = await createTenant(app);
    const [first] = await createActions(app.dataSource, company, 500);
    const { invoice } = (await client.detail(first!)).body;
    expect((await client.list({ invoice_id: invoice.id })).body.count).toBe(501);
    expect((await client.get(`/invoices/${invoice.id}`)).body.open_actions).toHaveLength(500);
  });
});

describe.each(['customers', 'invoices'])('GET /%s/{id}', (path) => {
  it('returns 404 for an id that is malformed, unknown, of another resource or of another company', async () => {
    const [mine, theirs] = [await createTenant(app), await createTenant(app)];
    const { id, customerId } = await theirs.make.anInvoice(theirs.company);
    const { contact } = mine;
    for (const wrongId of ['1', `${uuidv7()}0`, uuidv7(), id, customerId, contact.id]) {
      expectProblem(await mine.client.get(`/${path}/${wrongId}`), 'not_found');
    }
  });

  it('rejects query parameters, and requires the scope read', async () => {
    const { client, make, company } = await createTenant(app);
    const { id, customerId } = await make.anInvoice(company);
    const url = `/${path}/${path === 'customers' ? customerId : id}`;
    expectProblem(await client.get(url, { status: 'open' }), 'invalid', { errors: expect.any(Array) });
    const writer = new Client(app.url, await make.aToken([company], { scopes: ['ledger'] }), company);
    expectProblem(await writer.get(url), 'permission_denied');
    await client.get(url).expect(200);
  });
});
