import { describe, expect, it } from '@jest/globals';
import { readRows } from './read-rows.js';

const HEADER = ['Customer', 'Invoice', 'Due', 'Total', 'Cur', 'Disputed'];
const MAPPING = { customer: 0, invoice_number: 1, due_date: 2, amount: 3, currency: 4, disputed: 5 };
const FORMATS = { date: 'D.M.YYYY', decimal: ',', currency: 'EUR' } as const;

const read = (...cells: string[][]) =>
  readRows(
    HEADER,
    cells.map((row, index) => ({ line: index + 2, cells: row })),
    MAPPING,
    FORMATS,
  );

describe('readRows', () => {
  it('reads a row, with null for empty cells and nothing for absent columns', () => {
    const { rows, errors } = read(['C-1', 'INV-1', '31.1.2026', '1.200,5', '', 'yes']);
    expect(errors).toEqual([]);
    expect(rows).toEqual([
      expect.objectContaining({
        line: 2,
        customer: 'C-1',
        invoice_number: 'INV-1',
        due_date: '2026-01-31',
        amount: '1200.50',
        currency: 'EUR',
        disputed: true,
        balance: undefined,
      }),
    ]);
  });

  it('reports every invalid cell with its line and the name of its column', () => {
    const { rows, errors } = read(
      ['', 'INV-1', 'soon', '0,00', '?', 'x'],
      ['C', 'INV-2', '1.1.2026', '5', ''],
    );
    expect(rows).toEqual([]);
    expect(errors.map(({ line, column }) => [line, column])).toEqual([
      [2, 'Cur'],
      [2, 'Customer'],
      [2, 'Due'],
      [2, 'Total'],
      [2, 'Disputed'],
      [3, null],
    ]);
    expect(errors[1]!.problem).toBe('must not be empty; it is empty');
  });

  it('reports a repeated invoice number with the line of the first', () => {
    const valid = ['C-1', 'INV-1', '31.1.2026', '5', 'USD', ''];
    const { rows, errors } = read(valid, valid);
    expect(rows).toHaveLength(1);
    expect(errors).toEqual([
      { line: 3, column: 'Invoice', problem: 'must be unique, but line 2 has the same; it is "INV-1"' },
    ]);
  });
});
