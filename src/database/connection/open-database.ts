import { start } from '@daybook/embedded-postgres';
import type { Config } from '../../config.js';
import { assertMigrated, migrate } from '../migrate.js';

export interface OpenDatabase {
  url: string;
  /** Whether it is Daybook's own, in DATA_DIR. */
  embedded: boolean;
  /** Resolves where the embedded one ends by itself; somebody else's may come and go. */
  ended: Promise<void>;
  /** The embedded server stops when the last process has released it. */
  release(): Promise<void>;
}

/** The server that DATABASE_URL names, or else the embedded one. */
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
 * The same, ready for work: the embedded one is migrated on the way, somebody else's only by their own decision.
 * @throws Error where migrations are pending on DATABASE_URL
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
