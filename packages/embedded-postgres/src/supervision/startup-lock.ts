import { closeSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryPath } from '../programs/atomic-dir.js';
import { LifelinePipe } from './lifeline-pipe.js';
import { isPipeName, isSupervised } from './pipe-files.js';
import type { ServerAccount } from '../programs/server-account.js';

/** The right to start the server of a server directory, held by a lifeline pipe that has no server yet. */
export interface StartupLock {
  pipe: string;
  lifeline: LifelinePipe;
  /** File descriptor for the supervisor. */
  readingEnd: number;
}

/**
 * Takes the startup lock. Undefined if another process is starting, running or stopping a server here.
 * Creates its own pipe first and then looks for others: of two processes, the later one sees the earlier one's pipe and
 * gives way. PostgreSQL's lock file cannot do this, because it identifies processes by pid, which differ between containers.
 */
export async function acquireStartupLock(
  serverDir: string,
  account: ServerAccount | undefined,
): Promise<StartupLock | undefined> {
  const pipe = temporaryPath(join(serverDir, 'alive'));
  const ends = await LifelinePipe.create(pipe, account);
  if (!ends) return undefined;
  const lock = { pipe, ...ends };
  // A pipe that is being renamed can be missing from one directory listing, but not from two.
  if (!(await findsOtherPipe(serverDir, pipe)) && !(await findsOtherPipe(serverDir, pipe))) return lock;
  await releaseStartupLock(lock);
  return undefined;
}

export async function releaseStartupLock({ pipe, lifeline, readingEnd }: StartupLock): Promise<void> {
  lifeline.close();
  closeSync(readingEnd);
  await rm(pipe, { force: true });
}

/** Also removes pipes without a supervisor, which a power loss leaves behind. */
async function findsOtherPipe(serverDir: string, ownPipe: string): Promise<boolean> {
  for (const name of await readdir(serverDir)) {
    const pipe = join(serverDir, name);
    if (!isPipeName(name) || pipe === ownPipe) continue;
    if (isSupervised(pipe)) return true;
    await rm(pipe, { force: true });
  }
  return false;
}
