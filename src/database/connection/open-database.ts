import { start } from '@daybook/embedded-postgres';
import { assertMigrated, migrate } from '../migrate.js';

/** Where the database is (see config.ts). */
export interface DatabaseLocation {
  /** A postgres:// URL; undefined for the embedded server. */
  DATABASE_URL: string | undefined;
  /** The folder of the embedded server's data. */
  DATA_DIR: string;
}

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
export async function openDatabase({ DATABASE_URL, DATA_DIR }: DatabaseLocation): Promise<OpenDatabase> {
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
export async function openMigratedDatabase(location: DatabaseLocation): Promise<OpenDatabase> {
  const database = await openDatabase(location);
  try {
    if (database.embedded) await migrate(database.url);
    else await assertMigrated(database.url);
    return database;
  } catch (error) {
    await database.release();
    throw error;
  }
}
