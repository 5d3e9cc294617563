/**
 * PostgreSQL expects ten companies. Of one, it would expect a single row in a small table without statistics, and take any index on the
 * company for as good as the one on the key.
 */
const HAS_COMPANY = 'company_id = ANY (ARRAY(SELECT $1::uuid))';

/** How the records of one kind are stored. */
export interface Upsert {
  table: string;
  /** The condition that a row of the table, `e`, is that of the JSON `record`. */
  isMatch: string;
  /** The columns to write, as SQL over the `record`, the `existing` row (null if there is none) and the `lookups`. */
  columns: Record<string, string>;
  /** Further values that are looked up for each `record`, as SQL. */
  lookups?: Record<string, string>;
  /** Values for other tables, as SQL over the `record` and the `lookups`. */
  further?: Record<string, string>;
  /** The condition that a further value differs from the stored one. */
  isFurtherChanged?: string;
  /** The columns that are returned with their values before and after the write. */
  tracked: readonly string[];
  /** Further common table expressions, over the rows in `changed`. */
  effect?: string;
}

/** The value from the record, or the existing value if the record does not have the field. */
export const fromRecord = (column: string, type = 'text'): [string, string] => [
  column,
  `CASE WHEN record ? '${column}' THEN (record ->> '${column}')::${type} ELSE (existing).${column} END`,
];

/** The condition that a row has the accounting system's key of the record. */
export const HAS_SAME_KEY = `e.external_id = record ->> 'external_id'`;

/** What the statement wrote, in one row: of created rows only their number. */
export interface Written<State> {
  created: number;
  updated: number;
  /** The updated rows, with their tracked columns; empty if none are tracked. */
  changes: { id: string; before: State; after: State }[];
}

/**
 * The statement that upserts the records $2 (a JSON array, each with an `id`) of the company $1 and returns what it wrote. An unchanged row is neither written nor locked. The values before the write come from the statement's snapshot, which does
 * not contain its own writes. Existing rows are selected one by one instead of joined: no statistics know the rows of a company that
 * has just been created, or that this transaction has just written, and PostgreSQL could join every record with all of them.
 */
export function upsertStatement(upsert: Upsert): string {
  const { table, isMatch, columns, lookups = {}, further = {}, isFurtherChanged, tracked, effect } = upsert;
  const names = Object.keys(columns);
  const columnList = names.join(', ');
  const columnsOf = (row: string): string => names.map((name) => `${row}.${name}`).join(', ');
  const trackedJson = (prefix: string): string =>
    `jsonb_build_object(${tracked.map((name) => `'${name}', ${prefix}${name}`).join(', ')})`;
  const change = `jsonb_build_object('id', id, 'before', ${trackedJson('(existing).')}, 'after', ${trackedJson('')})`;
  const changes =
    tracked.length === 0
      ? `'[]'::jsonb`
      : `coalesce(jsonb_agg(${change}) FILTER (WHERE (existing).id IS NOT NULL), '[]')`;
  const existing = `SELECT e FROM ${table} e WHERE e.${HAS_COMPANY} AND ${isMatch}`;
  const looked = Object.entries({ existing, ...lookups }).map(([name, select]) => `(${select}) AS ${name}`);
  return `
    WITH known AS MATERIALIZED (
      SELECT record, ${looked.join(', ')} FROM jsonb_array_elements($2::jsonb) AS records (record)
    ), input AS (
      SELECT coalesce((existing).id, (record ->> 'id')::uuid) AS id, existing,
             ${Object.entries({ ...columns, ...further })
               .map(([name, value]) => `${value} AS ${name}`)
               .join(', ')}
      FROM known
    ), changed AS (
      SELECT * FROM input
      WHERE (existing).id IS NULL OR ROW(${columnsOf('(existing)')}) IS DISTINCT FROM ROW(${columnList})
        ${isFurtherChanged ? `OR ${isFurtherChanged}` : ''}
    ), written AS (
      INSERT INTO ${table} (id, company_id, ${columnList}) SELECT id, $1, ${columnList} FROM changed
      ON CONFLICT (company_id, id) DO UPDATE SET
        ${names.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = clock_timestamp()
    )${effect ? `, ${effect}` : ''}
    SELECT (count(*) FILTER (WHERE (existing).id IS NULL))::int AS created,
           (count(*) FILTER (WHERE (existing).id IS NOT NULL))::int AS updated, ${changes} AS changes
    FROM changed`;
}
