import type { EntityManager } from 'typeorm';

/** The rows that one statement of inBatches() may change, so that it stays below the statement timeout. */
export const BATCH_ROWS = 1_000;

/** Repeats a statement that deletes or updates at most BATCH_ROWS rows, until it finds fewer. */
export async function inBatches(
  queryable: Pick<EntityManager, 'query'>,
  statement: string,
  values: unknown[],
): Promise<void> {
  let changed: number;
  do {
    [, changed] = await queryable.query<[unknown, number]>(statement, values);
  } while (changed === BATCH_ROWS);
}
