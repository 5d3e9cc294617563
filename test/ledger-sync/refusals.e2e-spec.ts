import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';
import { snapshotOf } from '../support/snapshot.js';
import { contactRow, customerRow, invoiceRow, put, putText } from './rows.js';

const app = useApp();

type Row = Record<string, unknown>;

/** The change that makes a row invalid, the field and code of its error, and the start of the sentence. */
type Case = [change: Row, field: string, code: string, sentence: string];

const CONTACTS: Case[] = [
  [{ external_id: undefined }, 'external_id', 'required', 'is required'],
  [{ external_id: ' ' }, 'external_id', 'required', 'is required'],
  [{ external_id: 7 }, 'external_id', 'type', 'must be a string'],
  [{ external_id: 'x'.repeat(256) }, 'external_id', 'too_long', 'must be at most 255 characters long'],
  [{ name: null }, 'name', 'required', 'is required'],
  [{ name: 'Ade\nBello' }, 'name', 'line', 'must be one line'],
  [{ email: undefined }, 'email', 'required', 'is required'],
  [{ email: 'ade' }, 'email', 'email', 'must be an e-mail address'],
  [{ email: 'a@example.com, b@example.com' }, 'email', 'email', 'must be an e-mail address'],
  [{ role: 'x\ty' }, 'role', 'line', 'must be one line'],
  [{ active: 'yes' }, 'active', 'boolean', 'must be true or false'],
  [{ title: 'x' }, 'title', 'unknown', 'is not a known field'],
];
const CUSTOMERS: Case[] = [
  [{ external_id: 'A\u0000' }, 'external_id', 'text', 'contains a NUL'],
  [{ name: undefined }, 'name', 'required', 'is required'],
  [{ email: 'nobody' }, 'email', 'email', 'must be an e-mail address'],
  [{ phone: 5550142 }, 'phone', 'type', 'must be a string'],
  [{ contact_name: ['Ngozi'] }, 'contact_name', 'type', 'must be a string'],
  ...['Mars/Olympus', '+02:00', '-08:00', 'CET/', '2', 'Europe/Vienna; x'].map((time_zone): Case => [
    { time_zone },
    'time_zone',
    'time_zone',
    'must be an IANA time zone',
  ]),
  [{ time_zone: 2 }, 'time_zone', 'type', 'must be a string'],
  [{ timezone: 'UTC' }, 'timezone', 'unknown', 'is not a known field'],
];
const INVOICES: Case[] = [
  [{ invoice_number: undefined }, 'invoice_number', 'required', 'is required'],
  [{ invoice_number: 'A\r\nB' }, 'invoice_number', 'line', 'must be one line'],
  [{ customer_external_id: undefined }, 'customer_external_id', 'required', 'is required'],
  [{ amount: undefined }, 'amount', 'required', 'is required'],
  [{ amount: {} }, 'amount', 'type', 'must be a decimal, as a string or a number'],
  [{ amount: true }, 'amount', 'type', 'must be a decimal'],
  [{ amount: { toString: 1, valueOf: 1 }, balance: '1' }, 'amount', 'type', 'must be a decimal'],
  ...['1,250.00', '1e3', '$5', ' 5', '', '5.', '.5', '+5', '0x10', 1e21, 1e-7].map((amount): Case => [
    { amount },
    'amount',
    'amount',
    'must be a decimal such as 1234.50',
  ]),
  [{ amount: '0.00' }, 'amount', 'amount', 'must be above zero'],
  [{ amount: 0 }, 'amount', 'amount', 'must be above zero'],
  [{ amount: -5 }, 'amount', 'amount', 'must be above zero'],
  [{ amount: '1.234' }, 'amount', 'amount', 'must have at most 2 decimals in USD'],
  [{ amount: 0.1 + 0.2 }, 'amount', 'amount', 'must have at most 2 decimals in USD'],
  [{ amount: '1.5', currency: 'JPY' }, 'amount', 'amount', 'must have at most 0 decimals in JPY'],
  [{ amount: '1.2345', currency: 'KWD' }, 'amount', 'amount', 'must have at most 3 decimals in KWD'],
  [{ amount: '1000000000000000' }, 'amount', 'amount', 'must have at most 15 digits before'],
  [{ currency: undefined }, 'currency', 'required', 'is required'],
  ...['usd', 'XYZ', '', 'US$'].map((currency): Case => [
    { currency },
    'currency',
    'currency',
    'must be an ISO 4217 currency',
  ]),
  [{ currency: 840 }, 'currency', 'type', 'must be a string'],
  [{ issued_on: null }, 'issued_on', 'required', 'is required'],
  ...['2026-02-30', '12.10.2026', '2026-10-12T00:00:00Z', '2026-1-2', ''].map((due_date): Case => [
    { due_date },
    'due_date',
    'date',
    'must be a date written YYYY-MM-DD',
  ]),
  [{ due_date: 20261012 }, 'due_date', 'type', 'must be a string'],
  [{ issued_on: '1979-12-31' }, 'issued_on', 'date', 'must be a date from 1980 to 2199'],
  [{ promised_on: '2200-01-01' }, 'promised_on', 'date', 'must be a date from 1980 to 2199'],
  [{ due_date: '0001-01-01' }, 'due_date', 'date', 'must be a date from 1980 to 2199'],
  [{ status: undefined }, 'status', 'required', 'is required'],
  [{ status: 'OPEN' }, 'status', 'choice', 'must be one of open, paid, void'],
  [{ balance: '0' }, 'balance', 'balance', 'must not be zero if the invoice is open'],
  [{ balance: '-0.00' }, 'balance', 'balance', 'must not be zero if the invoice is open'],
  [{ kind: 'credit_note', balance: -1 }, 'balance', 'balance', 'must not be below zero for a credit note'],
  [{ kind: 'credit_note', amount: -1 }, 'amount', 'amount', 'must be above zero; a credit note has the kind'],
  [{ kind: 'credit' }, 'kind', 'choice', 'must be one of invoice, credit_note'],
  [{ external_id: 7 }, 'external_id', 'type', 'must be a string'],
  [{ balance: '1250.01' }, 'balance', 'balance', 'must be at most the amount'],
  [{ balance: 1250.001 }, 'balance', 'balance', 'must have at most 2 decimals in USD'],
  [{ balance: '1,250' }, 'balance', 'balance', 'must be a decimal'],
  [{ balance: [] }, 'balance', 'type', 'must be a decimal'],
  [{ status: 'paid', balance: '0.01' }, 'balance', 'balance', 'must be zero if the invoice is not open'],
  [{ status: 'void', balance: 5 }, 'balance', 'balance', 'must be zero if the invoice is not open'],
  [{ disputed: 0 }, 'disputed', 'boolean', 'must be true or false'],
  [{ settled_on: '2026-10-20' }, 'settled_on', 'status', 'must not be given unless the status is paid'],
  [{ status: 'void', settled_on: '2026-10-20' }, 'settled_on', 'status', 'must not be given unless'],
  [{ status: 'paid', settled_on: 'soon' }, 'settled_on', 'date', 'must be a date written YYYY-MM-DD'],
  [{ due_date: undefined }, 'due_date', 'required', 'is required'],
  [{ due_date: null, due_on: null }, 'due_date', 'required', 'is required'],
  [{ due_on: '2026-10-12' }, 'due_on', 'either', 'must not be given beside due_date'],
  [{ due_date: undefined, due_on: 'soon' }, 'due_on', 'date', 'must be a date written YYYY-MM-DD'],
  [{ paid_on: '2026-10-12' }, 'paid_on', 'unknown', 'is not a known field'],
];

