import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { clusterOf } from './cluster.js';

const run = promisify(execFile);

/** What the server's own lock file says. It outlives a server that was killed, so none of it is certain. */
export interface Postmaster {
  pid: number;
  port: number;
  isReady: boolean;
}

/** Reads the lock file, or answers undefined where there is none. */
export async function readPostmaster(home: string): Promise<Postmaster | undefined> {
  const text = await readFile(lockFileOf(home), 'utf8').catch((error: NodeJS.ErrnoException) => {
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
 * Removes a lock file that PostgreSQL would wrongly respect: left by a server that was killed, whose number another
 * process has now. To be called with the right to start, so that the server which it names cannot be one of ours.
 * @throws where that is a server all the same.
 */
export async function clearLockFile(home: string): Promise<void> {
  const server = await readPostmaster(home);
  if (!server || !isAlive(server.pid)) return;
  if (await isPostgres(server.pid)) {
    throw new Error(
      `The data in ${home} are held by PostgreSQL process ${server.pid} on port ${server.port}, ` +
        'which Daybook did not start or cannot attach to: stop that process, or set DATABASE_URL.',
    );
  }
  await rm(lockFileOf(home), { force: true });
}

function lockFileOf(home: string): string {
  return join(clusterOf(home), 'postmaster.pid');
}

/** Whether a process of ours has this number; a cluster never belongs to a server of another user. */
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
 * Whether that process is a PostgreSQL server: numbers are used again, in containers quite soon.
 * The command line tells it from a server's own children and from a zombie. Where nobody can tell, yes.
 */
async function isPostgres(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    .then((line) => line.split('\0')[0]!)
    .catch(async () => (await run('ps', ['-o', 'comm=', '-p', String(pid)])).stdout)
    .catch(() => 'postgres');
  return basename(command.trim()) === 'postgres';
}
