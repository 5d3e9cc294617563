import type { EntityManager } from 'typeorm';

/** Waits for the lock of a name, such as `ledger:<company>`, and holds it until the transaction of the manager ends. */
export async function lockName(manager: EntityManager, name: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}
