import PgBoss from 'pg-boss';

/**
 * The queues of background jobs. A job whose process dies becomes available again after `expireInSeconds`, as often as
 * `retryLimit` says.
 */
export const QUEUES = {
  /** One job for each delivery that is due or will be: see delivery-worker.ts. */
  delivery: { expireInSeconds: 45, retryLimit: 1_000, retryDelay: 0, retentionDays: 730 },
} as const satisfies Record<string, Omit<PgBoss.Queue, 'name'>>;
export type QueueName = keyof typeof QUEUES;

/**
 * How often each worker looks for expired jobs. The library skips a look that comes less than this after the last one, be it by
 * milliseconds: without a second worker, a job can wait for twice this time.
 */
const MAINTENANCE_SECONDS = 5;

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
    archiveCompletedAfterSeconds: 3_600,
    deleteAfterDays: 1,
  });
