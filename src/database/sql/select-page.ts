import type { DataSource } from 'typeorm';
import { prepared } from './prepared.js';
import { searchStatement } from './search-statement.js';
import type { Page, PageRequest } from '../page.js';

export interface Listing {
  /** Whether `where` searches texts (see searchStatement). */
  isSearch?: boolean;
  /** A common table expression, `name AS (…)`, that `where` uses. */
  with?: string;
  /** The table to filter, count and order. */
  from: string;
  where: string;
  /** A total order, by columns that both the table and the result have. */
  orderBy: string;
  /** The select list of the result. */
  columns: string;
  /** The joins of the result, from the ids of the page, which are `k.id`. */
  joins: string;
  /** The order of the result if an id has several rows; by default `orderBy`. */
  resultOrder?: string;
  values: unknown[];
}

/**
 * Selects the rows of one page and the exact count in one statement. A search is not prepared: its best plan depends
 * on the values.
 */
export async function selectPage<Row extends { id: string }>(
  dataSource: DataSource,
  listing: Listing,
  request: PageRequest,
): Promise<Page<Row>> {
  const { text, values } = pageStatement(listing, request);
  const run = listing.isSearch ? searchStatement : prepared;
  const rows = await run<Row & { total_count: number }>(dataSource, text, values);
  return { count: rows[0]!.total_count, rows: rows.filter(({ id }) => id !== null) };
}

/**
 * Reads the ids of the page from an index alone, and joins only their rows. The outer join returns the count even if the page is
 * empty.
 */
export function pageStatement(
  { with: expression, from, where, orderBy, columns, joins, resultOrder = orderBy, values }: Listing,
  { page, page_size }: PageRequest,
): { text: string; values: unknown[] } {
  const text = `
    ${expression ? `WITH ${expression}` : ''}
    SELECT t.total_count, v.*
    FROM (SELECT count(*)::int AS total_count FROM ${from} WHERE ${where}) t
    LEFT JOIN (
      SELECT ${columns}
      FROM (
        SELECT id FROM ${from} WHERE ${where}
        ORDER BY ${orderBy} LIMIT $${values.length + 1} OFFSET $${values.length + 2}
      ) k ${joins}
    ) v ON true
    ORDER BY ${resultOrder}`;
  return { text, values: [...values, page_size, (page - 1) * page_size] };
}
