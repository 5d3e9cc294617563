import { describe, expect, it } from '@jest/globals';
import { findColumns, findField } from './ledger-columns.js';

const OWN = ['invoice_number', 'customer', 'due_date', 'amount', 'currency'];

describe('findColumns', () => {
  it('takes the mapped column, else the one of the field’s own name', () => {
    expect([...findColumns([...OWN, 'Total', 'other'], { amount: 'Total' }, false)]).toEqual([
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
  ])('finds the due date in the columns %j mapped as %j under %s', (names, map, expected) => {
    const header = [...OWN.filter((name) => name !== 'due_date'), ...names];
    expect(findColumns(header, map, false).get('due_date')?.name).toBe(expected);
  });

  it('lets one column serve two fields', () => {
    const columns = findColumns(OWN, { customer_name: 'customer' }, false);
    expect(columns.get('customer_name')).toEqual({ name: 'customer', index: 1 });
  });

  it('needs no currency column where a default is known', () => {
    expect(findColumns(OWN.slice(0, 4), {}, true).has('currency')).toBe(false);
  });

  it.each([
    [
      ['a', 'b'],
      {},
      'The file has no column "invoice_number" for invoice_number, no column "customer" for customer, no column "due_date" ' +
        'for due_date, no column "amount" for amount, no column "currency" for currency. Its columns are: a, b.',
    ],
    [OWN, { amount: 'Total' }, 'The file has no column "Total" for amount. Its columns are: '],
    [OWN, { disputed: 'Disputed' }, 'no column "Disputed" for disputed.'],
    [OWN, { amount: 'Amount' }, 'no column "Amount" for amount.'],
    [[...OWN, 'amount'], {}, 'more than one column "amount" for amount.'],
    [[...OWN, 'due_on'], {}, 'more than one column "due_date" or "due_on" for due_date.'],
  ])('refuses the columns %j mapped as %j', (header, map, message) => {
    expect(() => findColumns(header, map, false)).toThrow(message);
  });
});

describe('findField', () => {
  it.each([
    ['due_date', 'due_date'],
    ['due_on', 'due_date'],
    ['amount', 'amount'],
    ['colour', undefined],
  ])('finds by the name %s the field %s', (name, field) => {
    expect(findField(name)).toBe(field);
  });
});
