import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_295_110;

/** Applies what is pending, one process at a time; answers the names of what it applied. */
export function migrate(url: string): Promise<string[]> {
  return connected(url, async (dataSource) => {
    const runner = dataSource.createQueryRunner();
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    try {
      return (await dataSource.runMigrations()).map(({ name }) => name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.release();
    }
  });
}

/**
 * Looks without writing anything, for the database is somebody's who has not said yes yet.
 * @throws Error that names the command to run where migrations are pending
 */
export async function assertMigrated(url: string): Promise<void> {
  const pending = await connected(url, async (dataSource) => {
    const [{ known }] = await dataSource.query(`SELECT to_regclass('migrations') IS NOT NULL AS known`);
    const applied: { name: string }[] = known ? await dataSource.query('SELECT name FROM migrations') : [];
    return dataSource.migrations.filter((migration) => !applied.some(({ name }) => name === migration.name));
  });
  if (pending.length > 0) {
    throw new Error('The database has pending migrations. Bring it up to date with: npm run migrate');
  }
}

async function connected<T>(url: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const dataSource = await new DataSource(dataSourceOptions({ url, poolSize: 2 })).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
