import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

// Not to be asked within the transaction, which would be shown the same answer again and again.
const WAITING = `
  WITH RECURSIVE behind (pid) AS (
    SELECT $1::int UNION
    SELECT a.pid FROM pg_stat_activity a JOIN behind b ON b.pid = ANY (pg_blocking_pids(a.pid)))
  SELECT count(*)::int - 1 AS waiting FROM behind`;

/**
 * Lets works meet: a transaction that begins with the statement given is in their way until every one of them waits for
 * it, or for another of them; then it is undone.
 */
export async function collide<T>(
  dataSource: DataSource,
  [statement, ...values]: [string, ...unknown[]],
  works: (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const obstacle = dataSource.createQueryRunner();
  await obstacle.startTransaction();
  try {
    await obstacle.query(statement, values);
    const [{ pid }] = (await obstacle.query('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
    const settled = Promise.allSettled(works.map((work) => work()));
    for (let waiting = 0, deadline = Date.now() + 5_000; waiting < works.length; await sleep(5)) {
      [{ waiting }] = (await dataSource.query(WAITING, [pid])) as [{ waiting: number }];
      if (Date.now() > deadline) throw new Error(`Only ${waiting} of ${works.length} came to wait.`);
    }
    await obstacle.rollbackTransaction();
    return await settled;
  } finally {
    if (obstacle.isTransactionActive) await obstacle.rollbackTransaction();
    await obstacle.release();
  }
}