const VALID = { contacts: [contactRow()], customers: [customerRow()], invoices: [invoiceRow()] };

describe('an invalid row', () => {
  it.each([
    ...CONTACTS.map((row) => ['contacts', ...row] as const),
    ...CUSTOMERS.map((row) => ['customers', ...row] as const),
    ...INVOICES.map((row) => ['invoices', ...row] as const),
  ])('of %s, with %j, is reported by its field: %s, %s', async (kind, change, field, code, sentence) => {
    const tenant = await createTenant(app);
    const key = kind === 'invoices' ? 'invoice_number' : 'external_id';
    const second = { ...VALID[kind][0], [key]: 'other', ...change };
    const response = await put(tenant, { ...VALID, [kind]: [...VALID[kind], second] });
    expectInvalid(response, `body.${kind}[1].${field}: ${code}`);
    expect(response.body.errors[0].detail).toContain(`${kind}[1].${field} ${sentence}`);
    expect((await tenant.client.get('/invoices')).body.count).toBe(0);
  });

  it('rejects the whole request, which reports every invalid field of every row', async () => {
    const tenant = await createTenant(app);
    const before = await snapshotOf(app.dataSource, tenant.company.id);
    const response = await put(tenant, {
      contacts: [contactRow({ email: 'x', role: '\0' }), contactRow({ external_id: 'E-2', name: '\0' })],
      customers: [customerRow(), 'C-2', customerRow({ external_id: 'C-3', time_zone: 'x', fax: '1' })],
      invoices: [invoiceRow(), invoiceRow({ invoice_number: 'INV-2', amount: '1.005', due_date: 'soon' })],
      invoice: [],
    });
    expectInvalid(
      response,
      'body.contacts[0].email: email',
      'body.contacts[0].role: text',
      'body.contacts[1].name: text',
      'body.customers[1]: type',
      'body.customers[2].time_zone: time_zone',
      'body.customers[2].fax: unknown',
      'body.invoices[1].amount: amount',
      'body.invoices[1].due_date: date',
      'body.invoice: unknown',
    );
    expect(await snapshotOf(app.dataSource, tenant.company.id)).toEqual(before);
  });

  it('is among at most 100 reported errors; the others are counted', async () => {
    const invoices = Array.from({ length: 130 }, (_, n) => invoiceRow({ invoice_number: n, amount: 'x' }));
    const { status, body } = await put(await createTenant(app), { invoices });
    expect([status, body.errors.length]).toEqual([400, 100]);
    expect(body.detail).toContain('160 more errors are not listed');
  });

  it.each(['contacts', 'customers', 'invoices'])('must be in a list: %s', async (kind) => {
    expectInvalid(await put(await createTenant(app), { [kind]: { 0: {} } }), `body.${kind}: count`);
  });
});

