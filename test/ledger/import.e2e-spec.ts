import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { raceBehindLock } from '../support/race-behind-lock.js';
import { NONE_CANCELLED } from '../ledger-sync/rows.js';
import type { Progress } from '../../src/ledger-sync/csv/observed-file.js';

const app = useApp();

const HEADER = 'invoice_number,customer,customer_name,issued_on,due_date,amount,currency,settled_on,disputed';
const LEDGER = `${HEADER}
INV-1,C-1,Acme Supply,2021-01-04,2021-02-03,1250.00,USD,,no
INV-2,C-1,Acme Supply,2021-01-18,2021-02-17,"1,080.50",EUR,2021-02-20,no
INV-3,C-2,Brightwater,2021-03-01,2021-03-31,99.9,USD,,yes
`;
const counts = (created: number, updated: number, unchanged: number) => ({ created, updated, unchanged });

const invoices = (tenant: TenantWithLedger) =>
  tenant.select<Record<string, unknown>>(
    `SELECT i.*, due_on::text, issued_on::text, settled_on::text, c.name AS customer FROM invoice i
     JOIN customer c ON c.id = i.customer_id WHERE i.company_id = $1 ORDER BY invoice_number`,
  );
const customerNames = async (tenant: TenantWithLedger) =>
  (
    await tenant.select<{ name: string }>(
      'SELECT name FROM customer WHERE company_id = $1 ORDER BY external_id',
    )
  ).map(({ name }) => name);
const rowVersions = async (tenant: TenantWithLedger) => [
  await tenant.select('SELECT id, xmin::text, updated_at FROM customer WHERE company_id = $1 ORDER BY id'),
  await tenant.select('SELECT id, xmin::text, updated_at FROM invoice WHERE company_id = $1 ORDER BY id'),
];

