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
 * Runs a prepared statement, which each connection parses and plans once; TypeORM's query() cannot. For the statements of the
 * hot path, which have few different texts.
 */
export const prepared: Run = async (dataSource, text, values) =>
  (await poolOf(dataSource).query({ name: nameOf(text), text, values })).rows;

/** Runs a statement on the same pool that is planned for its values. */
export const unprepared: Run = async (dataSource, text, values) =>
  (await poolOf(dataSource).query(text, values)).rows;

/** A digest, because PostgreSQL truncates names to 63 bytes. */
const nameOf = (text: string): string => createHash('sha1').update(text).digest('base64url');
