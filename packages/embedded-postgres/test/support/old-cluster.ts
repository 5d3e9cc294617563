import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { initdbCommand, postgresCommand } from '../../src/data/cluster.js';
import { ensureDatabase } from '../../src/data/database.js';
import { passwordFile } from '../../src/data/passwords.js';
import { createServerDir } from '../../src/data/server-dir.js';
import { ServerLog } from '../../src/data/server-log.js';
import { findFreePort } from '../../src/free-port.js';
import { findBinaries } from '../../src/programs/binaries.js';
import { findServerAccount, spawnOptions } from '../../src/programs/server-account.js';
import { attachOrStart } from '../../src/supervision/attach-or-start.js';
import type { EmbeddedServer } from '../../src/supervision/server.js';
import { startSupervisor } from '../../src/supervision/supervisor.js';

const run = promisify(execFile);

/** Starts the server of a new data directory as versions did in which `user` was the superuser. */
export async function startOldCluster(
  dataDir: string,
  name: string,
  settings: { user: string; database: string },
): Promise<EmbeddedServer> {
  await mkdir(dataDir);
  const account = await findServerAccount(undefined);
  const binaries = await findBinaries(name, account);
  const serverDir = await createServerDir(dataDir, name, account, async (dir) => {
    const [initdb, ...args] = initdbCommand(dir, binaries, settings.user, passwordFile(dir));
    await run(initdb!, args, { ...spawnOptions(account), cwd: dir });
  });
  const log = await ServerLog.open(serverDir, account);
  const startServer = async () => {
    const commands = [postgresCommand(serverDir, binaries, await findFreePort(), [])];
    return startSupervisor({ serverDir, account, name, commands, onExit: 'keep' });
  };
  const openDatabase = (port: number) => ensureDatabase(serverDir, port, { ...settings, name });
  return attachOrStart({ serverDir, openDatabase, log, startServer, retryMs: 0 }).finally(() => log.close());
}
