import type { EntityManager } from 'typeorm';
import type { Transactions } from '../transactions.js';

/** For fewer rows, planning takes longer than a bad plan. */
const FEW_ROWS = 100;

const DISCARD = 'DISCARD PLANS';

/**
 * Call it before each statement that writes many rows. A connection keeps its plans for the checks of foreign keys, and PostgreSQL
 * makes them anew only after ANALYZE: a plan from the time when the referenced table was small reads the whole table for each row.
 */
export async function discardPlans(manager: EntityManager, rows: number): Promise<void> {
  if (rows > FEW_ROWS) await manager.query(DISCARD);
}

/** The same, sent at once (see Transactions.send). */
export async function sendDiscardPlans(transactions: Transactions, rows: number): Promise<void> {
  if (rows > FEW_ROWS) await transactions.send(DISCARD, []);
}
