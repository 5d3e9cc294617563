import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from './chunks.js';
import { discardPlans } from './discard-plans.js';
import type { Written } from './upsert-statement.js';

/** Each statement has to be planned. To write more rows as JSON would stall the event loop. */
const ROWS_PER_UPSERT = 1_000;

/** The number of records that created, updated and left a row unchanged. */
export interface UpsertCounts {
  created: number;
  updated: number;
  unchanged: number;
}

/**
 * Upserts the records of a company in the transaction of the manager.
 * @param statement of upsertStatement()
 * @param further the parameters of the statement from $3 on
 * @returns with the existing rows that have changed, if the statement tracks columns
 */
export async function upsertRecords<State>(
  manager: EntityManager,
  statement: string,
  company: string,
  records: readonly object[],
  further: readonly unknown[] = [],
): Promise<{ counts: UpsertCounts; changes: Written<State>['changes'] }> {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const changes: Written<State>['changes'] = [];
  for (const chunk of chunks(records, ROWS_PER_UPSERT)) {
    const rows = chunk.map((record) => ('id' in record ? record : { id: uuidv7(), ...record }));
    await discardPlans(manager, rows.length);
    const values = [company, JSON.stringify(rows), ...further];
    const [written] = await manager.query<[Written<State>]>(statement, values);
    counts.created += written.created;
    counts.updated += written.updated;
    counts.unchanged += rows.length - written.created - written.updated;
    changes.push(...written.changes);
  }
  return { counts, changes };
}
