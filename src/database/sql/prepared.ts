import { createHash } from 'node:crypto';
import type { QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from '../connection/pool.js';

type Run = <Row extends QueryResultRow>(
  dataSource: DataSource,
  text: string,
  values: unknown[],
) => Promise<Row[]>;

/**
 * Runs a statement that each connection parses and plans once, which TypeORM's own query() cannot: for the statements
 * of the hot path, whose texts are few.
 */
export const prepared: Run = async (dataSource, text, values) =>
  (await poolOf(dataSource).query({ name: nameOf(text), text, values })).rows;

/** Runs a statement that is planned for the values at hand, on the same pool. */
export const unprepared: Run = async (dataSource, text, values) =>
  (await poolOf(dataSource).query(text, values)).rows;

/** PostgreSQL cuts names at 63 bytes, hence a digest. */
const nameOf = (text: string): string => createHash('sha1').update(text).digest('base64url');
