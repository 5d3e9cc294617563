import { describe, expect, it } from '@jest/globals';
import { findColumns } from './ledger-columns.js';

const OWN = ['invoice_number', 'customer', 'due_on', 'amount', 'currency'];

describe('findColumns', () => {
  it('takes the mapped column, else the one of the field’s own name', () => {
    expect([...findColumns([...OWN, 'Total', 'other'], { amount: 'Total' }, false)]).toEqual([
      ['invoice_number', { name: 'invoice_number', index: 0 }],
      ['customer', { name: 'customer', index: 1 }],
      ['due_on', { name: 'due_on', index: 2 }],
      ['amount', { name: 'Total', index: 5 }],
      ['currency', { name: 'currency', index: 4 }],
    ]);
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
      'The file has no column "invoice_number" for invoice_number, no column "customer" for customer, no column "due_on" ' +
        'for due_on, no column "amount" for amount, no column "currency" for currency. Its columns are: a, b.',
    ],
    [OWN, { amount: 'Total' }, 'The file has no column "Total" for amount. Its columns are: '],
    [OWN, { disputed: 'Disputed' }, 'no column "Disputed" for disputed.'],
    [OWN, { amount: 'Amount' }, 'no column "Amount" for amount.'],
    [[...OWN, 'amount'], {}, 'more than one column "amount" for amount.'],
  ])('refuses the columns %j mapped as %j', (header, map, message) => {
    expect(() => findColumns(header, map, false)).toThrow(message);
  });
});
