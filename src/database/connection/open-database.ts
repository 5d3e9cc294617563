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
  /** Whether it is the embedded server. */
  embedded: boolean;
  /** Resolves when the embedded server ends unexpectedly; never for one of DATABASE_URL, which may come and go. */
  ended: Promise<void>;
  /** The embedded server stops when the last process has released it. */
  release(): Promise<void>;
}

/** Opens the server of DATABASE_URL, or starts the embedded one. */
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
 * Opens the database ready for use: the embedded one is migrated, one of DATABASE_URL only by its operator.
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
