import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

// Must run outside the blocking transaction: inside it, pg_stat_activity is a snapshot that does not change.
const WAITING = `
  WITH RECURSIVE behind (pid) AS (
    SELECT $1::int UNION
    SELECT a.pid FROM pg_stat_activity a JOIN behind b ON b.pid = ANY (pg_blocking_pids(a.pid)))
  SELECT count(*)::int - 1 AS waiting FROM behind`;

/**
 * Runs operations so that they contend for the same lock: a transaction executes `statement`, holds its locks until every
 * operation waits for it or for another operation, and then rolls back.
 * @param meanwhile what happens before that, without waiting for the lock
 */
export async function raceBehindLock<T>(
  dataSource: DataSource,
  [statement, ...values]: [string, ...unknown[]],
  operations: (() => Promise<T>)[],
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<PromiseSettledResult<T>[]> {
  const blocker = dataSource.createQueryRunner();
  await blocker.startTransaction();
  try {
    await blocker.query(statement, values);
    const [{ pid }] = (await blocker.query('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
    const settled = Promise.allSettled(operations.map((operation) => operation()));
    for (let waiting = 0, deadline = Date.now() + 5_000; waiting < operations.length; await sleep(5)) {
      [{ waiting }] = (await dataSource.query(WAITING, [pid])) as [{ waiting: number }];
      if (Date.now() > deadline)
        throw new Error(`Only ${waiting} of ${operations.length} operations wait for the lock.`);
    }
    await meanwhile();
    await blocker.rollbackTransaction();
    return await settled;
  } finally {
    if (blocker.isTransactionActive) await blocker.rollbackTransaction();
    await blocker.release();
  }
}