describe('a ledger import', () => {
  it('creates customers and invoices, and returns their counts', async () => {
    const tenant = await createTenantWithLedger(app);
    expect(await tenant.importLedger(LEDGER)).toEqual({
      customers: counts(2, 0, 0),
      invoices: counts(3, 0, 0),
      cancelled_actions: NONE_CANCELLED,
      skipped: [],
    });
    const defaults = { currency: 'USD', status: 'open', disputed: false, settled_on: null };
    expect(await invoices(tenant)).toMatchObject([
      {
        ...defaults,
        invoice_number: 'INV-1',
        customer: 'Acme Supply',
        amount: '1250.00',
        due_on: '2021-02-03',
      },
      { ...defaults, amount: '1080.50', currency: 'EUR', status: 'paid', settled_on: '2021-02-20' },
      { ...defaults, customer: 'Brightwater', amount: '99.90', issued_on: '2021-03-01', disputed: true },
    ]);
  });

  it('writes no row if the same ledger is imported again', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.importLedger(LEDGER);
    const before = await rowVersions(tenant);
    expect(await tenant.importLedger(LEDGER)).toEqual({
      customers: counts(0, 0, 2),
      invoices: counts(0, 0, 3),
      cancelled_actions: NONE_CANCELLED,
      skipped: [],
    });
    expect(await rowVersions(tenant)).toEqual(before);
  });

  it.each([
    ['settled', 'INV-1,C-1,,2021-01-04,2021-02-03,1250.00,USD,2021-02-01,no', { status: 'paid' }],
    ['corrected', 'INV-1,C-1,,2021-01-04,2021-02-03,1200.00,USD,,no', { amount: '1200.00' }],
    ['deferred', 'INV-1,C-1,,2021-01-04,2021-03-03,1250.00,USD,,no', { due_on: '2021-03-03' }],
    ['disputed', 'INV-1,C-1,,2021-01-04,2021-02-03,1250.00,USD,,yes', { disputed: true }],
    ['transferred', 'INV-1,C-2,,2021-01-04,2021-02-03,1250.00,USD,,no', { customer: 'Brightwater' }],
  ])('updates only the invoice that was %s', async (_, row, change) => {
    const tenant = await createTenantWithLedger(app);
    await tenant.importLedger(LEDGER);
    const [first, ...others] = await invoices(tenant);
    expect((await tenant.importLedger(`${HEADER}\n${row}\n`)).invoices).toEqual(counts(0, 1, 0));
    const [changed, ...after] = await invoices(tenant);
    expect(changed).toMatchObject({ id: first!.id, created_at: first!.created_at, ...change });
    expect(Number(changed!.updated_at)).toBeGreaterThan(Number(first!.updated_at));
    expect(after).toEqual(others);
  });

  it('reads mapped columns, another date format and a default currency', async () => {
    const tenant = await createTenantWithLedger(app);
    const map = {
      invoice_number: 'No',
      customer: 'Cust',
      due_date: 'Due',
      amount: 'Total',
      settled_on: 'Paid',
    };
    const csv = 'Cust,No,Due,Total,Paid\nC-1,7,1/9/2021,"2,000",12/31/2020\n';
    await tenant.importLedger(csv, { map, dateFormat: 'M/D/YYYY', currency: 'JPY' });
    expect(await invoices(tenant)).toMatchObject([
      {
        invoice_number: '7',
        due_on: '2021-01-09',
        amount: '2000',
        currency: 'JPY',
        settled_on: '2020-12-31',
      },
    ]);
  });

  it('keeps equal invoice numbers of two companies apart', async () => {
    const [first, second] = [await createTenantWithLedger(app), await createTenantWithLedger(app)];
    await first.importLedger(LEDGER);
    expect((await second.importLedger(LEDGER.replace('1250.00', '7.00'))).invoices).toEqual(counts(3, 0, 0));
    expect((await invoices(first))[0]).toMatchObject({ amount: '1250.00' });
    expect((await invoices(second))[0]).toMatchObject({ amount: '7.00' });
  });

  it('imports thousands of rows and reports progress', async () => {
    const tenant = await createTenantWithLedger(app);
    const rows = Array.from({ length: 2_500 }, (_, n) => `INV-${n},C-${n % 7},,,2021-02-03,10.00,USD,,`);
    const progress: Progress[] = [];
    const onProgress = (latest: Progress) => void progress.push(latest);
    const result = await tenant.importLedger([HEADER, ...rows].join('\r\n'), { onProgress });
    expect(result).toMatchObject({ customers: counts(7, 0, 0), invoices: counts(2_500, 0, 0) });
    expect(progress.findLast(({ step }) => step === 'check')).toEqual({
      step: 'check',
      rows: 2_500,
      share: 1,
    });
    expect(progress.at(-1)).toEqual({ step: 'write', rows: 2_500, share: 1 });
    expect(progress.length).toBeGreaterThan(2);
    // Between the first and the last row, the file is read in several parts.
    const again = [...rows, 'INV-2,C-1,,,2021-02-03,10.00,USD,,', 'INV-9999,C-1,,,soon,10.00,USD,,'];
    await expect(tenant.importLedger([HEADER, ...again].join('\r\n'))).rejects.toMatchObject({
      rows: [
        { line: 2_502, reason: expect.stringContaining('line 4 has the same') },
        { line: 2_503, column: 'due_date' },
      ],
    });
    expect(await tenant.importLedger([HEADER, ...again].join('\r\n'), { skipBadRows: true })).toMatchObject({
      customers: counts(0, 0, 7),
      invoices: counts(0, 0, 2_500),
    });
  });

  it('creates an invoice for each key, even if an earlier part of the file has the same number', async () => {
    const tenant = await createTenantWithLedger(app);
    const rows = Array.from({ length: 2_500 }, (_, n) => `INV-${n},C-1,,,2021-02-03,10.00,USD,,,I-${n}`);
    rows.push('INV-1,C-1,,,2021-02-03,10.00,USD,,,', 'INV-2,C-1,,,2021-02-03,10.00,USD,,,I-new');
    const csv = [`${HEADER},external_id`, ...rows].join('\n');
    expect((await tenant.importLedger(csv)).invoices).toEqual(counts(2_502, 0, 0));
    expect((await tenant.importLedger(csv)).invoices).toEqual(counts(0, 0, 2_502));
  });

  it('run twice at the same time, with rows in different orders, creates each row once', async () => {
    const tenant = await createTenantWithLedger(app);
    const rows = ['C-1', 'C-2', 'C-3'].map((customer, n) => `INV-${n},${customer},,,2021-02-03,10.00,USD,,`);
    const conflictingInsert = `INSERT INTO customer (id, company_id, external_id, name)
      VALUES (gen_random_uuid(), $1, 'C-2', 'Rolled back')`;
    const imported = await raceBehindLock(
      app.dataSource,
      [conflictingInsert, tenant.company.id],
      [
        () => tenant.importLedger([HEADER, ...rows].join('\n')),
        () => tenant.importLedger([HEADER, ...rows.toReversed()].join('\n')),
      ],
    );
    const resultOf = (count: object) => ({
      customers: count,
      invoices: count,
      cancelled_actions: NONE_CANCELLED,
      skipped: [],
    });
    expect(imported).toEqual(
      expect.arrayContaining([
        { status: 'fulfilled', value: resultOf(counts(3, 0, 0)) },
        { status: 'fulfilled', value: resultOf(counts(0, 0, 3)) },
      ]),
    );
    expect(await invoices(tenant)).toHaveLength(3);
  });
});

