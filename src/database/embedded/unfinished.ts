import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const MARK = '.new.';
const ABANDONED_AFTER_MS = 10 * 60_000;

/** A name beside `path` under which to build what becomes `path` only once it is whole. */
export function unfinished(path: string): string {
  return path + MARK + randomBytes(6).toString('hex');
}

/**
 * Gives a finished folder its real name, for good (a power loss does not undo it).
 * Where another process was first, ours is removed and theirs stays.
 */
export async function publish(folder: string, path: string): Promise<void> {
  try {
    await rename(folder, path);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    const wasTaken = ['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (!wasTaken) throw error;
  }
  const parent = await open(dirname(path));
  await parent.sync().finally(() => parent.close());
}

/** Removes what interrupted processes left unfinished beside `path`; nothing of ours is built for that long. */
export async function sweep(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(basename(path) + MARK)) continue;
    const entry = join(folder, name);
    const changed = await stat(entry).then(
      (found) => found.mtimeMs,
      () => Infinity,
    );
    if (Date.now() - changed > ABANDONED_AFTER_MS) await rm(entry, { recursive: true, force: true });
  }
}
