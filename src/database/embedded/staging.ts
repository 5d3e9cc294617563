import { chmod, cp, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { publish, sweep, unfinished } from './unfinished.js';

/** Where root keeps what an unprivileged PostgreSQL has to reach. */
export const ROOTS_FOLDER = '/var/lib/daybook';

/**
 * Copies the programs to a folder that others can enter and cannot change, once per version.
 * `complete` finishes the copy before it gets its name.
 */
export async function stage(
  native: string,
  version: string,
  complete: (copy: string) => Promise<void>,
): Promise<string> {
  const folder = join(await stagingFolder(), `postgresql-${version}-${process.platform}-${process.arch}`);
  const parts = join(folder, 'native');
  const isThere = await lstat(parts).catch(() => undefined);
  if (isThere) return parts;

  await sweep(folder);
  const copy = unfinished(folder);
  try {
    await mkdir(copy, { mode: 0o755 });
    await cp(native, join(copy, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    await openToReaders(copy);
    await complete(join(copy, 'native'));
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    throw error;
  }
  await publish(copy, folder);
  return parts;
}

/** The first folder that is, or can be made, ours alone to write: a program that others can change must not run. */
async function stagingFolder(): Promise<string> {
  const uid = process.getuid?.();
  const candidates =
    uid === 0 ? [ROOTS_FOLDER] : [join(homedir(), '.cache', 'daybook'), join(tmpdir(), `daybook-${uid}`)];
  for (const folder of candidates) {
    await mkdir(folder, { recursive: true, mode: 0o755 }).catch(() => undefined);
    const found = await lstat(folder).catch(() => undefined);
    if (found?.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return folder;
  }
  throw new Error(
    `The embedded PostgreSQL has to be copied, and none of these can be made or is safe: ${candidates.join(', ')}. ` +
      'Set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Modes are copied too: a strict umask at install time, or a package that nobody may write. */
async function openToReaders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToReaders(path);
    if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
