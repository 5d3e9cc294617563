import { createHash } from 'node:crypto';
import type { QueryConfig, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { onReadPool } from '../replica/read-pool.js';

/**
 * Runs a prepared statement, which each connection parses and plans once; TypeORM's query() cannot. For the statements of the
 * hot path, which have few different texts. Work for a company must only read by it (see onReadPool). In a transaction, use
 * `Transactions.send()`.
 */
export const prepared = async <Row extends QueryResultRow>(
  dataSource: DataSource,
  text: string,
  values: unknown[],
): Promise<Row[]> =>
  (await onReadPool(dataSource, (pool) => pool.query<Row>(preparedStatement(text, values)))).rows;

/** Runs a statement that PostgreSQL plans for its values and forgets: of a list whose filters give it many different texts. */
export const unprepared = async <Row extends QueryResultRow>(
  dataSource: DataSource,
  text: string,
  values: unknown[],
): Promise<Row[]> => (await onReadPool(dataSource, (pool) => pool.query<Row>(text, values))).rows;

export const preparedStatement = (text: string, values: unknown[]): QueryConfig => ({
  name: nameOf(text),
  text,
  values,
});

/** The names of statements by their texts, of which a process has a few dozen. */
const names = new Map<string, string>();
const MAX_NAMES = 1_000;

/** A digest, because PostgreSQL truncates names to 63 bytes. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha1').update(text).digest('base64url');
  if (names.size < MAX_NAMES) names.set(text, name);
  return name;
}
