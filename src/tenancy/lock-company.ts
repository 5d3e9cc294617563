import type { EntityManager } from 'typeorm';

/**
 * Until the transaction ends, nobody else changes the company's ledger, or what it gives reason to propose: a proposal on
 * an invoice that is being paid is made before it, and cancelled, or after it, and refused. Decisions of people and other
 * companies go on.
 */
export async function lockCompany(manager: EntityManager, company: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`ledger:${company}`]);
}
