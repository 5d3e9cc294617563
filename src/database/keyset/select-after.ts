import type { DataSource } from 'typeorm';
import { prepared, unprepared } from '../sql/prepared.js';
import { searchStatement } from '../sql/search-statement.js';
import { countSql, type Listing } from '../sql/select-page.js';
import { conditionsAfter, type Order, orderSql, type Place, placeSql } from './order.js';

/** A list that can be read from any place of its order on. */
export interface OrderedListing extends Listing {
  order: Order;
}

/** Ids of a list, in order. */
export interface Stretch {
  ids: string[];
  /** The place of the last of them; null if the list ends there. */
  last: Place | null;
}

/** Selects the ids of the rows after a place, from the start of the list if it is null. */
export async function selectAfter(
  dataSource: DataSource,
  listing: OrderedListing,
  place: Place | null,
  limit: number,
): Promise<Stretch> {
  const { text, values } = afterStatement(listing, place, limit + 1);
  const rows = await runOf(listing)<{ id: string; place: Place }>(dataSource, text, values);
  const ids = rows.slice(0, limit).map(({ id }) => id);
  return { ids, last: rows.length > limit ? rows[limit - 1]!.place : null };
}

/** The number of all rows of a list. */
export async function countRows(dataSource: DataSource, listing: Listing): Promise<number> {
  const text = `${withSql(listing.with)} SELECT ${countSql(listing)} AS count`;
  const [row] = await runOf(listing)<{ count: number }>(dataSource, text, listing.values);
  return row!.count;
}

const runOf = ({ isSearch, isVaried }: Listing) =>
  isSearch ? searchStatement : isVaried ? unprepared : prepared;

const withSql = (expression: string | undefined): string => (expression ? `WITH ${expression}` : '');

/** Each range of the rows after the place is read in the order of an index, and ends at the limit. */
export function afterStatement(
  { with: expression, from, where, order, values: filters }: OrderedListing,
  place: Place | null,
  limit: number,
): { text: string; values: unknown[] } {
  const values = [...filters];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = place ? conditionsAfter(order, place, bind) : ['true'];
  const columns = order.map(({ column }) => column).join(', ');
  const inOrder = `ORDER BY ${orderSql(order)} LIMIT ${bind(limit)}`;
  const ranges = conditions.map(
    (condition) => `(SELECT ${columns} FROM ${from} WHERE ${where} AND ${condition} ${inOrder})`,
  );
  const text = `
    ${withSql(expression)}
    SELECT id, ${placeSql(order)} AS place FROM (${ranges.join(' UNION ALL ')}) page ${inOrder}`;
  return { text, values };
}
