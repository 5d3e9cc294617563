import PgBoss from 'pg-boss';

/** The largest number of the library's column: a job that fails for long must not be given up. */
const ALWAYS = 2 ** 31 - 1;

/**
 * The queues of background jobs. A job whose process dies becomes available again after `expireInSeconds`, as often as
 * `retryLimit` says.
 */
export const QUEUES = {
  /** One job for each delivery that is due or will be, with the id of its action: see delivery-worker.ts. */
  delivery: { expireInSeconds: 45, retryLimit: ALWAYS, retryDelay: 0 },
} as const satisfies Record<string, Omit<PgBoss.Queue, 'name'>>;
export type QueueName = keyof typeof QUEUES;

/**
 * How often each worker looks for expired jobs. The library skips a look that comes less than this after the last one, be it by
 * milliseconds: without a second worker, a job can wait for twice this time.
 */
const MAINTENANCE_SECONDS = 5;
/** For how long jobs are kept after they were due, while no worker runs. Of a queue's own `retentionDays` the library takes no notice. */
const RETENTION_DAYS = 3_650;

/** SQL condition: the queue has a job with the id that waits or has been taken. */
export const hasJobSql = (queue: QueueName, id: string): string =>
  `EXISTS (SELECT FROM pgboss.job WHERE name = '${queue}' AND job.id = ${id} AND state <= 'active')`;

/** How pg-boss reaches the database; without values, a text may have several statements. */
export type ExecuteSql = PgBoss.Db['executeSql'];

/** The library over connections of ours, in its own schema `pgboss`. */
export const openBoss = (executeSql: ExecuteSql, { migrate }: { migrate: boolean }): PgBoss =>
  new PgBoss({
    db: { executeSql },
    migrate,
    schedule: false,
    supervise: !migrate,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    retentionDays: RETENTION_DAYS,
    archiveCompletedAfterSeconds: 3_600,
    deleteAfterDays: 1,
  });
