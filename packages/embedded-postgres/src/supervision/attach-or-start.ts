import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from '../errors.js';
import { LifelinePipe } from './lifeline-pipe.js';
import { readLockFile, type LockFile } from '../data/lock-file.js';
import type { ServerLog } from '../data/server-log.js';
import { serverHandle, type EmbeddedServer } from './server.js';

const POLL_INTERVAL_MS = 20;
const OTHER_PROCESS_TIMEOUT_MS = 60_000;
// Before that the server may be recovering from a crash, which takes minutes for a large cluster.
const READY_TIMEOUT_MS = 300_000;
// From the moment that the server says "ready".
const CONNECT_TIMEOUT_MS = 10_000;

export interface Launch {
  serverDir: string;
  /** Returns the URL of the database, and creates what is missing. Repeated while it rejects. */
  openDatabase: (port: number) => Promise<string>;
  log: ServerLog;
  /** Starts the server. Undefined if another process is starting or stopping it. */
  startServer: () => Promise<LifelinePipe | undefined>;
  /**
   * How long to repeat a start that fails, in milliseconds: another process may have taken the port, or a child process of
   * a killed server may still be running.
   */
  retryMs: number;
}

/**
 * Attaches to the server of a server directory, or starts it. Waits while another process is starting or stopping it.
 * @throws EmbeddedPostgresError START_FAILED, START_TIMEOUT, SERVER_UNREACHABLE, CLUSTER_IN_USE
 */
export async function attachOrStart(launch: Launch): Promise<EmbeddedServer> {
  const { serverDir, log, startServer, retryMs } = launch;
  const deadline = Date.now() + OTHER_PROCESS_TIMEOUT_MS;
  let retryUntil: number | undefined;
  for (;;) {
    const lifeline = (await attach(serverDir)) ?? (await startServer());
    if (lifeline) {
      const server = await waitUntilReady(launch, lifeline);
      if (server) return server;
      retryUntil ??= Date.now() + retryMs;
    }
    if (Date.now() >= (retryUntil ?? Infinity)) {
      throw new EmbeddedPostgresError(
        'START_FAILED',
        `PostgreSQL did not start in ${serverDir}.\n${await log.tail()}`,
      );
    }
    if (Date.now() >= deadline) {
      throw new EmbeddedPostgresError(
        'START_TIMEOUT',
        `Another process has been starting or stopping the PostgreSQL in ${serverDir} for ${OTHER_PROCESS_TIMEOUT_MS / 1000} seconds.`,
      );
    }
    // Random, because two processes that gave way to each other would do so again after equal delays.
    await sleep(POLL_INTERVAL_MS * (1 + 2 * Math.random()));
  }
}

async function attach(serverDir: string): Promise<LifelinePipe | undefined> {
  const lockFile = await readLockFile(serverDir);
  return lockFile && LifelinePipe.attach(serverDir, lockFile.pid);
}

/** Closes the lifeline unless the server becomes ready. Undefined if the server exits instead. */
async function waitUntilReady(
  { serverDir, openDatabase }: Launch,
  lifeline: LifelinePipe,
): Promise<EmbeddedServer | undefined> {
  let deadline = Date.now() + READY_TIMEOUT_MS;
  let connectError: unknown;
  try {
    while (lifeline.hasSupervisor()) {
      const lockFile = await readLockFile(serverDir);
      // The lock file may be left over from an earlier server, which had another pipe.
      if (lockFile?.isReady && lifeline.belongsTo(serverDir, lockFile.pid)) {
        deadline = Math.min(deadline, Date.now() + CONNECT_TIMEOUT_MS);
        try {
          const url = await openDatabase(lockFile.port);
          return serverHandle(serverDir, lockFile.pid, url, lifeline);
        } catch (error) {
          connectError = error;
        }
      }
      if (Date.now() > deadline) throw unreachable(serverDir, lockFile, connectError);
      await sleep(POLL_INTERVAL_MS);
    }
  } catch (error) {
    lifeline.close();
    throw error;
  }
  lifeline.close();
  return undefined;
}

function unreachable(serverDir: string, lockFile: LockFile | undefined, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : 'it does not become ready';
  return new EmbeddedPostgresError(
    'SERVER_UNREACHABLE',
    `PostgreSQL process ${lockFile?.pid} runs on the cluster in ${serverDir}, but cannot be reached on port ${lockFile?.port} ` +
      `(${reason}): it may run in another container.`,
    { cause },
  );
}