describe('a repeated key', () => {
  it.each([
    ['contacts', 'external_id', [contactRow(), contactRow({ external_id: ' E-1 ', name: 'Other' })]],
    ['customers', 'external_id', [customerRow(), customerRow({ name: 'Other' })]],
    ['invoices', 'invoice_number', [invoiceRow({ amount: 'x' }), invoiceRow()]],
  ])('of %s is reported at the later rows', async (kind, key, rows) => {
    const sent = [{ ...rows[0], [key]: 'other' }, ...rows, rows[0]];
    const { status, body } = await put(await createTenant(app), { ...VALID, [kind]: sent });
    expect(status).toBe(400);
    const repeated = body.errors.filter(({ code }: { code: string }) => code === 'repeated');
    expect(repeated).toEqual(
      [2, 3].map((index) => ({
        in: 'body',
        field: `${kind}[${index}].${key}`,
        code: 'repeated',
        detail: `${kind}[${index}].${key} must be unique: ${kind}[1] has the same value.`,
      })),
    );
  });

  it('does not include keys that differ in case', async () => {
    const customers = [customerRow({ external_id: 'c-1' }), customerRow({ external_id: 'C-1' })];
    await put(await createTenant(app), { customers }).expect(200);
  });
});

describe('an unknown customer', () => {
  it('is reported at every invoice that names it', async () => {
    const [tenant, other] = [await createTenant(app), await createTenant(app)];
    await put(other, { customers: [customerRow({ external_id: 'C-theirs' })] }).expect(200);
    await put(tenant, { customers: [customerRow({ external_id: 'C-known' })] }).expect(200);
    const before = await snapshotOf(app.dataSource, tenant.company.id);
    const invoiceOf = (customer_external_id: string, n: number) =>
      invoiceRow({ invoice_number: `INV-${n}`, customer_external_id });
    const customers = [customerRow({ external_id: 'C-new' })];
    const invoices = ['C-known', 'C-theirs', 'C-new', 'c-known', 'C-theirs'].map(invoiceOf);
    const response = await put(tenant, { customers, invoices });
    expectInvalid(
      response,
      ...[1, 3, 4].map((index) => `body.invoices[${index}].customer_external_id: unknown`),
    );
    expect(response.body.errors[0].detail).toMatch(
      / must name a customer of this request or of the ledger\.$/,
    );
    expect(await snapshotOf(app.dataSource, tenant.company.id)).toEqual(before);
  });
});

it('rejects a number in a text field, although numbers are read as texts in amounts', async () => {
  const tenant = await createTenant(app);
  const response = await putText(
    tenant,
    `{"customers": [{"external_id": "C-1", "name": 12}], "invoices": [${JSON.stringify(invoiceRow())}]}`,
  );
  expectInvalid(response, 'body.customers[0].name: type');
});
