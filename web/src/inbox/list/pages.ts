import type { ListedAction } from './fetch-list.js';

/** The rows of a page of the API. */
export const PAGE_SIZE = 100;
/** Pages on each side of what is in view that are loaded, too, so that scrolling meets loaded rows. Only near the edge of a page. */
const AHEAD_ROWS = 25;

/** A row whose page is not loaded yet. */
export interface Placeholder {
  id: string;
  isPlaceholder: true;
}
export type Row = ListedAction | Placeholder;
export const isLoaded = (row: Row): row is ListedAction => !('isPlaceholder' in row);

const placeholders: Placeholder[] = [];
/** The same object each time, so that a row is drawn again only if it has changed. */
const placeholder = (index: number): Placeholder =>
  (placeholders[index] ??= { id: `row-${index}`, isPlaceholder: true });

/** The numbers of the pages, from 1, that the rows in view and those near them are on. */
export function pagesInView(first: number, last: number, count: number): number[] {
  const lastPage = Math.max(1, Math.ceil(count / PAGE_SIZE));
  const from = Math.floor(Math.max(0, first - AHEAD_ROWS) / PAGE_SIZE) + 1;
  const to = Math.min(lastPage, Math.floor((last + AHEAD_ROWS) / PAGE_SIZE) + 1);
  return Array.from({ length: Math.max(0, to - Math.min(from, to)) + 1 }, (_, i) => Math.min(from, to) + i);
}

/**
 * All rows of a list, in its order, with placeholders for the pages that are not loaded. Pages are read at different times, so an
 * action that has moved can be on two of them: the first place counts.
 * @param count the rows on all pages, as the API said
 * @param pages the loaded pages, by number
 * @param hidden the ids of rows that have left the list before the API says so
 */
export function rowsOf(
  count: number,
  pages: ReadonlyMap<number, readonly ListedAction[]>,
  hidden: ReadonlySet<string>,
): Row[] {
  const rows: Row[] = [];
  const seen = new Set(hidden);
  for (let page = 1; (page - 1) * PAGE_SIZE < count; page++) {
    const loaded = pages.get(page);
    if (loaded) {
      for (const action of loaded) {
        if (seen.has(action.id)) continue;
        seen.add(action.id);
        rows.push(action);
      }
    } else {
      const end = Math.min(page * PAGE_SIZE, count);
      for (let index = (page - 1) * PAGE_SIZE; index < end; index++) rows.push(placeholder(index));
    }
  }
  return rows;
}
