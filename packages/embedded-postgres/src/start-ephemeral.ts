import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachOrStart } from './supervision/attach-or-start.js';
import { findBinaries, type Binaries } from './programs/binaries.js';
import { initdbCommand, postgresCommand } from './data/cluster.js';
import { ensureDatabase } from './data/database.js';
import { EmbeddedPostgresError } from './errors.js';
import { explainFailure } from './explain-failure.js';
import { findFreePort } from './free-port.js';
import { settingsOf, type EphemeralOptions, type Settings } from './options.js';
import { canWrite, findServerAccount, type ServerAccount } from './programs/server-account.js';
import { passwordFile } from './data/passwords.js';
import { initServerDir } from './data/server-dir.js';
import { ServerLog } from './data/server-log.js';
import type { EmbeddedServer } from './supervision/server.js';
import { startSupervisor } from './supervision/supervisor.js';

const ATTEMPTS = 3;
const POSTGRES_SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
];

/**
 * Starts a server for tests, with an empty database and without durability. Its directory, in the one for temporary files,
 * is removed when this process releases the server or ends, by SIGKILL too.
 * @throws EmbeddedPostgresError if the machine or its users do not allow it
 */
export async function startEphemeral(options: EphemeralOptions = {}): Promise<EmbeddedServer> {
  const settings = settingsOf(options);
  try {
    const account = await findServerAccount(undefined);
    const binaries = await findBinaries(settings.name, account);
    for (let attempt = 1; ; attempt++) {
      const serverDir = await createTemporaryDir(settings.name, account);
      const remove = () => rm(serverDir, { recursive: true, force: true, maxRetries: 5 });
      try {
        const server = await run(serverDir, settings, binaries, account);
        return { ...server, release: () => server.release().then(remove) };
      } catch (error) {
        await remove();
        if (attempt === ATTEMPTS) throw error;
      }
    }
  } catch (error) {
    throw await explainFailure(error, { hint: options.hint });
  }
}

async function run(
  serverDir: string,
  settings: Settings,
  binaries: Binaries,
  account: ServerAccount | undefined,
): Promise<EmbeddedServer> {
  const log = await ServerLog.open(serverDir, account);
  const startServer = async () => {
    const initdb = [
      ...initdbCommand(serverDir, binaries, settings.user, passwordFile(serverDir)),
      '--no-sync',
    ];
    const postgres = postgresCommand(serverDir, binaries, await findFreePort(), POSTGRES_SETTINGS);
    // The supervisor runs initdb too, so that it removes the directory even if this process is killed before the server starts.
    const commands = [initdb, postgres];
    return startSupervisor({ serverDir, account, name: settings.name, commands, onExit: 'remove' });
  };
  const openDatabase = (port: number) => ensureDatabase(serverDir, port, settings);
  return attachOrStart({ serverDir, openDatabase, log, startServer, retryMs: 0 }).finally(() => log.close());
}

async function createTemporaryDir(name: string, account: ServerAccount | undefined): Promise<string> {
  // TMPDIR may be closed to the server account; /tmp is not.
  for (const parent of [tmpdir(), '/tmp']) {
    const dir = await mkdtemp(join(await realpath(parent), `${name}-`));
    await initServerDir(dir, account);
    if (await canWrite(account, dir)) return dir;
    await rm(dir, { recursive: true });
  }
  throw new EmbeddedPostgresError(
    'PERMISSION_DENIED',
    'The user that runs PostgreSQL cannot enter the directory for temporary files.',
  );
}
