import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { clusterDir } from './cluster.js';
import { EmbeddedPostgresError } from '../errors.js';

const run = promisify(execFile);

/** Contents of postmaster.pid, PostgreSQL's lock file. It stays behind when a server is killed, so it may be out of date. */
export interface LockFile {
  pid: number;
  port: number;
  /** Whether the server accepts connections. */
  isReady: boolean;
}

/** Reads the lock file. Undefined if there is none. */
export async function readLockFile(serverDir: string): Promise<LockFile | undefined> {
  const text = await readFile(lockFilePath(serverDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return {
    pid: Math.abs(Number(lines[0])),
    port: Number(lines[3]),
    isReady: lines[7]?.trim() === 'ready',
  };
}

/**
 * Removes the lock file of a killed server if another process has its pid now: PostgreSQL would take that process for a
 * running server, and refuse to start. Call it with the startup lock held, so that no server of ours can be running.
 * @throws EmbeddedPostgresError CLUSTER_IN_USE if the process is a PostgreSQL server
 */
export async function removeStaleLockFile(serverDir: string): Promise<void> {
  const lockFile = await readLockFile(serverDir);
  if (!lockFile || !isAlive(lockFile.pid)) return;
  if (await isPostgres(lockFile.pid)) {
    throw new EmbeddedPostgresError(
      'CLUSTER_IN_USE',
      `The cluster in ${serverDir} is in use by PostgreSQL process ${lockFile.pid} on port ${lockFile.port}, ` +
        'which was started by other means or cannot be attached to: stop that process.',
    );
  }
  await rm(lockFilePath(serverDir), { force: true });
}

function lockFilePath(serverDir: string): string {
  return join(clusterDir(serverDir), 'postmaster.pid');
}

/** Whether a process has this pid that we may signal; the server of a cluster always runs as a user that we may signal. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the process is a PostgreSQL server; pids are reused, in containers quickly. The command line distinguishes a server
 * from its own child processes and from zombies. True if it cannot be read.
 */
async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    .then((line) => line.split('\0')[0]!)
    .catch(async () => (await run('ps', ['-o', 'comm=', '-p', String(pid)])).stdout)
    .catch(() => 'postgres');
  return basename(command.trim()) === 'postgres';
}
