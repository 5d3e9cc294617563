import { describe, expect, it } from '@jest/globals';
import type { Row } from './pages.js';
import { toggled, withRange } from './selected-ids.js';

const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id })) as Row[];

describe('the selection', () => {
  it('takes a row in, and out again', () => {
    const once = toggled(new Set(['a']), 'b');
    expect([...once]).toEqual(['a', 'b']);
    expect([...toggled(once, 'a')]).toEqual(['b']);
  });

  it('takes in all rows between two, in either direction', () => {
    expect([...withRange(new Set(), rows, 'b', 'd')].toSorted()).toEqual(['b', 'c', 'd']);
    expect([...withRange(new Set(['d']), rows, 'c', 'a')].toSorted()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leaves out rows that are not loaded', () => {
    const gap = [rows[0]!, { id: 'row-1', isPlaceholder: true as const }, rows[2]!];
    expect([...withRange(new Set(), gap, 'a', 'c')].toSorted()).toEqual(['a', 'c']);
  });

  it('takes in one row if its beginning has left the list', () => {
    expect([...withRange(new Set(), rows, 'gone', 'c')]).toEqual(['c']);
    expect([...withRange(new Set(), rows, null, 'c')]).toEqual(['c']);
  });
});
