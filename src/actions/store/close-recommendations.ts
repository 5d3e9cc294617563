import type { EntityManager } from 'typeorm';
import type { CompanyId } from '../../tenancy/company-id.js';

/**
 * Closes recommendations by one of the statements `CLOSE…` (see recommendation-sql.ts).
 * @returns the ids of those that were open
 */
export async function closeRecommendations(
  manager: EntityManager,
  statement: string,
  company: CompanyId,
  ids: readonly string[],
  now: Date,
): Promise<string[]> {
  if (ids.length === 0) return [];
  // The result of an UPDATE is its rows and their number.
  const [closed] = await manager.query<[{ id: string }[], number]>(statement, [company, ids, now]);
  return closed.map(({ id }) => id);
}
