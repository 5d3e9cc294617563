import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const TEMPORARY_MARK = '.new.';
/** Far longer than building a directory can take. */
const ABANDONED_AFTER_MS = 10 * 60_000;

/** A unique path beside `path`, under which to build what is renamed to `path` once it is complete. */
export function temporaryPath(path: string): string {
  return path + TEMPORARY_MARK + randomBytes(6).toString('hex');
}

/**
 * Renames a complete directory to its final path, and syncs its parent so that a power loss does not undo it.
 * If another process has created that path first, its directory stays and ours is removed.
 */
export async function publishDir(temporary: string, path: string): Promise<void> {
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    const exists = ['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (!exists) throw error;
  }
  const parent = await open(dirname(path));
  await parent.sync().finally(() => parent.close());
}

/** Removes the temporary directories of `path` that interrupted processes left behind. */
export async function removeAbandoned(path: string): Promise<void> {
  const parent = dirname(path);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(basename(path) + TEMPORARY_MARK)) continue;
    const entry = join(parent, name);
    const changedAt = await stat(entry).then(
      (found) => found.mtimeMs,
      () => Infinity,
    );
    if (Date.now() - changedAt > ABANDONED_AFTER_MS) await rm(entry, { recursive: true, force: true });
  }
}
