import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';

const { O_RDONLY, O_WRONLY, O_NONBLOCK, O_NOFOLLOW } = constants;
const FLAGS = {
  read: O_RDONLY | O_NONBLOCK,
  write: O_WRONLY | O_NONBLOCK,
  'blocking-read': O_RDONLY,
};

/** Path of the lifeline pipe of the server with this pid. */
export function lifelinePath(serverDir: string, pid: number): string {
  return join(serverDir, `alive.${pid}`);
}

/** Path to which the supervisor renames the pipe before it stops the server. */
export function closingPath(serverDir: string, pid: number): string {
  return join(serverDir, `closing.${pid}`);
}

/** Whether a file in the server directory is a lifeline pipe: of a server that starts, runs or stops. */
export function isPipeName(name: string): boolean {
  return /^(?:alive|closing)\./.test(name);
}

/** Opens a pipe. Undefined if there is none or, for writing, if it has no reader. */
export function openPipe(path: string, mode: keyof typeof FLAGS): number | undefined {
  try {
    // Root opens files in another user's directory here, so it must not follow symlinks or open anything but a pipe.
    const fd = openSync(path, FLAGS[mode] | O_NOFOLLOW);
    if (fstatSync(fd).isFIFO()) return fd;
    closeSync(fd);
    return undefined;
  } catch (error) {
    if (['ENOENT', 'ENXIO', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Whether a supervisor reads the pipe. Unlike a pid, this is certain across containers too. */
export function isSupervised(path: string): boolean {
  const fd = openPipe(path, 'write');
  if (fd === undefined) return false;
  closeSync(fd);
  return true;
}
