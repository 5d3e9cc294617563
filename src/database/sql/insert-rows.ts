import { snakeCase } from 'typeorm/util/StringUtils.js';
import type { Transactions } from '../transactions.js';
import { chunks } from './chunks.js';
import { sendDiscardPlans } from './discard-plans.js';

/**
 * Inserts rows that all have the same fields, named like the properties of the entity; other columns get their defaults. One JSON
 * parameter for many rows is much faster than a parameter for each value. The first rows are sent at once (see Transactions.send).
 */
export async function insertRows(
  transactions: Transactions,
  table: string,
  rows: readonly object[],
): Promise<void> {
  const fields = Object.keys(rows[0] ?? {}).map((field) => [field, snakeCase(field)] as const);
  const columns = fields.map(([, column]) => column).join(', ');
  const statement = `
    INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1)`;
  const renamed = (row: object): object =>
    Object.fromEntries(fields.map(([field, column]) => [column, (row as Record<string, unknown>)[field]]));
  for (const chunk of chunks(rows)) {
    const discarded = sendDiscardPlans(transactions, chunk.length);
    const inserted = transactions.send(statement, [JSON.stringify(chunk.map(renamed))]);
    await Promise.all([discarded, inserted]);
  }
}
