import { describe, expect, it } from '@jest/globals';
import { isFiltered, readList, without, writeList } from './filters.js';

const CUSTOMER = '01a2210b-6886-7048-b7dc-7d20c246447a';

describe('the address of a list', () => {
  it('reads what it wrote', () => {
    const state = {
      filters: { search: 'a & b', customer_id: CUSTOMER, currency: 'EUR', amount_min: '100.50' },
      sort: 'amount',
    } as const;
    expect(readList(writeList(state), 'needs_action')).toEqual(state);
  });

  it('is empty without filters and in the usual order', () => {
    expect(writeList({ filters: {}, sort: 'urgency' })).toBe('');
  });

  it('ignores values that the API would refuse', () => {
    const query =
      'customer_id=1&action_type=fax&days_overdue_min=soon&currency=euro&sort=name&search=%20&page=3';
    expect(readList(query, 'needs_action')).toEqual({ filters: {}, sort: 'urgency' });
  });

  it('ignores amounts without a currency', () => {
    expect(readList('amount_min=5&amount_max=9', 'needs_action').filters).toEqual({});
    expect(readList('amount_min=5&currency=USD', 'needs_action').filters).toEqual({
      amount_min: '5',
      currency: 'USD',
    });
  });

  it('has days of execution only in the history, which cannot be sorted', () => {
    const query = 'executed_after=2026-01-01&sort=amount';
    expect(readList(query, 'history')).toEqual({
      filters: { executed_after: '2026-01-01' },
      sort: 'urgency',
    });
    expect(readList(query, 'needs_action')).toEqual({ filters: {}, sort: 'amount' });
  });

  it('loses the other end of a range, and the currency of amounts, with a filter', () => {
    expect(without({ currency: 'EUR', amount_min: '1', source: 'x' }, 'currency')).toEqual({ source: 'x' });
    expect(without({ days_overdue_min: '1', days_overdue_max: '9' }, 'days_overdue_min')).toEqual({});
    expect(isFiltered(without({ source: 'x' }, 'source'))).toBe(false);
  });
});
