import { execFile } from 'node:child_process';
import { closeSync, fstatSync, readSync, statSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { closingPath, lifelinePath, openPipe } from './pipe-files.js';
import { spawnOptions, type ServerAccount } from '../programs/server-account.js';

const run = promisify(execFile);

/**
 * The writing end of a server's lifeline: a named pipe that every attached process keeps open. The kernel closes it however
 * a process ends, by SIGKILL too. The supervisor reads the pipe, and stops the server at its end of file.
 */
export class LifelinePipe {
  private constructor(private readonly fd: number) {}

  /** Attaches this process to the running server with this pid. Undefined if there is none, or if it is stopping. */
  static attach(serverDir: string, pid: number): LifelinePipe | undefined {
    const fd = openPipe(lifelinePath(serverDir, pid), 'write');
    if (fd === undefined) return undefined;
    const lifeline = new LifelinePipe(fd);
    // The supervisor renames the pipe before its last check for writers: if the name is still there, that check sees us.
    if (lifeline.hasSupervisor() && lifeline.belongsTo(serverDir, pid)) return lifeline;
    lifeline.close();
    return undefined;
  }

  /** Creates a pipe, and opens it for us and for its supervisor. Undefined if another process has removed it meanwhile. */
  static async create(path: string, account: ServerAccount | undefined) {
    await run('mkfifo', ['-m', '600', path], spawnOptions(account));
    // A pipe cannot be opened for writing before it has a reader.
    const firstReader = openPipe(path, 'read');
    const fd = openPipe(path, 'write');
    // The supervisor is a shell, whose `read` needs a blocking descriptor. With a writer present, opening it does not block.
    const readingEnd = fd === undefined ? undefined : openPipe(path, 'blocking-read');
    if (firstReader !== undefined) closeSync(firstReader);
    if (fd === undefined) return undefined;
    const lifeline = new LifelinePipe(fd);
    if (readingEnd !== undefined) return { lifeline, readingEnd };
    lifeline.close();
    return undefined;
  }

  /** Whether a supervisor reads the pipe. Its end is the server's end. */
  hasSupervisor(): boolean {
    try {
      writeSync(this.fd, '\n');
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN';
    }
  }

  /** Whether this is the pipe of the server with this pid. */
  belongsTo(serverDir: string, pid: number): boolean {
    const found = statSync(lifelinePath(serverDir, pid), { throwIfNoEntry: false });
    const own = fstatSync(this.fd);
    return found?.ino === own.ino && found.dev === own.dev;
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** Whether any process is attached to the server: without writers a read returns 0 bytes, with idle writers EAGAIN. */
export function hasAttachedProcess(serverDir: string, pid: number): boolean {
  const fd = openPipe(lifelinePath(serverDir, pid), 'read');
  if (fd === undefined) return false;
  try {
    const isAttached = readSync(fd, Buffer.alloc(64)) > 0;
    if (isAttached) writeBack(serverDir, pid);
    return isAttached;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN';
  } finally {
    // At once: while this reader is open, other processes take it for the supervisor.
    closeSync(fd);
  }
}

/** Replaces the byte that we have read: the supervisor may need it to learn that a process has just attached. */
function writeBack(serverDir: string, pid: number): void {
  for (const path of [lifelinePath(serverDir, pid), closingPath(serverDir, pid)]) {
    const fd = openPipe(path, 'write');
    if (fd === undefined) continue;
    writeSync(fd, '\n');
    closeSync(fd);
  }
}
