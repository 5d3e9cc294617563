import { describe, expect, it } from '@jest/globals';
import { findColumns, findField } from './ledger-columns.js';

const HEADER = ['invoice_number', 'customer', 'due_date', 'amount', 'currency'];

describe('findColumns', () => {
  it('uses the mapped column, or else the column with the name of the field', () => {
    expect([...findColumns([...HEADER, 'Total', 'other'], { amount: 'Total' }, false)]).toEqual([
      ['invoice_number', { name: 'invoice_number', index: 0 }],
      ['customer', { name: 'customer', index: 1 }],
      ['due_date', { name: 'due_date', index: 2 }],
      ['amount', { name: 'Total', index: 5 }],
      ['currency', { name: 'currency', index: 4 }],
    ]);
  });

  it.each([
    [['due_on'], {}, 'due_on'],
    [['due_on', 'due_date'], { due_date: 'due_on' }, 'due_on'],
    [['due_on', 'due_date'], { due_date: 'due_date' }, 'due_date'],
  ])('of the columns %j with the mapping %j, reads the due date from %s', (names, map, expected) => {
    const header = [...HEADER.filter((name) => name !== 'due_date'), ...names];
    expect(findColumns(header, map, false).get('due_date')?.name).toBe(expected);
  });

  it('can read two fields from one column', () => {
    const columns = findColumns(HEADER, { customer_name: 'customer' }, false);
    expect(columns.get('customer_name')).toEqual({ name: 'customer', index: 1 });
  });

  it('needs no currency column if there is a default currency', () => {
    expect(findColumns(HEADER.slice(0, 4), {}, true).has('currency')).toBe(false);
  });

  it.each([
    [
      ['a', 'b'],
      {},
      'The file has no column "invoice_number" for invoice_number, no column "customer" for customer, no column "due_date" ' +
        'for due_date, no column "amount" for amount, no column "currency" for currency. Its columns are: a, b.',
    ],
    [HEADER, { amount: 'Total' }, 'The file has no column "Total" for amount. Its columns are: '],
    [HEADER, { disputed: 'Disputed' }, 'no column "Disputed" for disputed.'],
    [HEADER, { amount: 'Amount' }, 'no column "Amount" for amount.'],
    [[...HEADER, 'amount'], {}, 'more than one column "amount" for amount.'],
    [[...HEADER, 'due_on'], {}, 'more than one column "due_date" or "due_on" for due_date.'],
  ])('rejects the columns %j with the mapping %j', (header, map, message) => {
    expect(() => findColumns(header, map, false)).toThrow(message);
  });
});

describe('findField', () => {
  it.each([
    ['due_date', 'due_date'],
    ['due_on', 'due_date'],
    ['amount', 'amount'],
    ['colour', undefined],
  ])('resolves the name %s to %s', (name, field) => {
    expect(findField(name)).toBe(field);
  });
});
