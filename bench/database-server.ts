import { appendFile, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedServer, start } from '@daybook/embedded-postgres';

/**
 * Without durability: with it, the disk would be measured, and floor and product would wait for it alike. Of the memory, what a
 * small server of one's own has. Autovacuum stays as PostgreSQL has it.
 */
const SETTINGS = `
# bench
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
min_wal_size = 80MB
wal_recycle = off
shared_buffers = 1GB
effective_cache_size = 4GB
maintenance_work_mem = 512MB
max_parallel_maintenance_workers = 2
random_page_cost = 1.1
max_connections = 200
checkpoint_timeout = 30min
`;

const options = { name: 'daybook', user: 'daybook' };

/** Starts the server of a data directory with the settings of the bench, and creates it if it is missing. */
export const startBenchServer = (dataDir: string): Promise<EmbeddedServer> =>
  openBenchDatabase(dataDir, 'daybook');

/** Opens one of several databases of a data directory, whose server starts with the first of them. */
export async function openBenchDatabase(dataDir: string, database: string): Promise<EmbeddedServer> {
  const server = await start({ ...options, dataDir, database });
  const path = join(await realpath(join(dataDir, 'postgres')), 'cluster', 'postgresql.conf');
  if ((await readFile(path, 'utf8')).includes('# bench')) return server;
  await appendFile(path, SETTINGS);
  await server.release();
  return start({ ...options, dataDir, database });
}
