import type { DataSource } from 'typeorm';
import { prepared, unprepared } from './prepared.js';
import type { Page, PageRequest } from '../page.js';

export interface Listing {
  /** A common table expression, `name AS (…)`, that the condition reads. */
  with?: string;
  /** The table that is filtered, counted and ordered. */
  from: string;
  where: string;
  /** A total order, in columns of the table that the answer has too. */
  orderBy: string;
  /** What a row of the answer is: select list and joins, reading the page's keys as `k`. */
  columns: string;
  joins: string;
  values: unknown[];
}

/** One page and the exact count, in one statement: prepared, save where the best plan depends on what is sought. */
export async function selectPage<Row extends { id: string }>(
  dataSource: DataSource,
  listing: Listing,
  request: PageRequest,
): Promise<Page<Row>> {
  const { text, values } = pageStatement(listing, request);
  const run = listing.with ? unprepared : prepared;
  const rows = await run<Row & { total_count: number }>(dataSource, text, values);
  return { count: rows[0]!.total_count, rows: rows.filter(({ id }) => id !== null) };
}

/**
 * The keys of the page come from an index alone, only then are their rows joined; the outer join brings the count back
 * even where the page is empty.
 */
export function pageStatement(
  { with: expression, from, where, orderBy, columns, joins, values }: Listing,
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
    ORDER BY ${orderBy}`;
  return { text, values: [...values, page_size, (page - 1) * page_size] };
}

/** A pattern for LIKE that finds the text anywhere, its wildcards taken to the letter. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
