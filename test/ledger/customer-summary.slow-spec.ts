import { beforeAll, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Action } from '../../src/actions/store/action.entity.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();
beforeAll(() => app.clock.travelTo(new Date('2026-11-23T10:00:00Z')));

const summaryOf = async ({ client }: Tenant, id: string) =>
  (await client.get(`/customers/${id}/summary`).expect(200)).body;

async function aCustomer() {
  const tenant = await createTenant(app);
  const { make, company } = tenant;
  const { id } = await make.aCustomer(company, { name: 'Acme' });
  const parent = { customerId: id };
  return {
    tenant,
    id,
    anInvoice: (overrides: Partial<Invoice>) => make.anInvoice(company, { ...parent, ...overrides }),
    aPaidInvoice: (settledOn: string | null, overrides: Partial<Invoice> = {}) =>
      make.anInvoice(company, { ...parent, dueOn: '2026-10-12', status: 'paid', settledOn, ...overrides }),
    anAction: (executedAt: string, overrides: Partial<Action> = {}) =>
      make.anAction(company, {
        ...parent,
        invoiceId: null,
        status: 'completed',
        executedAt: new Date(executedAt),
        ...overrides,
      }),
  };
}

it('returns what a customer owes as the aging does, and what it promised', async () => {
  const { tenant, id, anInvoice } = await aCustomer();
  await anInvoice({ balance: '100.10', dueOn: '2026-11-23' });
  await anInvoice({ balance: '20', dueOn: '2026-11-22', promisedOn: '2026-12-04' });
  await anInvoice({ balance: '3', dueOn: '2026-08-24', promisedOn: '2026-11-30' });
  await anInvoice({ balance: '-4', dueOn: '2026-01-01', promisedOn: '2026-01-02' });
  await anInvoice({ balance: '5', dueOn: '2026-01-01', kind: 'credit_note' });
  await anInvoice({ balance: '600', issuedOn: '2026-11-24' });
  await anInvoice({ status: 'void', promisedOn: '2026-01-02' });
  await anInvoice({ balance: '700', currency: 'JPY', dueOn: '2026-10-01' });
  const { as_of, currencies, customer } = await summaryOf(tenant, id);
  expect([customer, as_of]).toEqual([{ id, name: 'Acme' }, '2026-11-23']);
  const none = { current: '0', days_1_30: '0', days_31_60: '0', days_61_90: '0', days_91_plus: '0' };
  expect(currencies).toEqual([
    {
      currency: 'JPY',
      open: '700',
      overdue: '700',
      credits: '0',
      buckets: { ...none, days_31_60: '700' },
      promise: null,
    },
    {
      currency: 'USD',
      open: '114.10',
      overdue: '23.00',
      credits: '-9.00',
      buckets: {
        current: '91.10',
        days_1_30: '20.00',
        days_31_60: '0.00',
        days_61_90: '0.00',
        days_91_plus: '3.00',
      },
      promise: { on: '2026-11-30', amount: '23.00' },
    },
  ]);
  const [{ balances }] = (await tenant.client.get('/ledger/aging')).body.data;
  expect(balances).toEqual(
    currencies.map(({ currency, open, credits, buckets }: Record<string, object>) => ({
      currency,
      ...buckets,
      credits,
      total: open,
    })),
  );
});

it('returns how late the invoices of the last 365 days were paid', async () => {
  const { tenant, id, aPaidInvoice } = await aCustomer();
  const paid = async () => {
    const { paid_invoices, average_days_late } = await summaryOf(tenant, id);
    return [paid_invoices, average_days_late];
  };
  await aPaidInvoice(null);
  await aPaidInvoice('2025-11-23');
  await aPaidInvoice('2026-11-24');
  await aPaidInvoice('2026-11-22', { kind: 'credit_note' });
  await aPaidInvoice('2026-11-22', { status: 'void' });
  expect(await paid()).toEqual([0, null]);
  await aPaidInvoice('2026-10-07');
  expect(await paid()).toEqual([1, -5]);
  await aPaidInvoice('2025-11-24', { dueOn: '2025-11-24' });
  await aPaidInvoice('2026-11-23');
  // 37 days between three invoices are 12.3 on average.
  expect(await paid()).toEqual([3, 12]);
});

it('returns the latest e-mail or call that was sent or completed', async () => {
  const { tenant, id, anAction } = await aCustomer();
  const lastContact = async () => (await summaryOf(tenant, id)).last_contact;
  expect(await lastContact()).toBeNull();
  const call = await anAction('2026-11-02T09:00:00Z', { actionType: 'call', description: 'Call Ngozi.' });
  await anAction('2026-11-01T09:00:00Z');
  await anAction('2026-11-03T09:00:00Z', { actionType: 'task' });
  await anAction('2026-11-03T09:00:00Z', { recommendation: 'wait_for_customer', actionRequired: false });
  for (const status of ['processing', 'cancelled', 'proposed'] as const)
    await anAction('2026-11-03T09:00:00Z', { status, executedAt: null, isRecommended: false });
  expect(await lastContact()).toEqual({
    at: '2026-11-02T09:00:00.000Z',
    action_id: call.id,
    action_type: 'call',
    description: 'Call Ngozi.',
  });
});

it('returns a customer without invoices, and 404 for one of another company', async () => {
  const [{ tenant, id }, other] = [await aCustomer(), await aCustomer()];
  expect(await summaryOf(tenant, id)).toEqual({
    customer: { id, name: 'Acme' },
    as_of: '2026-11-23',
    currencies: [],
    average_days_late: null,
    paid_invoices: 0,
    last_contact: null,
  });
  for (const unknown of [uuidv7(), other.id, 'x'])
    expectProblem(await tenant.client.get(`/customers/${unknown}/summary`), 'not_found');
});
