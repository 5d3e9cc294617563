import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { aRecommendation } from '../support/recommendation.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';
import { counts, customerRow, invoiceRow, put } from '../ledger-sync/rows.js';

const app = useApp();

const INVOICES = [
  invoiceRow({ amount: '1000.00', due_date: '2026-10-01' }),
  invoiceRow({
    invoice_number: 'CN-1',
    kind: 'credit_note',
    amount: '300.00',
    balance: '250.00',
    due_date: '2026-10-01',
  }),
  invoiceRow({ invoice_number: 'OVER', amount: '80.00', balance: '-20.50', due_date: '2026-10-01' }),
  invoiceRow({ invoice_number: 'CN-2', kind: 'credit_note', amount: '5.00', status: 'void' }),
];

/** Creates a tenant whose ledger has an overdue invoice, an open credit note, an overpaid invoice and a void credit note. */
async function createTenantInCredit() {
  const tenant = await createTenantWithAgent(app);
  await put(tenant, { customers: [customerRow()], invoices: INVOICES }).expect(200);
  return tenant;
}

describe('credit notes and overpaid invoices', () => {
  it('are shown as on the document, and can be sent back', async () => {
    const { client } = await createTenantInCredit();
    const numbersOf = async (query: Record<string, string | boolean>) =>
      (await client.get('/invoices', query).expect(200)).body.data
        .map((row: { invoice_number: string }) => row.invoice_number)
        .toSorted();
    const { data } = (await client.get('/invoices', { search: 'CN-1' })).body;
    expect(data).toMatchObject([
      { kind: 'credit_note', amount: '300.00', balance: '250.00', status: 'open' },
    ]);
    const all = (await client.get('/invoices')).body.data;
    expect((await put({ client }, { invoices: all }).expect(200)).body.invoices).toEqual(counts(0, 0, 4));
    expect(await numbersOf({ kind: 'credit_note' })).toEqual(['CN-1', 'CN-2']);
    expect(await numbersOf({ kind: 'invoice', status: 'open' })).toEqual(['INV-1', 'OVER']);
    expect(await numbersOf({ overdue: true })).toEqual(['INV-1']);
    expect(await numbersOf({ overdue: false })).toEqual(['CN-1', 'CN-2', 'OVER']);
    expectInvalid(await client.get('/invoices', { kind: 'credit' }), 'query.kind: choice');
  });

  it('reduce what the customer owes, in the bucket current', async () => {
    const { client } = await createTenantInCredit();
    const zero = '0.00';
    const balances = {
      currency: 'USD',
      current: '-270.50',
      days_1_30: zero,
      days_31_60: zero,
      days_61_90: zero,
      days_91_plus: zero,
      credits: '-270.50',
      total: '729.50',
    };
    const { body } = await client.get('/ledger/aging', { as_of: '2098-10-11' }).expect(200);
    expect(body.totals).toEqual([{ ...balances, days_91_plus: '1000.00' }]);
    expect(body.data).toMatchObject([{ balances: body.totals }]);
  });

  it('get no recommendation of the policy', async () => {
    const tenant = await createTenantInCredit();
    expect(await tenant.runPolicy('2026-11-23')).toMatchObject({ created: 1 });
    const { data } = (await tenant.client.list({})).body;
    expect(
      data.map(({ invoice }: { invoice: { invoice_number: string } }) => invoice.invoice_number),
    ).not.toContain('CN-1');
    expect(
      new Set(data.map(({ invoice }: { invoice: { invoice_number: string } }) => invoice.invoice_number)),
    ).toEqual(new Set(['INV-1']));
  });

  it.each([
    ['CN-1', 'a credit note'],
    ['CN-2', 'a credit note'],
    ['OVER', 'overpaid'],
  ])('are refused as the invoice of a recommendation: %s', async (invoice_number, state) => {
    const tenant = await createTenantInCredit();
    const response = await tenant.post(aRecommendation({ customer_external_id: 'C-1', invoice_number }));
    expectInvalid(response, 'body.invoice_number: not_open');
    expect(response.body.errors[0].detail).toContain(`this one is ${state}`);
  });

  it('an invoice that becomes overpaid loses its undecided actions', async () => {
    const tenant = await createTenantInCredit();
    await tenant.runPolicy('2026-11-23');
    await put(tenant, { invoices: [{ ...INVOICES[0], balance: '-0.01' }] }).expect(200);
    const log = await tenant.log();
    expect(log.map(({ command, reason }) => `${command} ${reason}`)).toContain('cancel invoice_paid');
    expect((await tenant.actions()).filter(({ status }) => status === 'proposed')).toEqual([]);
  });

  it('a credit note cannot become an invoice, nor an invoice a credit note', async () => {
    const tenant = await createTenantInCredit();
    expectInvalid(
      await put(tenant, {
        invoices: INVOICES.map((row, n) => ({
          ...row,
          kind: n % 2 ? 'invoice' : 'credit_note',
          balance: undefined,
        })),
      }),
      ...[0, 1, 2, 3].map((n) => `body.invoices[${n}].invoice_number: conflicting_invoice`),
    );
  });

  it('are imported from a file by amounts below zero', async () => {
    const tenant = await createTenantWithAgent(app);
    const csv =
      'invoice_number,customer,issued_on,due_date,amount,currency\nINV-1,C-1,2026-09-12,2026-10-12,1250.00,USD\nCN-1,C-1,2026-09-12,2026-10-12,"-1,000.5",USD\n';
    await tenant.importLedger(csv);
    const { data } = (await tenant.client.get('/invoices', { kind: 'credit_note' })).body;
    expect(data).toMatchObject([
      { invoice_number: 'CN-1', amount: '1000.50', balance: '1000.50', status: 'open' },
    ]);
    expect((await tenant.client.get('/ledger/aging')).body.totals).toMatchObject([
      { credits: '-1000.50', total: '249.50' },
    ]);
    expect((await tenant.importLedger(csv)).invoices).toEqual(counts(0, 0, 2));
  });
});
