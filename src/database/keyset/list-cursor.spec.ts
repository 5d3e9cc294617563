import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../problems/domain-error.js';
import { cursorAfter, type ListIdentity, placeOf, START } from './list-cursor.js';
import type { Order } from './order.js';

const ORDER: Order = [
  { column: 'name', type: 'text' },
  { column: 'id', type: 'integer' },
];
const LIST: ListIdentity = { name: 'customers', company: 'a', filter: { held: true, search: 'ü' } };
const PLACE = ['Müller "& Sons"', '7'];

const errorOf = (cursor: string, list = LIST, order = ORDER) => {
  try {
    return placeOf(cursor, list, order);
  } catch (error) {
    return (error as DomainError).extras.errors;
  }
};
const REFUSED = [expect.objectContaining({ in: 'query', field: 'cursor', code: 'cursor' })];

describe('the cursor of a list', () => {
  it('leads back to its place', () => {
    expect(placeOf(cursorAfter(LIST, PLACE), LIST, ORDER)).toEqual(PLACE);
    expect(placeOf(START, LIST, ORDER)).toBeNull();
  });

  it('does not depend on the order of the filters, nor on absent ones', () => {
    const filter = { status: undefined, search: 'ü', held: true };
    expect(placeOf(cursorAfter(LIST, PLACE), { ...LIST, filter }, ORDER)).toEqual(PLACE);
  });

  it.each<[string, Partial<ListIdentity>]>([
    ['another list', { name: 'invoices' }],
    ['another company', { company: 'b' }],
    ['another filter', { filter: { held: true } }],
  ])('is rejected by %s', (_, other) => {
    expect(errorOf(cursorAfter({ ...LIST, ...other }, PLACE))).toEqual(REFUSED);
  });

  it.each([
    '',
    'START',
    cursorAfter(LIST, PLACE).slice(1),
    `${cursorAfter(LIST, PLACE)}=`,
    cursorAfter(LIST, ['x']),
    cursorAfter(LIST, ['x', 'y']),
    cursorAfter(LIST, ['\0', '1']),
    Buffer.from('l1.').toString('base64url'),
  ])('is rejected if it was changed: %j', (cursor) => {
    expect(errorOf(cursor)).toEqual(REFUSED);
  });
});
