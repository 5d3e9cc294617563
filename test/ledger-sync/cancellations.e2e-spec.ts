import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../src/actions/store/action.entity.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { Clock } from '../../src/time/clock.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { customerRow, invoiceRow, NONE_CANCELLED, put } from './rows.js';

const app = useApp();

const daysFromToday = (days: number): string => {
  const today = Date.parse(`${app.nest.get(Clock).today()}T00:00:00Z`);
  return new Date(today + days * 86_400_000).toISOString().slice(0, 10);
};
const CUSTOMERS = [customerRow(), customerRow({ external_id: 'C-2', name: 'Zenith' })];

/** Creates a tenant whose ledger has one invoice. */
async function createTenantWithInvoice(row: Record<string, unknown> = {}) {
  const tenant = await createTenantWithLedger(app);
  await put(tenant, { customers: CUSTOMERS, invoices: [invoiceRow(row)] }).expect(200);
  const [invoice] = (await tenant.client.get('/invoices')).body.data;
  const anAction = (overrides: Partial<Action> = {}) =>
    tenant.make.anAction(tenant.company, {
      invoiceId: invoice.id,
      customerId: invoice.customer.id,
      ...overrides,
    });
  return { tenant, invoice, anAction };
}

const detail = async ({ client }: TenantWithLedger, { id }: { id: string }) =>
  (await client.detail(id).expect(200)).body;
const later = new Date('2099-01-01T09:00:00Z');

