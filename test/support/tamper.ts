import type { EntityManager } from 'typeorm';
import { chained, type LogEntry } from '../../src/actions/store/log/log-chain.js';
import { ENTRY_COLUMNS } from '../../src/actions/store/log/audit-rows.js';
import { Transactions } from '../../src/database/transactions.js';
import { snakeCase } from 'typeorm/util/StringUtils.js';
import type { RunningApp } from './app.js';

/** Changes rows as the owner of the database can, without triggers and foreign keys; reads the result, and rolls back. */
export async function withTampering<T>(
  { nest }: RunningApp,
  tamper: (manager: EntityManager) => Promise<unknown>,
  read: () => Promise<T>,
): Promise<T> {
  const rollback = new Error('rollback');
  let result: T | undefined;
  await nest
    .get(Transactions)
    .run(async (manager) => {
      // Without the time limits of requests: a test tampers a thousand times, on a machine that may be busy.
      await manager.query('SET LOCAL session_replication_role = replica; SET LOCAL statement_timeout = 0');
      await tamper(manager);
      result = await read();
      throw rollback;
    })
    .catch((error: unknown) => {
      if (error !== rollback) throw error;
    });
  return result!;
}

/** Recomputes the hashes of the log of an action, as somebody who knows how the chain works. */
export async function rehash(manager: EntityManager, actionId: string): Promise<void> {
  const columns = ENTRY_COLUMNS.map((column) => `${snakeCase(column)} AS "${column}"`).join(', ');
  const entries = await manager.query<LogEntry[]>(
    `SELECT ${columns} FROM approval_log WHERE action_id = $1 ORDER BY seq`,
    [actionId],
  );
  let head: string | null = null;
  for (const entry of entries) {
    head = chained(entry, head).hash;
    await manager.query('UPDATE approval_log SET hash = $2 WHERE id = $1', [entry.id, head]);
  }
  await manager.query('UPDATE action SET log_head = $2 WHERE id = $1', [actionId, head]);
}
