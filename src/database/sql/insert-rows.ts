import type { EntityManager } from 'typeorm';
import { snakeCase } from 'typeorm/util/StringUtils.js';
import { chunks } from './chunks.js';
import { discardPlans } from './discard-plans.js';

/**
 * Inserts rows that all have the same fields, named like the properties of the entity; other columns get their defaults. One JSON
 * parameter for many rows is much faster than a parameter for each value.
 */
export async function insertRows(
  manager: EntityManager,
  table: string,
  rows: readonly object[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
    .map((field) => snakeCase(field))
    .join(', ');
  const statement = `
    INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`;
  for (const chunk of chunks(rows)) {
    await discardPlans(manager, chunk.length);
    await manager.query(statement, [JSON.stringify(chunk.map(toSnakeCase))]);
  }
}

const toSnakeCase = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [snakeCase(field), value as unknown]));
