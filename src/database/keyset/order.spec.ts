import { describe, expect, it } from '@jest/globals';
import { conditionsAfter, isPlace, type Order, orderSql } from './order.js';

const MIXED: Order = [
  { column: 'urgency', type: 'integer', isDescending: true },
  { column: 'at', type: 'integer' },
  { column: 'id', type: 'integer' },
];
const NULLABLE: Order = [
  { column: 'amount', type: 'numeric', isDescending: true, isNullable: true },
  { column: 'id', type: 'integer' },
];

function conditions(order: Order, place: (string | null)[]) {
  const values: unknown[] = [];
  return { sql: conditionsAfter(order, place, (value) => `$${values.push(value)}`), values };
}

describe('conditionsAfter', () => {
  it('is one comparison of rows if all columns have one direction', () => {
    const descending = MIXED.map((column) => ({ ...column, isDescending: true }));
    expect(conditions(descending, ['5', '6', '7'])).toEqual({
      sql: ['(urgency, at, id) < ($1::bigint, $2::bigint, $3::bigint)'],
      values: ['5', '6', '7'],
    });
  });

  it('has a range for each change of the direction, the nearest rows first', () => {
    expect(conditions(MIXED, ['5', '6', '7']).sql).toEqual([
      'urgency = $1::bigint AND (at, id) > ($2::bigint, $3::bigint)',
      '(urgency) < ($1::bigint)',
    ]);
  });

  it('puts the rows without a value after all others', () => {
    expect(conditions(NULLABLE, ['5', '7']).sql).toEqual([
      'amount = $1::numeric AND (id) > ($2::bigint)',
      '(amount < $1::numeric OR amount IS NULL)',
    ]);
    expect(conditions(NULLABLE, [null, '7'])).toEqual({
      sql: ['amount IS NULL AND (id) > ($1::bigint)'],
      values: ['7'],
    });
  });
});

it('orderSql is the list for ORDER BY', () => {
  expect([orderSql(MIXED), orderSql(NULLABLE)]).toEqual([
    'urgency DESC, at, id',
    'amount DESC NULLS LAST, id',
  ]);
});

describe('isPlace', () => {
  it.each<[unknown, boolean]>([
    [['5', '6', '7'], true],
    [['-5', '6', '7'], true],
    [['5', '6'], false],
    [['5', '6', '7', '8'], false],
    [[5, '6', '7'], false],
    [[null, '6', '7'], false],
    [['5', '6', '7; DROP TABLE action'], false],
    [['5', '6', '1234567890123456789'], false],
    [{ 0: '5', 1: '6', 2: '7', length: 3 }, false],
    [undefined, false],
  ])('of %j in an order of three integers is %s', (value, expected) => {
    expect(isPlace(value, MIXED)).toBe(expected);
  });

  it('accepts null where a row can have no value', () => {
    expect([isPlace([null, '1'], NULLABLE), isPlace(['1', null], NULLABLE)]).toEqual([true, false]);
  });
});