describe('a ledger sync that changes an invoice', () => {
  it.each<[string, Record<string, unknown>]>([
    ['invoice_paid', { status: 'paid' }],
    ['invoice_paid', { status: 'paid', settled_on: '2026-11-01', disputed: true }],
    ['invoice_void', { status: 'void' }],
    ['invoice_disputed', { disputed: true }],
    ['invoice_promised', { promised_on: '2199-12-31' }],
    ['invoice_transferred', { customer_external_id: 'C-2' }],
    ['due_date_changed', { due_date: '2199-12-31' }],
  ])('L1, L2: cancels unfinished actions with the reason %s: %j', async (reason, change) => {
    const { tenant, anAction } = await createTenantWithInvoice();
    const actions = [
      await anAction(),
      await anAction({ status: 'scheduled', scheduledFor: later, isRecommended: false }),
      await anAction({ status: 'processing' }),
    ];
    const changed = await put(tenant, { customers: CUSTOMERS, invoices: [invoiceRow(change)] }).expect(200);
    expect(changed.body.cancelled_actions).toEqual({ ...NONE_CANCELLED, [reason]: 3 });
    for (const [n, action] of actions.entries()) {
      expect(await detail(tenant, action)).toMatchObject({
        status: 'cancelled',
        version: 2,
        approval_log: [
          {
            command: 'cancel',
            from_status: ['proposed', 'scheduled', 'processing'][n],
            to_status: 'cancelled',
            actor: 'system',
            approved_by: null,
            reason,
            request_id: changed.headers['x-request-id'],
          },
        ],
      });
    }
    const company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
    expect(await app.nest.get(AuditService).verify(company)).toMatchObject({
      actions: 3,
      entries: 3,
      broken: [],
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['unchanged', {}, {}],
    ['still disputed', { disputed: true }, { disputed: true }],
    [
      'still disputed, with a higher balance',
      { disputed: true, balance: '1' },
      { disputed: true, balance: '2' },
    ],
    ['no longer disputed', { disputed: true }, {}],
    ['still promised', { promised_on: '2199-12-31' }, { promised_on: '2199-12-31', amount: 1300 }],
    ['promised for a day in the past', {}, { promised_on: '2020-01-01' }],
    ['no longer promised', { promised_on: '2199-12-31' }, {}],
    ['partly paid', {}, { balance: '450.00' }],
    ['due earlier', {}, { due_date: '2026-09-13' }],
  ])('keeps open actions if the invoice is %s', async (_case, first, second) => {
    const { tenant, anAction } = await createTenantWithInvoice(first);
    const action = await anAction();
    await put(tenant, { customers: CUSTOMERS, invoices: [invoiceRow(second)] }).expect(200);
    expect(await detail(tenant, action)).toMatchObject({ status: 'proposed', version: 1, approval_log: [] });
  });

  it('L2: keeps actions if the invoice falls due one day later, in the same stage', async () => {
    const { tenant, anAction } = await createTenantWithInvoice({ due_date: daysFromToday(-30) });
    const action = await anAction();
    const changed = await put(tenant, { invoices: [invoiceRow({ due_date: daysFromToday(-29) })] }).expect(
      200,
    );
    expect(changed.body.cancelled_actions).toEqual(NONE_CANCELLED);
    expect((await detail(tenant, action)).status).toBe('proposed');
  });

  it.each([
    ['today', 0, 'proposed'],
    ['tomorrow', 1, 'cancelled'],
  ])('with a promise for %s (in %i days) leaves actions %s', async (_day, days, status) => {
    const { tenant, anAction } = await createTenantWithInvoice();
    const action = await anAction();
    await put(tenant, { invoices: [invoiceRow({ promised_on: daysFromToday(days) })] }).expect(200);
    expect((await detail(tenant, action)).status).toBe(status);
  });

  it('keeps actions that have ended or are deleted, on another invoice, or without an invoice', async () => {
    const { tenant, invoice, anAction } = await createTenantWithInvoice();
    const others = [
      await anAction({ status: 'completed' }),
      await anAction({ status: 'cancelled' }),
      await anAction({ deletedAt: new Date() }),
      await tenant.make.anAction(tenant.company),
      await anAction({ invoiceId: null, customerId: invoice.customer.id }),
    ];
    const before = await Promise.all(others.map((action) => detail(tenant, action)));
    await put(tenant, { invoices: [invoiceRow({ status: 'paid' })] }).expect(200);
    expect(
      (await Promise.all(others.map((action) => detail(tenant, action)))).map(({ status, version }) => [
        status,
        version,
      ]),
    ).toEqual(before.map(({ status, version }) => [status, version]));
  });

  it('closes the recommendation of a paid invoice, and the policy creates no new one', async () => {
    const { tenant, invoice } = await createTenantWithInvoice({
      due_date: '2021-06-20',
      issued_on: '2021-06-01',
    });
    expect(await tenant.runPolicy('2021-06-30')).toMatchObject({ created: 1 });
    await put(tenant, { invoices: [invoiceRow({ due_date: '2021-06-20', status: 'paid' })] }).expect(200);
    const open = `SELECT id FROM recommendation WHERE company_id = $1 AND closed_at IS NULL`;
    expect(await tenant.select(open)).toEqual([]);
    expect((await tenant.client.get(`/invoices/${invoice.id}`)).body.open_actions).toEqual([]);
    expect(await tenant.runPolicy('2021-07-15')).toEqual({ created: 0, kept: 0, superseded: 0 });
  });

  it('keeps the task of a dispute that is sent again', async () => {
    const dates = { due_date: '2021-06-20', issued_on: '2021-06-01' };
    const { tenant, invoice } = await createTenantWithInvoice(dates);
    await put(tenant, { invoices: [invoiceRow({ ...dates, disputed: true })] }).expect(200);
    await tenant.runPolicy('2021-06-30');
    const open = async () => (await tenant.client.get(`/invoices/${invoice.id}`)).body.open_actions;
    const tasks = await open();
    expect(tasks[0]).toMatchObject({ recommendation: 'resolve_dispute', status: 'proposed' });
    for (const amount of ['1250.00', '1300.00']) {
      await put(tenant, { invoices: [invoiceRow({ ...dates, disputed: true, amount })] }).expect(200);
    }
    expect((await open()).map(({ id }: { id: string }) => id)).toEqual(
      tasks.map(({ id }: { id: string }) => id),
    );
  });

  it('cancels actions after a file import too, without a request id', async () => {
    const { tenant, anAction } = await createTenantWithInvoice();
    const action = await anAction();
    await tenant.importLedger(
      'invoice_number,customer,issued_on,due_date,amount,currency,settled_on\nINV-1,C-1,2026-09-12,2026-10-12,1250,USD,2026-11-01\n',
    );
    expect(await detail(tenant, action)).toMatchObject({
      status: 'cancelled',
      approval_log: [{ actor: 'system', reason: 'invoice_paid', request_id: null }],
    });
  });

  it('cancels nothing if another row is invalid', async () => {
    const { tenant, anAction } = await createTenantWithInvoice();
    const action = await anAction();
    const unknownCustomer = invoiceRow({ invoice_number: 'INV-2', customer_external_id: 'C-404' });
    await put(tenant, { invoices: [invoiceRow({ status: 'paid' }), unknownCustomer] }).expect(400);
    expect(await detail(tenant, action)).toMatchObject({ status: 'proposed', approval_log: [] });
  });
});
