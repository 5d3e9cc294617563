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
  /** The approximate bytes of a row. Must not read long values (see stored-bytes.ts). */
  bytes: string;
}

/** The select list and the joins of a row, from its id `k.id`. */
interface Result {
  columns: string;
  joins: string;
}

/** A row's place on the page. A row that was not read has no other columns than these. */
interface Place {
  /** Null in the only row of an empty page. */
  row_id: string | null;
  page_id: string;
  is_read: boolean;
}

/** Bounds the work of finding out which rows fit into a batch. */
const IDS_PER_BATCH = 100;

/**
 * The statement that selects the place of every row of a page, and of the first rows also the result: of as many as have `maxBytes`
 * together, but of one at least.
 * @param ids the statement that selects the ids of the page
 */
export const readPlacesSql = (
  { columns, joins }: Result,
  { joins: toRows, id, orderBy, bytes }: LongRows,
  ids: string,
  maxBytes: number,
): string => `
  SELECT p.*, r.*
  FROM (
    SELECT row_id, page_id, place, place = 1 OR total_bytes <= ${maxBytes} AS is_read
    FROM (
      SELECT ${id} AS row_id, k.id AS page_id, row_number() OVER page AS place, sum(${bytes}) OVER page AS total_bytes
      FROM (${ids}) k ${toRows}
      WINDOW page AS (ORDER BY ${orderBy} ROWS UNBOUNDED PRECEDING)
    ) p
  ) p
  LEFT JOIN LATERAL (SELECT ${columns} FROM (SELECT p.row_id AS id) k ${joins}) r ON p.is_read`;

/** The number of ids on the page, and the ids of the rows that were not read, in order. */
export function placesOf(selected: readonly object[]): { size: number; unread: string[] } {
  const places = (selected as Place[]).filter(({ row_id }) => row_id !== null);
  return {
    size: new Set(places.map(({ page_id }) => page_id)).size,
    unread: places.filter(({ is_read }) => !is_read).map(({ row_id }) => row_id!),
  };
}

/**
 * Reads rows in batches, each in a statement of its own. A row that no longer exists is left out.
 * @param ids ids of the company's rows
 */
export async function* readInBatches<Row extends { id: string }>(
  dataSource: DataSource,
  { columns, joins }: Result,
  { bytes }: LongRows,
  ids: readonly string[],
): AsyncGenerator<Row> {
  const statement = `
    SELECT r.*
    FROM (
      SELECT id, place, sum(bytes) OVER (ORDER BY place) AS total_bytes
      FROM (SELECT k.id, k.place, ${bytes} AS bytes FROM unnest($1::uuid[]) WITH ORDINALITY k (id, place) ${joins}) p
    ) p, LATERAL (SELECT ${columns} FROM (SELECT p.id) k ${joins}) r
    WHERE p.place = 1 OR p.total_bytes <= ${LIMITS.rowBytes}
    ORDER BY p.place`;
  for (let unread = ids; unread.length > 0;) {
    assertBeforeDeadline();
    const rows = await prepared<Row>(dataSource, statement, [unread.slice(0, IDS_PER_BATCH)]);
    yield* rows;
    const last = rows.at(-1)?.id;
    unread = unread.slice(last === undefined ? IDS_PER_BATCH : unread.indexOf(last) + 1);
  }
}
