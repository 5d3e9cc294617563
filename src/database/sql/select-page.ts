import type { DataSource } from 'typeorm';
import { type LongRows, longRowsSql, placesOf, rowBatches } from './long-rows.js';
import { prepared, unprepared } from './prepared.js';
import { searchStatement } from './search-statement.js';
import { flat, type Page, type PageRequest } from '../page.js';

export interface Listing {
  /** Whether it searches texts, or reads as many rows as a search (see searchStatement). */
  isSearch?: boolean;
  /** Whether its filters give it many different texts (see unprepared). */
  isVaried?: boolean;
  /** Common table expressions, `name AS (…)`, that `from` and `where` use. */
  with?: string;
  /** The table to filter, count and order. */
  from: string;
  where: string;
  /** SQL: the exact number of the rows, if it is known without counting them. */
  count?: string;
  /** A total order, by columns that both the table and the result have. */
  orderBy: string;
  /** The select list of the result. */
  columns: string;
  /** The joins of the result, from the ids of the page, which are `k.id`; of long rows, from the ids of the rows. */
  joins: string;
  /** For a list of rows that can have megabytes. */
  long?: LongRows;
  values: unknown[];
}

/**
 * Selects the rows of one page and the exact count in one statement. A search is not prepared: its best plan depends on the
 * values. Of a page of long rows it selects the first ones; `rest` of the page reads the others.
 */
export async function selectPage<Row extends { id: string }>(
  dataSource: DataSource,
  listing: Listing,
  request: PageRequest,
): Promise<Page<Row>> {
  const { text, values } = pageStatement(listing, request);
  const run = listing.isSearch ? searchStatement : listing.isVaried ? unprepared : prepared;
  const selected = await run<Row & { total_count: number }>(dataSource, text, values);
  const count = selected[0]!.total_count;
  const rows = selected.filter(({ id }) => id !== null);
  if (!listing.long) return { count, size: rows.length, rows };
  const { size, unread } = placesOf(selected);
  const rest = () => flat(rowBatches<Row>(dataSource, listing, unread));
  return { count, size, rows, ...(unread.length > 0 && { rest }) };
}

/** SQL: the exact number of the rows of a list. */
export const countSql = ({ count, from, where }: Listing): string =>
  `(${count ?? `SELECT count(*) FROM ${from} WHERE ${where}`})::int`;

/**
 * Reads the ids of the page from an index alone, and joins only their rows. The outer join returns the count even if the page is
 * empty. PostgreSQL does not see the offset when it plans the statement: for a late page of a list that it takes for short, it would
 * sort all rows instead of reading them in the order of the index.
 */
export function pageStatement(
  listing: Listing,
  { page, page_size }: PageRequest,
): { text: string; values: unknown[] } {
  const { with: expression, from, where, orderBy, columns, joins, long, values } = listing;
  const ids = `
    SELECT id FROM ${from} WHERE ${where}
    ORDER BY ${orderBy} LIMIT $${values.length + 1} OFFSET (SELECT $${values.length + 2}::bigint)`;
  const selected = long
    ? longRowsSql(listing, long, ids)
    : {
        columns: 'v.*',
        rows: `LEFT JOIN (SELECT ${columns} FROM (${ids}) k ${joins}) v ON true ORDER BY ${orderBy}`,
      };
  const text = `
    ${expression ? `WITH ${expression}` : ''}
    SELECT t.total_count, ${selected.columns}
    FROM (SELECT ${countSql(listing)} AS total_count) t
    ${selected.rows}`;
  return { text, values: [...values, page_size, (page - 1) * page_size] };
}
