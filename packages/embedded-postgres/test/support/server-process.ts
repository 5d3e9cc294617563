import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isAlive, readLockFile } from '../../src/data/lock-file.js';
import { waitUntil } from './wait-until.js';

const run = promisify(execFile);

/** The pid of the server that runs on a server directory. */
export async function serverPid(serverDir: string): Promise<number> {
  const pid = (await readLockFile(serverDir))?.pid;
  if (!pid || !isAlive(pid)) throw new Error(`No server runs in ${serverDir}.`);
  return pid;
}

/** The pids of the shells around a server: first the supervisor, then its watchers. */
export async function shellPids(serverPid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=']);
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => !state!.startsWith('Z'))
    .map(([pid, parent, group]) => ({ pid: Number(pid), parent: Number(parent), group: Number(group) }));
  const supervisor = processes.find(({ pid }) => pid === serverPid)!.parent;
  const watchers = processes
    .filter(({ pid, group }) => group === supervisor && pid !== supervisor && pid !== serverPid)
    .map(({ pid }) => pid);
  return [supervisor, ...watchers];
}

export async function waitUntilStopped(serverDir: string): Promise<void> {
  const isStopped = async () => !isAlive((await readLockFile(serverDir))?.pid ?? 0);
  await waitUntil(isStopped, `the server in ${serverDir} stops`);
}
