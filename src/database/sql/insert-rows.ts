import type { EntityManager } from 'typeorm';
import { snakeCase } from 'typeorm/util/StringUtils.js';
import { chunks } from './chunks.js';

/**
 * Inserts rows that all have the same fields, named as entities name them; any other column gets its default. One parameter for a
 * thousand rows takes a fraction of what a parameter for each value does.
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
  for (const some of chunks(rows)) await manager.query(statement, [JSON.stringify(some.map(inSnakeCase))]);
}

const inSnakeCase = (row: object): object =>
  Object.fromEntries(Object.entries(row).map(([field, value]) => [snakeCase(field), value as unknown]));
