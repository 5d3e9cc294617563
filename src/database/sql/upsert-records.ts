import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from './chunks.js';
import { discardPlans } from './discard-plans.js';
import type { WrittenRow } from './upsert-statement.js';

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
 * @param onProgress called after each chunk with the number of records so far
 * @returns with the existing rows that have changed
 */
export async function upsertRecords<State>(
  manager: EntityManager,
  statement: string,
  company: string,
  records: readonly object[],
  further: readonly unknown[] = [],
  onProgress: (rows: number) => void = () => {},
): Promise<{ counts: UpsertCounts; changes: WrittenRow<State>[] }> {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  const changes: WrittenRow<State>[] = [];
  for (const chunk of chunks(records)) {
    const rows = chunk.map((record) => ('id' in record ? record : { id: uuidv7(), ...record }));
    await discardPlans(manager, rows.length);
    const values = [company, JSON.stringify(rows), ...further];
    const written = await manager.query<WrittenRow<State>[]>(statement, values);
    const changed = written.filter(({ created }) => !created);
    counts.created += written.length - changed.length;
    counts.updated += changed.length;
    counts.unchanged += rows.length - written.length;
    changes.push(...changed);
    onProgress(counts.created + counts.updated + counts.unchanged);
  }
  return { counts, changes };
}
