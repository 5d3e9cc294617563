import { describe, expect, it } from '@jest/globals';
import { fileOfText } from './csv-file.js';
import { type CsvOptions, type LedgerRows, readLedgerCsv } from './ledger-csv.js';

const HEADER =
  'invoice_number,customer,customer_name,issued_on,due_date,amount,currency,settled_on,disputed,external_id';
const VALID = 'INV-1,C-1,Acme,2026-01-01,2026-01-31,1200,USD,,no,';
const OPTIONS: CsvOptions = { map: {}, dateFormat: 'YYYY-MM-DD' };

async function readAll(text: string, options: CsvOptions): Promise<LedgerRows> {
  const all: LedgerRows = { rows: [], skipped: [] };
  const firstLines = { external_id: new Map<string, number>(), invoice_number: new Map<string, number>() };
  for await (const { rows, skipped } of readLedgerCsv(fileOfText(text), options, firstLines)) {
    all.rows.push(...rows);
    all.skipped.push(...skipped);
  }
  return all;
}
const read = (lines: string[], options: Partial<CsvOptions> = {}) =>
  readAll([HEADER, ...lines].join('\n'), { ...OPTIONS, ...options });

/** The valid row with the cells of some columns replaced. */
function rowWith(cells: Record<string, string>): string {
  const values = VALID.split(',');
  for (const [name, value] of Object.entries(cells)) values[HEADER.split(',').indexOf(name)] = `"${value}"`;
  return values.join(',');
}

