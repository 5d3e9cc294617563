import { createHash } from 'node:crypto';
import type { Pool, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/**
 * Runs a statement that each connection parses and plans once, which TypeORM's own query() cannot: for the statements
 * of the hot path, whose texts are few.
 */
export async function prepared<Row extends QueryResultRow>(
  dataSource: DataSource,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const pool = (dataSource.driver as PostgresDriver).master as Pool;
  const { rows } = await pool.query<Row>({ name: nameOf(text), text, values });
  return rows;
}

/** PostgreSQL cuts names at 63 bytes, hence a digest. */
const nameOf = (text: string): string => createHash('sha1').update(text).digest('base64url');
