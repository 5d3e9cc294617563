import { createHash } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from '../connection/pool.js';

/**
 * Runs a prepared statement, which each connection parses and plans once; TypeORM's query() cannot. For the statements of the
 * hot path, which have few different texts.
 */
export const prepared = async <Row extends QueryResultRow>(
  dataSource: DataSource,
  text: string,
  values: unknown[],
): Promise<Row[]> => (await poolOf(dataSource).query<Row>({ name: nameOf(text), text, values })).rows;

/** A digest, because PostgreSQL truncates names to 63 bytes. */
const nameOf = (text: string): string => createHash('sha1').update(text).digest('base64url');
