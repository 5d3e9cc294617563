import { start } from '@daybook/embedded-postgres';
import type { Config } from '../../config.js';
import { assertMigrated, migrate } from '../migrate.js';

export interface OpenDatabase {
  url: string;
  /** Whether it is the embedded server, with its data in DATA_DIR. */
  embedded: boolean;
  /** Resolves if the embedded server stops unexpectedly. Never resolves for an external server: it may be restarted. */
  ended: Promise<void>;
  /** Releases the embedded server, which stops when its last process has released it. */
  release(): Promise<void>;
}

/** Opens the database at DATABASE_URL if it is set; otherwise starts the embedded server. */
export async function openDatabase({ DATABASE_URL, DATA_DIR }: Config): Promise<OpenDatabase> {
  if (DATABASE_URL) {
    return { url: DATABASE_URL, embedded: false, ended: new Promise(() => {}), release: async () => {} };
  }
  const { url, exited, release } = await start({
    dataDir: DATA_DIR,
    database: 'daybook',
    user: 'daybook',
    name: 'daybook',
    hint: 'Or set DATABASE_URL to use a PostgreSQL server of your own.',
  });
  return { url, embedded: true, ended: exited, release };
}

/**
 * Opens the database with a current schema: migrates the embedded database, but leaves an external one to its operator.
 * @throws Error if migrations are pending on DATABASE_URL
 */
export async function openMigratedDatabase(config: Config): Promise<OpenDatabase> {
  const database = await openDatabase(config);
  try {
    if (database.embedded) await migrate(database.url);
    else await assertMigrated(database.url);
    return database;
  } catch (error) {
    await database.release();
    throw error;
  }
}
