import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';
import { hasQueues, installQueues } from './jobs/install-queues.js';

/** An arbitrary key for the advisory lock of migrations. */
const MIGRATION_LOCK = 7_295_110;

/**
 * Applies the pending migrations and creates the job queues; several processes do so one after the other.
 * @returns the names of the applied migrations
 */
export function migrate(url: string): Promise<string[]> {
  return withDataSource(url, async (dataSource) => {
    const runner = dataSource.createQueryRunner();
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      const applied = (await dataSource.runMigrations()).map(({ name }) => name);
      await installQueues(dataSource);
      return applied;
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.release();
    }
  });
}

/**
 * Checks the schema without writing: the operator decides when to migrate an external database.
 * @throws Error with the command to run if migrations are pending
 */
export async function assertMigrated(url: string): Promise<void> {
  const pending = await withDataSource(url, async (dataSource) => {
    const [{ exists }] = await dataSource.query(`SELECT to_regclass('migrations') IS NOT NULL AS exists`);
    const applied: { name: string }[] = exists ? await dataSource.query('SELECT name FROM migrations') : [];
    return (
      dataSource.migrations.some((migration) => !applied.some(({ name }) => name === migration.name)) ||
      !(await hasQueues(dataSource))
    );
  });
  if (pending) {
    throw new Error('The database has pending migrations. Bring it up to date with: npm run migrate');
  }
}

async function withDataSource<T>(url: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const dataSource = await new DataSource(dataSourceOptions({ url, poolSize: 2 })).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
