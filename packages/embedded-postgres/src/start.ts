import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { attachOrStart } from './supervision/attach-or-start.js';
import { findBinaries, type Binaries } from './programs/binaries.js';
import { checkVersion, createCluster, postgresCommand } from './data/cluster.js';
import { ensureRoleAndDatabase } from './data/role.js';
import { EmbeddedPostgresError } from './errors.js';
import { explainFailure } from './explain-failure.js';
import { findFreePort } from './free-port.js';
import { settingsOf, type Settings, type StartOptions } from './options.js';
import { canWrite, findServerAccount, userName, type ServerAccount } from './programs/server-account.js';
import { createServerDir, findServerDir } from './data/server-dir.js';
import { ServerLog } from './data/server-log.js';
import type { EmbeddedServer } from './supervision/server.js';
import { startSupervisor } from './supervision/supervisor.js';

const RETRY_MS = 3_000;

/**
 * Starts the PostgreSQL server of a data directory, or attaches to it if it is running. It runs until every attached process
 * has released it or has ended, by SIGKILL too.
 * @throws EmbeddedPostgresError if the machine, its users or the data directory do not allow it
 */
export async function start(options: StartOptions): Promise<EmbeddedServer> {
  const settings = settingsOf(options);
  const dataDir = resolve(options.dataDir);
  try {
    return await open(dataDir, settings);
  } catch (error) {
    throw await explainFailure(error, { dataDir, hint: options.hint });
  }
}

async function open(dataDir: string, settings: Settings): Promise<EmbeddedServer> {
  await mkdir(dataDir, { recursive: true });
  const existing = await findServerDir(dataDir);
  const account = await findServerAccount(existing);
  const binaries = await findBinaries(settings.name, account);
  const fill = (dir: string) => createCluster(dir, binaries, account);
  const serverDir = existing ?? (await createServerDir(dataDir, settings.name, account, fill));
  if (!(await canWrite(account, serverDir))) {
    const owner = await userName(account?.uid ?? process.getuid!());
    throw new EmbeddedPostgresError(
      'PERMISSION_DENIED',
      `The user ${owner}, who owns the cluster in ${serverDir}, cannot enter it: open the directories above it.`,
    );
  }
  await checkVersion(serverDir, binaries);
  return run(serverDir, settings, binaries, account);
}

async function run(
  serverDir: string,
  settings: Settings,
  binaries: Binaries,
  account: ServerAccount | undefined,
): Promise<EmbeddedServer> {
  const log = await ServerLog.open(serverDir, account);
  const startServer = async () => {
    const commands = [postgresCommand(serverDir, binaries, await findFreePort(), [])];
    return startSupervisor({ serverDir, account, name: settings.name, commands, onExit: 'keep' });
  };
  const openDatabase = (port: number) => ensureRoleAndDatabase(serverDir, port, settings);
  const launch = { serverDir, openDatabase, log, startServer, retryMs: RETRY_MS };
  return attachOrStart(launch).finally(() => log.close());
}
