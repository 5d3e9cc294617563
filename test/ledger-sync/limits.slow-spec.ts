import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { contactRow, counts, customerRow, invoiceRow, put, putText, NONE_CANCELLED } from './rows.js';

const app = useApp();

const customers = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    customerRow({ external_id: `C-${n}`, email: `ap-${n}@acme.example`, time_zone: 'America/Chicago' }),
  );
const invoices = (count: number, overrides: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, n) =>
    invoiceRow({
      invoice_number: `INV-${n}`,
      customer_external_id: `C-${n % 500}`,
      balance: '99.5',
      ...overrides,
    }),
  );
const contacts = (count: number) =>
  Array.from({ length: count }, (_, n) => contactRow({ external_id: `E-${n}` }));

it('writes 5,000 rows well within the deadline: new, unchanged, and all paid', async () => {
  const tenant = await createTenant(app);
  const timedPut = async (ledger: object) => {
    const start = performance.now();
    const { body } = await put(tenant, ledger).expect(200);
    return { body, ms: performance.now() - start };
  };
  const all = { contacts: contacts(500), customers: customers(500), invoices: invoices(4_000) };
  const created = await timedPut(all);
  expect(created.body).toEqual({
    contacts: counts(500, 0, 0),
    customers: counts(500, 0, 0),
    invoices: counts(4_000, 0, 0),
    cancelled_actions: NONE_CANCELLED,
  });
  await app.dataSource.query(
    `INSERT INTO action (id, company_id, customer_id, invoice_id, action_type, status, description, recommendation,
       recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, scheduled_for)
     SELECT gen_random_uuid(), company_id, customer_id, id, 'email', 'proposed', 'Remind.', 'remind', 'Remind', 'overdue',
            'Overdue', true, true, 50, now() FROM invoice WHERE company_id = $1`,
    [tenant.company.id],
  );
  const unchanged = await timedPut(all);
  expect(unchanged.body.invoices).toEqual(counts(0, 0, 4_000));
  const paid = await timedPut({ invoices: invoices(4_000, { status: 'paid', balance: 0 }) });
  expect(paid.body.invoices).toEqual(counts(0, 4_000, 0));
  expect((await tenant.client.list({ status: 'proposed,scheduled' })).body.count).toBe(0);
  expect((await tenant.client.list({ status: 'cancelled' })).body.count).toBe(4_000);
  for (const { ms } of [created, unchanged, paid]) expect(ms).toBeLessThan(15_000);
});

it.each([
  [{ customers: customers(5_001) }, ['body.customers: count']],
  [{ contacts: contacts(1), customers: customers(5_000) }, ['body.customers: rows']],
  [
    { contacts: contacts(2_500), customers: customers(500), invoices: invoices(2_001) },
    ['body.invoices: rows'],
  ],
  [{ contacts: contacts(5_001), invoices: invoices(1) }, ['body.contacts: count', 'body.invoices: rows']],
])('rejects 5,001 rows (case %#)', async (ledger, fields) => {
  const tenant = await createTenant(app);
  expectInvalid(await put(tenant, ledger), ...fields);
  expect((await tenant.client.get('/customers')).body.count).toBe(0);
});

it('accepts a body of 10 MiB, and responds with 413 to one byte more', async () => {
  const tenant = await createTenant(app);
  const json = JSON.stringify({ customers: customers(1) });
  const limit = 10 * 1024 * 1024;
  expect((await putText(tenant, json.padEnd(limit))).body.customers).toEqual(counts(1, 0, 0));
  expectProblem(await putText(tenant, json.padEnd(limit + 1)), 'too_large');
});
