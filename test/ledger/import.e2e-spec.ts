import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { raceBehindLock } from '../support/race-behind-lock.js';

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
const names = async (tenant: TenantWithLedger) =>
  (
    await tenant.select<{ name: string }>(
      'SELECT name FROM customer WHERE company_id = $1 ORDER BY external_id',
    )
  ).map(({ name }) => name);
const versions = async (tenant: TenantWithLedger) => [
  await tenant.select('SELECT id, xmin::text, updated_at FROM customer WHERE company_id = $1 ORDER BY id'),
  await tenant.select('SELECT id, xmin::text, updated_at FROM invoice WHERE company_id = $1 ORDER BY id'),
];

describe('importing a ledger', () => {
  it('creates its customers and invoices, and counts them', async () => {
    const tenant = await createTenantWithLedger(app);
    expect(await tenant.sync(LEDGER)).toEqual({
      customers: counts(2, 0, 0),
      invoices: counts(3, 0, 0),
      skipped: [],
    });
    const usual = { currency: 'USD', status: 'open', disputed: false, settled_on: null };
    expect(await invoices(tenant)).toMatchObject([
      { ...usual, invoice_number: 'INV-1', customer: 'Acme Supply', amount: '1250.00', due_on: '2021-02-03' },
      { ...usual, amount: '1080.50', currency: 'EUR', status: 'paid', settled_on: '2021-02-20' },
      { ...usual, customer: 'Brightwater', amount: '99.90', issued_on: '2021-03-01', disputed: true },
    ]);
  });

  it('a second time changes nothing: no row is written', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.sync(LEDGER);
    const before = await versions(tenant);
    expect(await tenant.sync(LEDGER)).toEqual({
      customers: counts(0, 0, 2),
      invoices: counts(0, 0, 3),
      skipped: [],
    });
    expect(await versions(tenant)).toEqual(before);
  });

  it.each([
    ['settled', 'INV-1,C-1,,2021-01-04,2021-02-03,1250.00,USD,2021-02-01,no', { status: 'paid' }],
    ['corrected', 'INV-1,C-1,,2021-01-04,2021-02-03,1200.00,USD,,no', { amount: '1200.00' }],
    ['deferred', 'INV-1,C-1,,2021-01-04,2021-03-03,1250.00,USD,,no', { due_on: '2021-03-03' }],
    ['disputed', 'INV-1,C-1,,2021-01-04,2021-02-03,1250.00,USD,,yes', { disputed: true }],
    ['transferred', 'INV-1,C-2,,2021-01-04,2021-02-03,1250.00,USD,,no', { customer: 'Brightwater' }],
  ])('updates an invoice that was %s since, and no other', async (_how, row, change) => {
    const tenant = await createTenantWithLedger(app);
    await tenant.sync(LEDGER);
    const [first, ...others] = await invoices(tenant);
    expect((await tenant.sync(`${HEADER}\n${row}\n`)).invoices).toEqual(counts(0, 1, 0));
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
    await tenant.sync(csv, { map, dateFormat: 'M/D/YYYY', currency: 'JPY' });
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

  it('keeps apart what two companies number alike', async () => {
    const [one, two] = [await createTenantWithLedger(app), await createTenantWithLedger(app)];
    await one.sync(LEDGER);
    expect((await two.sync(LEDGER.replace('1250.00', '7.00'))).invoices).toEqual(counts(3, 0, 0));
    expect((await invoices(one))[0]).toMatchObject({ amount: '1250.00' });
    expect((await invoices(two))[0]).toMatchObject({ amount: '7.00' });
  });

  it('takes thousands of rows, telling how far it is', async () => {
    const tenant = await createTenantWithLedger(app);
    const rows = Array.from({ length: 2_500 }, (_, n) => `INV-${n},C-${n % 7},,,2021-02-03,10.00,USD,,`);
    const told: [number, number][] = [];
    const onProgress = (done: number, total: number) => void told.push([done, total]);
    const result = await tenant.sync([HEADER, ...rows].join('\r\n'), { onProgress });
    expect(result).toMatchObject({ customers: counts(7, 0, 0), invoices: counts(2_500, 0, 0) });
    expect(told).toEqual([
      [1_000, 2_500],
      [2_000, 2_500],
      [2_500, 2_500],
    ]);
  });

  it('twice at the same time, in whatever order, makes one ledger', async () => {
    const tenant = await createTenantWithLedger(app);
    const rows = ['C-1', 'C-2', 'C-3'].map((customer, n) => `INV-${n},${customer},,,2021-02-03,10.00,USD,,`);
    const inTheirWay = `INSERT INTO customer (id, company_id, external_id, name)
      VALUES (gen_random_uuid(), $1, 'C-2', 'Not to stay')`;
    const imported = await raceBehindLock(
      app.dataSource,
      [inTheirWay, tenant.company.id],
      [
        () => tenant.sync([HEADER, ...rows].join('\n')),
        () => tenant.sync([HEADER, ...rows.toReversed()].join('\n')),
      ],
    );
    const both = (result: object) => ({ customers: result, invoices: result, skipped: [] });
    expect(imported).toEqual(
      expect.arrayContaining([
        { status: 'fulfilled', value: both(counts(3, 0, 0)) },
        { status: 'fulfilled', value: both(counts(0, 0, 3)) },
      ]),
    );
    expect(await invoices(tenant)).toHaveLength(3);
  });
});

describe('customers’ names', () => {
  it('are their ids until a name is known, change with the ledger, and stay where it has none', async () => {
    const tenant = await createTenantWithLedger(app);
    const ledger = (name: string) => `${HEADER}\nINV-1,C-1,${name},,2021-02-03,10.00,USD,,\n`;
    await tenant.sync(ledger(''));
    expect(await names(tenant)).toEqual(['C-1']);
    expect((await tenant.sync(ledger('Acme'))).customers).toEqual(counts(0, 1, 0));
    expect(await names(tenant)).toEqual(['Acme']);
    expect((await tenant.sync(ledger(''))).customers).toEqual(counts(0, 0, 1));
    expect(await names(tenant)).toEqual(['Acme']);
  });
});

describe('an import as of a day', () => {
  it('forgets the invoices that were issued after it, and the settlements', async () => {
    const tenant = await createTenantWithLedger(app);
    const { customers, invoices: counted } = await tenant.sync(LEDGER, { asOf: '2021-02-19' });
    expect([customers, counted]).toEqual([counts(1, 0, 0), counts(2, 0, 0)]);
    expect(await invoices(tenant)).toMatchObject([
      { invoice_number: 'INV-1', status: 'open' },
      { invoice_number: 'INV-2', status: 'open', settled_on: null },
    ]);
  });

  it('knows what happened on the day itself', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.sync(LEDGER, { asOf: '2021-02-20' });
    expect((await invoices(tenant))[1]).toMatchObject({ status: 'paid', settled_on: '2021-02-20' });
    expect((await tenant.sync(LEDGER, { asOf: '2021-03-01' })).invoices).toEqual(counts(1, 0, 2));
  });
});
