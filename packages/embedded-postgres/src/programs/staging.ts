import { chmod, cp, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishDir, removeAbandoned, temporaryPath } from './atomic-dir.js';
import { EmbeddedPostgresError } from '../errors.js';

/** Where root keeps clusters and programs that the server account cannot reach at their usual place. */
export function rootStagingDir(name: string): string {
  return `/var/lib/${name}`;
}

/**
 * Copies the programs to a directory that every user can read and only we can change, once per version.
 * `finish` completes the copy before other processes can see it.
 * @throws EmbeddedPostgresError BINARIES_UNUSABLE if there is no such directory
 */
export async function stageBinaries(
  native: string,
  version: string,
  name: string,
  finish: (native: string) => Promise<void>,
): Promise<string> {
  const dir = join(await findStagingDir(name), `postgresql-${version}-${process.platform}-${process.arch}`);
  const staged = join(dir, 'native');
  const existing = await lstat(staged).catch(() => undefined);
  if (existing) return staged;

  await removeAbandoned(dir);
  const copy = temporaryPath(dir);
  try {
    await mkdir(copy, { mode: 0o755 });
    await cp(native, join(copy, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    await makeReadable(copy);
    await finish(join(copy, 'native'));
  } catch (error) {
    await rm(copy, { recursive: true, force: true });
    throw error;
  }
  await publishDir(copy, dir);
  return staged;
}

/** Nobody else may be able to write the directory, or they could replace the programs that we run. */
async function findStagingDir(name: string): Promise<string> {
  const uid = process.getuid?.();
  const candidates =
    uid === 0 ? [rootStagingDir(name)] : [join(homedir(), '.cache', name), join(tmpdir(), `${name}-${uid}`)];
  for (const dir of candidates) {
    await mkdir(dir, { recursive: true, mode: 0o755 }).catch(() => undefined);
    const found = await lstat(dir).catch(() => undefined);
    if (found?.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0) return dir;
  }
  throw new EmbeddedPostgresError(
    'BINARIES_UNUSABLE',
    'The embedded PostgreSQL does not run where it is installed, and cannot be copied: ' +
      `none of these directories can be created and is writable by this user only: ${candidates.join(', ')}.`,
  );
}

/** The copy has the modes of the installation, which a strict umask may have closed to other users. */
async function makeReadable(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