describe('the name of a customer', () => {
  it('is its id until a ledger has a name, changes with the ledger, and stays if a ledger has none', async () => {
    const tenant = await createTenantWithLedger(app);
    const ledger = (name: string) => `${HEADER}\nINV-1,C-1,${name},,2021-02-03,10.00,USD,,\n`;
    await tenant.importLedger(ledger(''));
    expect(await customerNames(tenant)).toEqual(['C-1']);
    expect((await tenant.importLedger(ledger('Acme'))).customers).toEqual(counts(0, 1, 0));
    expect(await customerNames(tenant)).toEqual(['Acme']);
    expect((await tenant.importLedger(ledger(''))).customers).toEqual(counts(0, 0, 1));
    expect(await customerNames(tenant)).toEqual(['Acme']);
  });
});

describe('a ledger import with asOf', () => {
  it('leaves out invoices and settlements after that day', async () => {
    const tenant = await createTenantWithLedger(app);
    const { customers, invoices: counted } = await tenant.importLedger(LEDGER, { asOf: '2021-02-19' });
    expect([customers, counted]).toEqual([counts(1, 0, 0), counts(2, 0, 0)]);
    expect(await invoices(tenant)).toMatchObject([
      { invoice_number: 'INV-1', status: 'open' },
      { invoice_number: 'INV-2', status: 'open', settled_on: null },
    ]);
  });

  it('includes the settlements of that day', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.importLedger(LEDGER, { asOf: '2021-02-20' });
    expect((await invoices(tenant))[1]).toMatchObject({ status: 'paid', settled_on: '2021-02-20' });
    expect((await tenant.importLedger(LEDGER, { asOf: '2021-03-01' })).invoices).toEqual(counts(1, 0, 2));
  });

  it('L6: takes the e-mail addresses of customers from their column, and keeps them if a file has none', async () => {
    const tenant = await createTenantWithLedger(app);
    const file = (email: string) =>
      `invoice_number,customer,customer_email,due_date,amount,currency\nA-1,C-1,${email},2021-02-03,10.00,USD\n`;
    const emails = () => tenant.select('SELECT email FROM customer WHERE company_id = $1');
    await tenant.importLedger(file('ap@acme.example'));
    expect(await emails()).toEqual([{ email: 'ap@acme.example' }]);
    await tenant.importLedger(file(''));
    expect(await emails()).toEqual([{ email: 'ap@acme.example' }]);
    await expect(tenant.importLedger(file('at home'))).rejects.toThrow(
      'line 2, customer_email: must be an e-mail address; it is "at home"',
    );
  });
});
