import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { canEnter, serverAccount, userName, type Account } from './account.js';
import { findBinaries, type Binaries } from './binaries.js';
import { checkVersion, initdbCommand, initialise, serverCommand } from './cluster.js';
import { freePort } from './connection.js';
import { hold, type EmbeddedServer } from './hold.js';
import { createHome, createTemporaryHome, findHome } from './home.js';
import { ServerLog } from './server-log.js';
import { supervise } from './supervisor.js';

export type { EmbeddedServer };

const PATIENCE_MS = 3_000;
const EPHEMERAL_ATTEMPTS = 3;
const EPHEMERAL_SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
];

/**
 * Starts the PostgreSQL whose data lie in dataDir, or attaches to it where it runs already.
 * It runs for as long as any process holds it, and stops also when the last one is killed.
 * @throws an explanation where this machine, its users or the data do not allow it.
 */
export async function startEmbedded(dataDir: string): Promise<EmbeddedServer> {
  const folder = resolve(dataDir);
  try {
    await mkdir(folder, { recursive: true });
    const found = await findHome(folder);
    const account = await serverAccount(found);
    const binaries = await findBinaries(account);
    const home = found ?? (await createHome(folder, account, (home) => initialise(home, binaries, account)));
    if (!(await canEnter(account, home))) {
      const owner = await userName(account?.uid ?? process.getuid!());
      throw new Error(
        `The user ${owner}, whose data they are, cannot enter ${home}: open the folders above it.`,
      );
    }
    await checkVersion(home, binaries);
    return await run(home, binaries, account);
  } catch (error) {
    throw await explain(error, folder);
  }
}

/** A throw-away server for tests: fast and forgetful, and its folder goes with it however this process ends. */
export async function startEphemeral(): Promise<EmbeddedServer> {
  const account = await serverAccount(undefined);
  const binaries = await findBinaries(account);
  for (let attempt = 1; ; attempt++) {
    const home = await createTemporaryHome(account);
    const remove = () => rm(home, { recursive: true, force: true, maxRetries: 5 });
    try {
      const server = await runEphemeral(home, binaries, account);
      return { ...server, release: () => server.release().then(remove) };
    } catch (error) {
      await remove();
      if (attempt === EPHEMERAL_ATTEMPTS) throw error;
    }
  }
}

async function run(home: string, binaries: Binaries, account?: Account): Promise<EmbeddedServer> {
  const log = await ServerLog.open(home, account);
  const start = async () => {
    const commands = [serverCommand(home, binaries, await freePort(), [])];
    return supervise({ home, account, commands, afterwards: 'keep' });
  };
  return hold({ home, log, start, patienceMs: PATIENCE_MS }).finally(() => log.close());
}

async function runEphemeral(home: string, binaries: Binaries, account?: Account): Promise<EmbeddedServer> {
  const log = await ServerLog.open(home, account);
  const start = async () => {
    const initdb = [...initdbCommand(home, binaries), '--no-sync'];
    const commands = [initdb, serverCommand(home, binaries, await freePort(), EPHEMERAL_SETTINGS)];
    // The supervisor runs initdb too, so that nothing is left of it where we are killed meanwhile.
    return supervise({ home, account, commands, afterwards: 'remove' });
  };
  return hold({ home, log, start, patienceMs: 0 }).finally(() => log.close());
}

/** Says whose the file is that we may not touch. */
async function explain(error: unknown, folder: string): Promise<unknown> {
  const { code, path = folder } = error as NodeJS.ErrnoException;
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') return error;
  const us = await userName(process.getuid!());
  return new Error(
    `The user ${us} may not use ${path} (${code}): choose another data folder, run Daybook as its owner, or set DATABASE_URL.`,
    { cause: error },
  );
}
