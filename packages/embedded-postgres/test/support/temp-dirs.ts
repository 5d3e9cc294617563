import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootStagingDir } from '../../src/programs/staging.js';

/** The `name` option of this test file: random, so that its directories outside of dataDir are its own. */
export const testName = `embedded-postgres-test-${randomBytes(4).toString('hex')}`;

const tempDirs: string[] = [];

/** Creates a directory that all users may enter. */
export async function createTempDir(owner?: { uid: number; gid: number }): Promise<string> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'embedded-test-')));
  await chmod(dir, 0o755);
  tempDirs.push(dir);
  if (owner) await chown(dir, owner.uid, owner.gid);
  return dir;
}

/** Path of a data directory that does not exist yet. */
export async function newDataDir(owner?: { uid: number; gid: number }): Promise<string> {
  return join(await createTempDir(owner), 'data');
}

/** The paths that newDataDir() has returned, and may have. */
export function dataDirs(): string[] {
  return tempDirs.map((dir) => join(dir, 'data'));
}

/** For afterAll: removes the directories, and what root has staged elsewhere. */
export async function removeTempDirs(): Promise<void> {
  for (const dir of [...tempDirs.splice(0), rootStagingDir(testName)]) {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
