import { execFile } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runAs, type Account } from './account.js';

const run = promisify(execFile);
const { O_RDONLY, O_WRONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
const READ = O_RDONLY | O_NONBLOCK;
const WRITE = O_WRONLY | O_NONBLOCK;

/**
 * Our end of the named pipe which keeps a server alive: the kernel closes it whichever way this process ends.
 * The supervisor reads the other end, and stops the server when nobody holds this one any more.
 */
export class Lifeline {
  private constructor(private readonly fd: number) {}

  /** Takes hold of the running server with this process number, or answers undefined where none is to be held. */
  static attach(home: string, pid: number): Lifeline | undefined {
    const fd = openPipe(lifelineOf(home, pid), WRITE);
    if (fd === undefined) return undefined;
    const lifeline = new Lifeline(fd);
    // The supervisor takes the pipe away before it looks for the last time: still there means that it sees us.
    if (lifeline.isWatched() && lifeline.leadsTo(home, pid)) return lifeline;
    lifeline.close();
    return undefined;
  }

  /** Makes a pipe, and answers both ends (the reading end is for the supervisor), or undefined where it was removed. */
  static async create(path: string, account: Account | undefined) {
    await run('mkfifo', ['-m', '600', path], runAs(account));
    const first = openPipe(path, READ);
    const fd = openPipe(path, WRITE);
    // A shell cannot read what does not block, and with a writer present this open does not wait.
    const readingEnd = fd === undefined ? undefined : openPipe(path, O_RDONLY);
    if (first !== undefined) closeSync(first);
    if (fd === undefined) return undefined;
    const lifeline = new Lifeline(fd);
    if (readingEnd !== undefined) return { lifeline, readingEnd };
    lifeline.close();
    return undefined;
  }

  /** Whether anybody reads the other end. */
  isWatched(): boolean {
    try {
      writeSync(this.fd, '\n');
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN';
    }
  }

  /** Whether this is the pipe of the server with this process number. */
  leadsTo(home: string, pid: number): boolean {
    const found = statSync(lifelineOf(home, pid), { throwIfNoEntry: false });
    const own = fstatSync(this.fd);
    return found?.ino === own.ino && found.dev === own.dev;
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Whether anybody holds the server: a pipe without writers reads as ended, one with silent writers as "try again". */
export function hasHolders(home: string, pid: number): boolean {
  const fd = openPipe(lifelineOf(home, pid), READ);
  if (fd === undefined) return false;
  try {
    const wasTaken = readSync(fd, Buffer.alloc(64)) > 0;
    if (wasTaken) giveBack(home, pid);
    return wasTaken;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN';
  } finally {
    // At once: as long as it is open we look like a supervisor.
    closeSync(fd);
  }
}

/** What we read was a newcomer's greeting, which the supervisor may be waiting for. */
function giveBack(home: string, pid: number): void {
  for (const path of [lifelineOf(home, pid), closingOf(home, pid)]) {
    const fd = openPipe(path, WRITE);
    if (fd === undefined) continue;
    writeSync(fd, '\n');
    closeSync(fd);
  }
}

/** Whether a supervisor is at the other end. Unlike a process number, this holds across containers. */
export function isSupervised(path: string): boolean {
  const fd = openPipe(path, WRITE);
  if (fd === undefined) return false;
  closeSync(fd);
  return true;
}

/** The pipe of the server with this process number. */
export function lifelineOf(home: string, pid: number): string {
  return join(home, `alive.${pid}`);
}

/** The name to which the supervisor moves the pipe before it stops the server. */
export function closingOf(home: string, pid: number): string {
  return join(home, `closing.${pid}`);
}

/** Undefined where there is no pipe, or (for writing) nobody who reads it. */
function openPipe(path: string, flags: number): number | undefined {
  try {
    // Root opens files in another user's folder here: never through a symlink, never anything but a pipe.
    const fd = openSync(path, flags | O_NOFOLLOW);
    if (fstatSync(fd).isFIFO()) return fd;
    closeSync(fd);
    return undefined;
  } catch (error) {
    if (['ENOENT', 'ENXIO', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