describe('readLedgerCsv', () => {
  it('reads every field of a row', async () => {
    const line = 'INV-1, C-1 ,"Acme\nHoldings, Ltd",2026-01-01,2026-01-31,"1,200.5",EUR,2026-02-03,Yes,I-77';
    expect(await read([line])).toEqual({
      rows: [
        {
          line: 2,
          externalId: 'I-77',
          invoiceNumber: 'INV-1',
          kind: 'invoice',
          customerExternalId: 'C-1',
          customerName: 'Acme Holdings, Ltd',
          customerEmail: null,
          issuedOn: '2026-01-01',
          dueOn: '2026-01-31',
          amount: '1200.50',
          currency: 'EUR',
          disputed: true,
          settledOn: '2026-02-03',
        },
      ],
      skipped: [],
    });
  });

  it('reads mapped columns, a date format and a default currency, and fills in defaults for absent columns', async () => {
    const text = '\uFEFFNo,Client,Due,Total\r\n0001,17,1/9/2026,5\r\n';
    const map = { invoice_number: 'No', customer: 'Client', due_date: 'Due', amount: 'Total' };
    const { rows } = await readAll(text, { map, dateFormat: 'M/D/YYYY', currency: 'JPY' });
    expect(rows).toEqual([
      {
        line: 2,
        externalId: null,
        invoiceNumber: '0001',
        kind: 'invoice',
        customerExternalId: '17',
        customerName: null,
        customerEmail: null,
        issuedOn: '2026-01-09',
        dueOn: '2026-01-09',
        amount: '5',
        currency: 'JPY',
      },
    ]);
  });

  it('prefers the currency of the row to the default currency', async () => {
    const rows = [rowWith({ currency: 'GBP' }), rowWith({ invoice_number: 'INV-2', currency: '' })];
    const { rows: valid } = await read(rows, { currency: 'EUR' });
    expect(valid.map(({ currency }) => currency)).toEqual(['GBP', 'EUR']);
  });

  it.each([
    ...['yes', 'Y', 'TRUE', '1'].map((text) => [text, true] as const),
    ...['no', 'N', 'False', '0', ''].map((text) => [text, false] as const),
  ])('reads disputed %j as %s', async (text, disputed) => {
    expect((await read([rowWith({ disputed: text })])).rows).toMatchObject([{ disputed }]);
  });

  it.each([
    ['invoice_number', '', 'must not be empty; it is empty'],
    ['invoice_number', 'A\nB', 'must be text without control characters; it is "A\\nB"'],
    ['customer', 'C\u00001', 'must be text without control characters; it is "C\\u00001"'],
    ['customer', '', 'must not be empty; it is empty'],
    ['customer', 'x'.repeat(256), `must have at most 255 characters; it is "${'x'.repeat(80)}"`],
    ['customer_name', 'A\u0000', 'must be text without control characters; it is "A\\u0000"'],
    ['issued_on', '2026-02-30', 'must be a date written YYYY-MM-DD; it is "2026-02-30"'],
    ['due_date', '', 'must be a date written YYYY-MM-DD; it is empty'],
    ['due_date', '1900-01-01', 'must be a date from 1980 to 2199; it is "1900-01-01"'],
    ['settled_on', '9999-12-31', 'must be a date from 1980 to 2199; it is "9999-12-31"'],
    [
      'amount',
      '',
      'must be a number such as 1234.50 or 1,234.50, without a currency sign or spaces; it is empty',
    ],
    ['amount', '1.234', 'must have at most 2 decimals in USD; it is "1.234"'],
    ['amount', '0.00', 'must not be zero; it is "0.00"'],
    ['external_id', 'A\nB', 'must be text without control characters; it is "A\\nB"'],
    ['currency', 'usd', 'must be an ISO 4217 currency in capitals, such as USD; it is "usd"'],
    ['disputed', 'maybe', 'must be yes or no (or y, n, true, false, 1, 0, or empty for no); it is "maybe"'],
  ])('reports an invalid %s: %j', async (column, text, reason) => {
    expect(await read([rowWith({ [column]: text })])).toEqual({
      rows: [],
      skipped: [{ line: 2, column, reason }],
    });
  });

  it('counts characters, not UTF-16 code units, up to 255', async () => {
    expect((await read([rowWith({ customer: '𝒜'.repeat(255) })])).skipped).toEqual([]);
  });

  it('reports every invalid cell with the line where its row starts, and reads the other rows', async () => {
    const invalid = rowWith({
      invoice_number: 'INV-2',
      customer_name: 'A\nB',
      due_date: 'soon',
      amount: 'x',
      currency: '?',
    });
    const { rows, skipped } = await read([VALID, invalid, rowWith({ invoice_number: 'INV-3' })]);
    expect(rows.map(({ line, invoiceNumber }) => [line, invoiceNumber])).toEqual([
      [2, 'INV-1'],
      [5, 'INV-3'],
    ]);
    expect(skipped.map(({ line, column }) => [line, column])).toEqual([
      [3, 'due_date'],
      [3, 'currency'],
      [3, 'amount'],
    ]);
  });

  it('reports a repeated invoice number, even if the earlier row is invalid or issued after the as-of day', async () => {
    const first = rowWith({ amount: 'x' });
    const later = rowWith({ invoice_number: 'INV-2', issued_on: '2026-01-20' });
    expect(await read([first, VALID, later, later], { asOf: '2026-01-10' })).toEqual({
      rows: [],
      skipped: [
        { line: 2, column: 'amount', reason: expect.any(String) },
        {
          line: 3,
          column: 'invoice_number',
          reason: 'must be unique, but line 2 has the same; it is "INV-1"',
        },
        { line: 5, column: 'invoice_number', reason: expect.stringContaining('line 4 has the same') },
      ],
    });
  });

  it('reads an amount below zero as a credit note with a positive amount', async () => {
    const { rows } = await read([VALID, rowWith({ invoice_number: 'CN-1', amount: '-1,200.5' })]);
    expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['invoice', '1200.00'],
      ['credit_note', '1200.50'],
    ]);
  });

  it('L4: accepts a repeated invoice number if the rows have external ids, which must be unique', async () => {
    const rows = ['I-1', 'I-2', 'I-1', ''].map((external_id) => rowWith({ external_id }));
    const { rows: valid, skipped } = await read(rows);
    expect(valid.map(({ externalId }) => externalId)).toEqual(['I-1', 'I-2', null]);
    expect(skipped).toEqual([
      {
        line: 4,
        column: 'external_id',
        reason: 'must be unique, but line 2 has the same; it is "I-1"',
      },
    ]);
  });

  it('reports rows with too few or too many cells', async () => {
    expect((await read([`${VALID},`, 'INV-2,C-1'])).skipped).toEqual([
      { line: 2, column: null, reason: 'must have 10 cells, as the header has; it has 11' },
      { line: 3, column: null, reason: 'must have 10 cells, as the header has; it has 2' },
    ]);
  });

  it('reports the name of the column, not of the field', async () => {
    const { skipped } = await readAll('No,customer,due_date,amount\n,C,2026-01-31,1', {
      ...OPTIONS,
      map: { invoice_number: 'No' },
      currency: 'USD',
    });
    expect(skipped).toMatchObject([{ column: 'No' }]);
  });

  it('ignores settlements and invoices after the as-of day', async () => {
    const rows = [
      rowWith({ invoice_number: 'settled', issued_on: '2026-01-10', settled_on: '2026-01-10' }),
      rowWith({ invoice_number: 'still open', issued_on: '2026-01-10', settled_on: '2026-01-11' }),
      rowWith({ invoice_number: 'not issued', issued_on: '2026-01-11' }),
    ];
    const result = await read(rows, { asOf: '2026-01-10' });
    expect(result.skipped).toEqual([]);
    expect(result.rows.map(({ invoiceNumber, settledOn }) => [invoiceNumber, settledOn])).toEqual([
      ['settled', '2026-01-10'],
      ['still open', null],
    ]);
  });

  it.each([
    [{ dateFormat: 'yyyy' }, 'The date format must be'],
    [{ currency: 'usd' }, 'The currency must be an ISO 4217 code'],
    [{ asOf: '2026-02-30' }, 'The as-of day must be a date'],
    [{ map: { amount: 'Total' } }, 'no column "Total" for amount'],
  ])('throws if the options are %j', async (options, message) => {
    await expect(read([VALID], options)).rejects.toThrow(message);
  });

  it('throws if the file has no header', async () => {
    await expect(readAll('\n', OPTIONS)).rejects.toThrow('The file is empty');
  });
});
