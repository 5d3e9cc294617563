import { describe, expect, it } from '@jest/globals';
import type { ListedAction } from './fetch-list.js';
import { isLoaded, pagesInView, rowsOf } from './pages.js';

const actions = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({ id: `a${from + i}` }) as ListedAction);
const none = new Set<string>();
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);

describe('the pages in view', () => {
  it('are the first one at the beginning, also of an empty list', () => {
    expect(pagesInView(0, 10, 1_000)).toEqual([1]);
    expect(pagesInView(0, 10, 0)).toEqual([1]);
  });

  it('include the next one near the edge', () => {
    expect(pagesInView(70, 80, 1_000)).toEqual([1, 2]);
    expect(pagesInView(110, 120, 1_000)).toEqual([1, 2]);
    expect(pagesInView(130, 140, 1_000)).toEqual([2]);
  });

  it('are the last one at the end', () => {
    expect(pagesInView(9_985, 10_000, 10_000)).toEqual([100]);
    expect(pagesInView(9_985, 10_000, 150)).toEqual([2]);
  });
});

describe('the rows of a list', () => {
  it('have placeholders where a page is not loaded, each time the same objects', () => {
    const pages = new Map([[2, actions(100, 200)]]);
    const rows = rowsOf(250, pages, none);
    expect(rows).toHaveLength(250);
    expect(rows.map(isLoaded)).toEqual(rows.map((_, i) => i >= 100 && i < 200));
    expect(rowsOf(250, pages, none)[0]).toBe(rows[0]);
  });

  it('are without hidden ones', () => {
    expect(idsOf(rowsOf(3, new Map([[1, actions(0, 3)]]), new Set(['a1'])))).toEqual(['a0', 'a2']);
  });

  it('show an action once that moved from a page to another between the requests', () => {
    const pages = new Map([
      [1, actions(1, 101)],
      [2, actions(100, 150)],
    ]);
    const rows = rowsOf(149, pages, none);
    expect(new Set(idsOf(rows)).size).toBe(rows.length);
    expect(rows).toHaveLength(149);
  });
});
