import type { EntityManager } from 'typeorm';

/** Until the transaction ends, nobody else does the same kind of work for the company; other companies go on. */
export async function lockCompany(manager: EntityManager, company: string, work: string): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${work}:${company}`]);
}
