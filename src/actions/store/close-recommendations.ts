import type { EntityManager } from 'typeorm';
import type { CompanyId } from '../../tenancy/company-id.js';

/** Closes recommendations by one of the statements `CLOSE…` (see recommendation-sql.ts). */
export async function closeRecommendations(
  manager: EntityManager,
  statement: string,
  company: CompanyId,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  if (ids.length > 0) await manager.query(statement, [company, ids, now]);
}
