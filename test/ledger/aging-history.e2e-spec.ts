import { afterEach, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';

const app = useApp();
afterEach(() => app.clock.reset());

const CUSTOMERS = [customerRow(), customerRow({ external_id: 'C-2', name: 'Zenith' })];
const ISSUED = { issued_on: '2026-03-01', due_date: '2026-03-31', amount: '1000.00' };

const travelTo = (day: string) => app.clock.travelTo(new Date(`${day}T12:00:00Z`));
/** Syncs invoices on a day. */
async function putOn(day: string, tenant: TenantWithLedger, ...invoices: object[]) {
  travelTo(day);
  await put(tenant, { customers: CUSTOMERS, invoices }).expect(200);
}
const getAging = ({ client }: TenantWithLedger, as_of: string) => client.get('/ledger/aging', { as_of });
/** The totals of a day, without buckets of zero. */
async function totalsOn(as_of: string, tenant: TenantWithLedger) {
  const { body } = await getAging(tenant, as_of).expect(200);
  return body.totals.map((totals: object) =>
    Object.fromEntries(Object.entries(totals).filter(([, value]) => !/^0(\.0+)?$/.test(value))),
  );
}
const owed = (bucket: string, amount: string) => [{ currency: 'USD', [bucket]: amount, total: amount }];
const historyOf = (tenant: TenantWithLedger) =>
  tenant.select(
    `SELECT until::text, status, balance, due_on::text FROM invoice_balance WHERE company_id = $1 ORDER BY until`,
  );

describe('L5: the aging of a past day', () => {
  it('counts what was open on that day, although all was synced later', async () => {
    const tenant = await createTenantWithLedger(app);
    await putOn(
      '2026-11-27',
      tenant,
      invoiceRow({
        issued_on: '2026-07-02',
        due_date: '2026-08-01',
        status: 'paid',
        settled_on: '2026-11-20',
      }),
      invoiceRow({ invoice_number: 'INV-2', issued_on: '2026-11-15', due_date: '2026-12-15' }),
    );
    expect(await totalsOn('2026-10-31', tenant)).toEqual(owed('days_91_plus', '1250.00'));
    expect(await totalsOn('2026-11-19', tenant)).toEqual([
      { currency: 'USD', current: '1250.00', days_91_plus: '1250.00', total: '2500.00' },
    ]);
    expect(await totalsOn('2026-11-20', tenant)).toEqual(owed('current', '1250.00'));
    expect(await totalsOn('2026-07-02', tenant)).toEqual(owed('current', '1250.00'));
  });

  it('is refused before the earliest issue date, which the error names', async () => {
    const tenant = await createTenantWithLedger(app);
    expect((await getAging(tenant, '2026-01-01').expect(200)).body.totals).toEqual([]);
    await putOn('2026-11-27', tenant, invoiceRow(ISSUED));
    const response = await getAging(tenant, '2026-02-28');
    expectInvalid(response, 'query.as_of: before_ledger');
    expect(response.body.errors[0].detail).toContain('must be 2026-03-01 or later');
    const other = await createTenantWithLedger(app);
    await putOn('2026-11-27', other, invoiceRow({ ...ISSUED, issued_on: '2020-01-01' }));
    expectInvalid(await getAging(tenant, '2026-02-28'), 'query.as_of: before_ledger');
  });

  it('has the balance, due date, currency and customer that the ledger had on that day', async () => {
    const tenant = await createTenantWithLedger(app);
    await putOn('2026-04-01', tenant, invoiceRow(ISSUED));
    await putOn('2026-05-01', tenant, invoiceRow({ ...ISSUED, balance: '400.00' }));
    await putOn('2026-06-01', tenant, invoiceRow({ ...ISSUED, balance: '400.00', due_date: '2026-05-31' }));
    await putOn(
      '2026-07-01',
      tenant,
      invoiceRow({ ...ISSUED, due_date: '2026-05-31', customer_external_id: 'C-2' }),
    );
    await putOn(
      '2026-08-01',
      tenant,
      invoiceRow({ ...ISSUED, currency: 'EUR', customer_external_id: 'C-2' }),
    );
    expect(await totalsOn('2026-04-30', tenant)).toEqual(owed('days_1_30', '1000.00'));
    expect(await totalsOn('2026-05-01', tenant)).toEqual(owed('days_31_60', '400.00'));
    expect(await totalsOn('2026-05-31', tenant)).toEqual(owed('days_61_90', '400.00'));
    expect(await totalsOn('2026-06-01', tenant)).toEqual(owed('days_1_30', '400.00'));
    const customersOn = async (day: string) =>
      (await getAging(tenant, day).expect(200)).body.data.map(
        ({ customer }: { customer: { name: string } }) => customer.name,
      );
    expect(await customersOn('2026-06-30')).toEqual(['Acme Supply']);
    expect(await customersOn('2026-07-01')).toEqual(['Zenith']);
    expect(await totalsOn('2026-07-31', tenant)).toMatchObject([{ currency: 'USD' }]);
    travelTo('2026-08-02');
    expect(await totalsOn('2026-08-01', tenant)).toMatchObject([{ currency: 'EUR', total: '1000.00' }]);
  });

  it('has the first known balance on the days before the first sync', async () => {
    const tenant = await createTenantWithLedger(app);
    await putOn('2026-05-01', tenant, invoiceRow({ ...ISSUED, balance: '400.00' }));
    await putOn('2026-06-01', tenant, invoiceRow({ ...ISSUED, balance: '150.00' }));
    expect(await totalsOn('2026-04-01', tenant)).toEqual(owed('days_1_30', '400.00'));
  });

  it.each([
    ['from the settlement date on, although the ledger learned it later', '2026-05-10', '2026-05-10'],
    ['from the sync on, if the ledger gives no settlement date', undefined, '2026-05-20'],
  ])('does not count a paid invoice %s', async (_, settled_on, firstDay) => {
    const tenant = await createTenantWithLedger(app);
    await putOn('2026-04-01', tenant, invoiceRow({ ...ISSUED, balance: '700.00' }));
    await putOn('2026-05-20', tenant, invoiceRow({ ...ISSUED, status: 'paid', settled_on }));
    travelTo('2026-06-01');
    const dayBefore = new Date(Date.parse(firstDay) - 86_400_000).toISOString().slice(0, 10);
    expect(await totalsOn(dayBefore, tenant)).toMatchObject([{ total: '700.00' }]);
    expect(await totalsOn(firstDay, tenant)).toEqual([]);
  });

  it('never counts an invoice that was first known as void, or as paid on an unknown day', async () => {
    const tenant = await createTenantWithLedger(app);
    await putOn('2026-05-01', tenant, invoiceRow({ ...ISSUED, status: 'void' }), {
      ...invoiceRow({ ...ISSUED, invoice_number: 'INV-2', status: 'paid' }),
    });
    expect(await totalsOn('2026-04-01', tenant)).toEqual([]);
  });

  it('counts a reopened invoice except while the ledger knew it as paid', async () => {
    const tenant = await createTenantWithLedger(app);
    await putOn('2026-04-01', tenant, invoiceRow(ISSUED));
    await putOn('2026-05-01', tenant, invoiceRow({ ...ISSUED, status: 'paid', settled_on: '2026-05-01' }));
    await putOn('2026-06-01', tenant, invoiceRow(ISSUED));
    await putOn('2026-06-20', tenant, invoiceRow({ ...ISSUED, status: 'paid', settled_on: '2026-06-15' }));
    travelTo('2026-07-01');
    const days = ['2026-04-30', '2026-05-01', '2026-05-31', '2026-06-01', '2026-06-15'];
    const totals = await Promise.all(days.map((day) => totalsOn(day, tenant)));
    expect(totals.map(([{ total = '0' } = {}]) => total)).toEqual(['1000.00', '0', '0', '1000.00', '0']);
  });

  it('of yesterday equals the aging that was shown yesterday', async () => {
    const tenant = await createTenantWithLedger(app);
    await putOn(
      '2026-05-01',
      tenant,
      invoiceRow({ ...ISSUED, balance: '0.01' }),
      invoiceRow({ ...ISSUED, invoice_number: 'INV-2', customer_external_id: 'C-2', due_date: '2026-06-01' }),
      invoiceRow({ ...ISSUED, invoice_number: 'CN-1', kind: 'credit_note', amount: '12.34' }),
      invoiceRow({ ...ISSUED, invoice_number: 'INV-3', balance: '-5.00' }),
      invoiceRow({ ...ISSUED, invoice_number: 'INV-4', currency: 'JPY', amount: '700' }),
      invoiceRow({ ...ISSUED, invoice_number: 'INV-5', issued_on: '2026-05-02' }),
      invoiceRow({ ...ISSUED, invoice_number: 'INV-6', status: 'paid' }),
    );
    const shown = (await getAging(tenant, '2026-05-01').expect(200)).body;
    expect(shown.count).toBe(2);
    travelTo('2026-05-02');
    expect((await getAging(tenant, '2026-05-01').expect(200)).body).toEqual(shown);
  });
});

describe('the history of a balance', () => {
  it('has one row for each day with a change: what the invoice was before', async () => {
    const tenant = await createTenantWithLedger(app);
    await putOn('2026-04-01', tenant, invoiceRow(ISSUED));
    await putOn('2026-04-02', tenant, invoiceRow(ISSUED));
    await putOn('2026-04-03', tenant, invoiceRow({ ...ISSUED, disputed: true, promised_on: '2026-05-05' }));
    await putOn('2026-04-04', tenant, invoiceRow({ ...ISSUED, balance: '900.00' }));
    await putOn('2026-04-04', tenant, invoiceRow({ ...ISSUED, balance: '800.00' }));
    await tenant.importLedger(
      'invoice_number,customer,issued_on,due_date,amount,currency,settled_on\n' +
        'INV-1,C-1,2026-03-01,2026-03-31,1000,USD,2026-04-04\n',
    );
    await putOn('2026-04-05', tenant, invoiceRow(ISSUED));
    const before = { due_on: '2026-03-31' };
    expect(await historyOf(tenant)).toEqual([
      { ...before, until: '2026-04-04', status: 'open', balance: '1000.00' },
      { ...before, until: '2026-04-05', status: 'paid', balance: '0.00' },
    ]);
  });

  it('is not written if the sync is refused', async () => {
    const tenant = await createTenantWithLedger(app);
    await putOn('2026-04-01', tenant, invoiceRow());
    const unknown = invoiceRow({ invoice_number: 'INV-2', customer_external_id: 'C-unknown' });
    expectInvalid(
      await put(tenant, { customers: CUSTOMERS, invoices: [invoiceRow({ balance: '1.00' }), unknown] }),
      'body.invoices[1].customer_external_id',
    );
    expect(await historyOf(tenant)).toEqual([]);
  });
});
