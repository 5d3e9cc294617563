import type { DataSource } from 'typeorm';
import { LIMITS } from '../../limits.js';
import { assertBeforeDeadline } from '../../time/deadline.js';
import { prepared } from './prepared.js';

/** How a page of rows that can have megabytes is read in batches of limited size. */
export interface LongRows {
  /** The joins from the ids of the page, `k.id`, to its rows. An id can have several rows. */
  joins: string;
  /** The id of a row, by which the result joins it. */
  id: string;
  /** The order of the rows. */
  orderBy: string;
  /** The join from the id of a row, `k.id`, to what `bytes` reads. */
  row: string;
  /** The approximate bytes of a row. Must not read long values (see stored-bytes.ts). */
  bytes: string;
}

/** The select list and the joins of a row, from its id `k.id`. */
interface Result {
  columns: string;
  joins: string;
}

/** The columns beside those of the row. A row that was not read has only these. */
interface Place {
  /** The id on the page that has the row; null in the only row of an empty page. */
  page_id: string | null;
  /** The id of the row if it was not read. */
  unread_id: string | null;
}

/** Bounds the work of finding out which rows fit into a batch. */
const IDS_PER_BATCH = 250;

/**
 * Selects a `Place` for each row of a page, in order, and the first rows themselves: as many as have LIMITS.rowBytes together, but
 * one at least.
 * @param ids the statement that selects the ids of the page
 */
export const longRowsSql = (
  { columns, joins }: Result,
  { joins: toRows, id, orderBy, bytes }: LongRows,
  ids: string,
) => ({
  columns: 'slot.page_id, CASE WHEN NOT slot.is_read THEN slot.row_id END AS unread_id, r.*',
  rows: `
    LEFT JOIN (
      SELECT *, place = 1 OR total_bytes <= ${LIMITS.rowBytes} AS is_read
      FROM (
        SELECT ${id} AS row_id, k.id AS page_id, row_number() OVER page AS place, sum(${bytes}) OVER page AS total_bytes
        FROM (${ids}) k ${toRows}
        WINDOW page AS (ORDER BY ${orderBy} ROWS UNBOUNDED PRECEDING)
      ) sized
    ) slot ON true
    LEFT JOIN LATERAL (SELECT ${columns} FROM (SELECT slot.row_id AS id) k ${joins} WHERE slot.is_read) r ON true
    ORDER BY slot.place`,
});

/** The number of ids on the page, and the ids of the rows that were not read, in order. */
export function placesOf(selected: readonly object[]): { size: number; unread: string[] } {
  const places = selected as readonly Place[];
  return {
    size: new Set(places.flatMap(({ page_id }) => page_id ?? [])).size,
    unread: places.flatMap(({ unread_id }) => unread_id ?? []),
  };
}

/** Selects the first rows of the ids $1, in their order: as many as have LIMITS.rowBytes together, but one at least. */
export const batchSql = ({ columns, joins }: Result, { row, bytes }: LongRows): string => `
  SELECT r.*
  FROM (
    SELECT id, place, sum(bytes) OVER (ORDER BY place) AS total_bytes
    FROM (SELECT k.id, k.place, ${bytes} AS bytes FROM unnest($1::uuid[]) WITH ORDINALITY k (id, place) ${row}) sized
  ) slot, LATERAL (SELECT ${columns} FROM (SELECT slot.id) k ${joins}) r
  WHERE slot.place = 1 OR slot.total_bytes <= ${LIMITS.rowBytes}
  ORDER BY slot.place`;

/** The rows of a list whose rows are short. */
const shortRowsSql = ({ columns, joins }: Result): string =>
  `SELECT ${columns} FROM unnest($1::uuid[]) WITH ORDINALITY k (id, place) ${joins} ORDER BY k.place`;

/**
 * Reads rows in batches, each in a statement of its own. A row that no longer exists is left out.
 * @param ids ids of the company's rows
 */
export async function* rowBatches<Row extends { id: string }>(
  dataSource: DataSource,
  { long, ...result }: Result & { long?: LongRows },
  ids: readonly string[],
): AsyncGenerator<Row[]> {
  const statement = long ? batchSql(result, long) : shortRowsSql(result);
  for (let unread = ids; unread.length > 0;) {
    assertBeforeDeadline();
    const some = unread.slice(0, IDS_PER_BATCH);
    const rows = await prepared<Row>(dataSource, statement, [some]);
    if (rows.length > 0) yield rows;
    const last = long && rows.at(-1)?.id;
    unread = unread.slice(last === undefined ? some.length : unread.indexOf(last) + 1);
  }
}
