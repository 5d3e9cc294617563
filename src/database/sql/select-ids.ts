import type { EntityManager } from 'typeorm';

/** The ids that a statement selects, as `id`. */
export async function selectIds(
  manager: EntityManager,
  statement: string,
  values: readonly unknown[],
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(statement, [...values]);
  return rows.map(({ id }) => id);
}
