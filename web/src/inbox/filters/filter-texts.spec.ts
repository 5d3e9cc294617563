import { describe, expect, it } from '@jest/globals';
import { chipsOf } from './filter-texts.js';

const names = { customer: 'Acme', assignee: null };
const wordsOf = (filters: Parameters<typeof chipsOf>[0]) => chipsOf(filters, names).map(({ text }) => text);

describe('the active filters', () => {
  it('are named in words', () => {
    expect(wordsOf({ customer_id: 'c', action_type: 'call,task', assigned_to: 'none' })).toEqual([
      'Customer: Acme',
      'Call, Task',
      'Assigned to: Nobody',
    ]);
  });

  it('show a range as one, with the currency of amounts', () => {
    const chips = chipsOf({ currency: 'EUR', amount_min: '100', amount_max: '900' }, names);
    expect(chips).toHaveLength(1);
    expect(chips[0]?.text).toMatch(/100.*900/);
    expect(wordsOf({ days_overdue_min: '30' })).toEqual(['Days overdue from 30']);
    expect(wordsOf({ days_overdue_max: '60' })).toEqual(['Days overdue up to 60']);
    expect(wordsOf({ currency: 'EUR' })).toEqual(['EUR']);
  });

  it('show days without amounts of time zones', () => {
    expect(wordsOf({ executed_after: '2026-11-01' })[0]).toMatch(/2026/);
  });
});
