import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { NONE_CANCELLED } from '../ledger-sync/rows.js';

const app = useApp();

/** Rows: valid, one invalid cell, two invalid cells, a missing cell, a repeated invoice number, valid. */
const LEDGER = `No,Customer,Due,Amount
1,C-1,2021-02-03,10.00
2,C-1,2021-02-30,10.00
3,,2021-02-03,ten
4,C-2,2021-02-03
1,C-2,2021-02-03,10.00
"6
",C-3,2021-02-03,10.00
`;
const OPTIONS = {
  map: { invoice_number: 'No', customer: 'Customer', due_date: 'Due', amount: 'Amount' },
  currency: 'USD',
};
const INVALID_ROWS = [
  {
    line: 3,
    column: 'Due',
    reason: expect.stringMatching(/^must be a date written YYYY-MM-DD.*"2021-02-30"/),
  },
  { line: 4, column: 'Customer', reason: expect.stringContaining('must not be empty') },
  { line: 4, column: 'Amount', reason: expect.stringMatching(/^must be a number such as .*"ten"/) },
  { line: 5, column: null, reason: 'must have 4 cells, as the header has; it has 3' },
  { line: 6, column: 'No', reason: expect.stringContaining('line 2') },
];
const invoiceNumbers = async (tenant: TenantWithLedger) =>
  (
    await tenant.select<{ invoice_number: string }>(
      'SELECT invoice_number FROM invoice WHERE company_id = $1',
    )
  ).map(({ invoice_number }) => invoice_number);

describe('an invalid row', () => {
  it('fails the whole import with line, column and reason of every error', async () => {
    const tenant = await createTenantWithLedger(app);
    const failure = await tenant.importLedger(LEDGER, OPTIONS).catch((error: unknown) => error);
    expect(failure).toMatchObject({ rows: INVALID_ROWS });
    expect((failure as Error).message.split('\n')).toEqual([
      'Nothing was imported because of these errors:',
      expect.stringMatching(/^line 3, Due: must be a date written YYYY-MM-DD/),
      expect.stringMatching(/^line 4, Customer: must not be empty/),
      expect.stringMatching(/^line 4, Amount: must be a number/),
      'line 5: must have 4 cells, as the header has; it has 3',
      expect.stringMatching(/^line 6, No: /),
    ]);
    expect(await invoiceNumbers(tenant)).toEqual([]);
    expect(await tenant.select('SELECT id FROM customer WHERE company_id = $1')).toEqual([]);
  });

  it('is reported and skipped with skipBadRows, and the other rows are imported', async () => {
    const tenant = await createTenantWithLedger(app);
    expect(await tenant.importLedger(LEDGER, { ...OPTIONS, skipBadRows: true })).toEqual({
      customers: { created: 2, updated: 0, unchanged: 0 },
      invoices: { created: 2, updated: 0, unchanged: 0 },
      cancelled_actions: NONE_CANCELLED,
      skipped: INVALID_ROWS,
    });
    expect((await invoiceNumbers(tenant)).toSorted()).toEqual(['1', '6']);
  });

  it('does not undo an earlier import', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.importLedger('No,Customer,Due,Amount\n9,C-9,2021-02-03,9.00\n', OPTIONS);
    await expect(tenant.importLedger(LEDGER, OPTIONS)).rejects.toThrow('Nothing was imported');
    expect(await invoiceNumbers(tenant)).toEqual(['9']);
  });
});

describe('an unusable file', () => {
  it.each([
    ['', 'The file is empty'],
    ['No,Customer,Due\n', 'no column "Amount" for amount'],
    ['No,Customer,Due,Amount,Amount\n', 'more than one column "Amount"'],
    ['No,Customer,Due,Amount\n1,"C-1,2021-02-03,1\n', 'Broken CSV in the record that starts at line 2'],
  ])('%j is rejected: %s', async (csv, reason) => {
    const tenant = await createTenantWithLedger(app);
    await expect(tenant.importLedger(csv, { ...OPTIONS, skipBadRows: true })).rejects.toThrow(reason);
  });

  it('imports nothing from a file that has only a header', async () => {
    const tenant = await createTenantWithLedger(app);
    const { invoices } = await tenant.importLedger('No,Customer,Due,Amount\n', OPTIONS);
    expect(invoices).toEqual({ created: 0, updated: 0, unchanged: 0 });
  });
});
