import type { DataSource } from 'typeorm';
import { LIMITS } from '../../limits.js';
import { flat, type Page } from '../page.js';
import { runAs } from '../pool/claim.js';
import { rowBatches } from '../sql/long-rows.js';
import { cursorAfter, type ListIdentity, placeOf } from './list-cursor.js';
import type { Place } from './order.js';
import { readAhead } from './read-ahead.js';
import { countRows, type OrderedListing, selectAfter, type Stretch } from './select-after.js';

/** A request for the rows after a cursor. */
export interface CursorRequest {
  /** From an earlier page, or `start`. */
  cursor: string;
  page_size: number;
  /** Whether to count the rows of the whole list. */
  count?: boolean;
}

/** Some rows of a list, in order. */
export interface CursorPage<Row> extends Omit<Page<Row>, 'count'> {
  /** The number of all rows of the list; absent if it was not asked for. */
  count?: number;
  /** The cursor of the next page; null on the last one. */
  next: string | null;
}

/**
 * Reads the rows after a cursor. A row that is in the list all the time, at the same place, is on exactly one page, whatever else comes
 * and goes.
 * @throws DomainError invalid if the cursor belongs to another list
 */
export async function readAfter<Row extends { id: string }>(
  dataSource: DataSource,
  list: ListIdentity,
  listing: OrderedListing,
  request: CursorRequest,
): Promise<CursorPage<Row>> {
  const place = placeOf(request.cursor, list, listing.order);
  const { ids, last } = await selectAfter(dataSource, listing, place, request.page_size);
  const count = request.count ? await countRows(dataSource, listing) : undefined;
  const batches = rowBatches<Row>(dataSource, listing, ids);
  const { value: rows = [] } = (await batches.next()) as { value?: Row[] };
  const isCut = rows.length > 0 && rows.at(-1)!.id !== ids.at(-1);
  return {
    ...(count !== undefined && { count }),
    size: ids.length,
    rows,
    ...(isCut && { rest: () => flat(batches) }),
    next: last && cursorAfter(list, last),
  };
}

/**
 * Reads all rows of a list in batches, each in a statement of its own: no transaction stays open, and no connection is held between
 * two batches. Every batch shows its rows as they are then. While a batch is used, the next one is read.
 */
export function readAll<Row extends { id: string }>(
  dataSource: DataSource,
  listing: OrderedListing,
): AsyncGenerator<Row[]> {
  return readAhead(batchesOf<Row>(dataSource, listing));
}

async function* batchesOf<Row extends { id: string }>(
  dataSource: DataSource,
  listing: OrderedListing,
): AsyncGenerator<Row[]> {
  // A list with expressions finds all its rows anew each time.
  const limit = listing.with ? LIMITS.exportIds.searched : LIMITS.exportIds.ordered;
  let place: Place | null = null;
  do {
    const stretch: Stretch = await runAs('bulk', () => selectAfter(dataSource, listing, place, limit));
    const batches = rowBatches<Row>(dataSource, listing, stretch.ids);
    for (;;) {
      const { done, value } = await runAs('bulk', () => batches.next());
      if (done) break;
      yield value;
    }
    place = stretch.last;
  } while (place !== null);
}
