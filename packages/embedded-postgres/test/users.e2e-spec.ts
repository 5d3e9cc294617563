import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, lstat, readdir, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rootStagingDir } from '../src/programs/staging.js';
import { attachProcess, killProcesses } from './support/attached-process.js';
import { copyInstallation } from './support/installation.js';
import { query } from './support/query.js';
import { createTempDir, newDataDir, removeTempDirs, testName } from './support/temp-dirs.js';
import { isRoot, namelessUser, otherUser } from './support/users.js';

const describeAsRoot = isRoot ? describe : describe.skip;
const describeAsNormalUser = isRoot ? describe.skip : describe;

let installation: string;

beforeAll(async () => {
  installation = await copyInstallation();
});
afterEach(killProcesses);
afterAll(removeTempDirs);

/** A path that only root can enter. */
async function closedDataDir(): Promise<string> {
  const dir = await createTempDir();
  await chmod(dir, 0o700);
  return join(dir, 'data');
}

describeAsRoot('root', () => {
  it('can use installation and data directories that are closed to all other users', async () => {
    await chmod(installation, 0o700);
    const dataDir = await closedDataDir();
    const first = await attachProcess(dataDir, { installation });
    await query(first.url, 'CREATE TABLE t AS SELECT 42 AS n; CREATE EXTENSION pg_trgm');
    await first.release();
    const second = await attachProcess(dataDir, { installation });
    expect(await query(second.url, 'SELECT n FROM t')).toEqual([{ n: 42 }]);
    await second.release();
    await chmod(installation, 0o755);

    const staging = rootStagingDir(testName);
    const serverDir = await realpath(join(dataDir, 'postgres'));
    expect(serverDir.startsWith(staging)).toBe(true);
    expect((await stat(serverDir)).mode & 0o777).toBe(0o700);
    const copies = (await readdir(staging)).filter((name) => name.startsWith('postgresql-'));
    expect(copies).toHaveLength(1);
    const programs = await stat(join(staging, copies[0]!, 'native', 'bin'));
    expect([programs.uid, programs.mode & 0o777]).toEqual([0, 0o755]);

    await rm(serverDir, { recursive: true });
    expect((await attachProcess(dataDir)).error?.code).toBe('CLUSTER_MISSING');
  });

  it('gets a new cluster after the data directory was removed', async () => {
    const dataDir = await closedDataDir();
    const serverDirs: string[] = [];
    for (let round = 0; round < 2; round++) {
      await (await attachProcess(dataDir)).release();
      serverDirs.push(await realpath(join(dataDir, 'postgres')));
      await rm(dataDir, { recursive: true });
    }
    expect(serverDirs[0]).not.toBe(serverDirs[1]);
  });

  it('attaches to the server of a normal user, and the reverse', async () => {
    const dataDir = await newDataDir(otherUser);
    const asUser = { installation, cwd: installation, ...otherUser };
    const user = await attachProcess(dataDir, asUser);
    await query(user.url, 'CREATE TABLE t AS SELECT 42 AS n');
    const root = await attachProcess(dataDir);
    expect(root.url).toBe(user.url);
    await user.release();
    await root.release();

    const rootAgain = await attachProcess(dataDir);
    expect(await query(rootAgain.url, 'SELECT n FROM t')).toEqual([{ n: 42 }]);
    const userAgain = await attachProcess(dataDir, asUser);
    expect(userAgain.url).toBe(rootAgain.url);
    await userAgain.release();
    await rootAgain.release();
    const serverDir = join(dataDir, 'postgres');
    for (const name of await readdir(serverDir)) {
      expect((await lstat(join(serverDir, name))).uid).toBe(otherUser.uid);
    }
  });
});

describeAsRoot('a normal user', () => {
  it('is told which user owns the directory, and which the cluster', async () => {
    const dataDir = await newDataDir();
    const asUser = { installation, cwd: installation, ...otherUser };
    expect((await attachProcess(dataDir, asUser)).error).toEqual({
      code: 'PERMISSION_DENIED',
      message: expect.stringMatching(/may not use .*data.* \(EACCES\)/),
    });
    await (await attachProcess(dataDir)).release();
    expect((await attachProcess(dataDir, asUser)).error).toEqual({
      code: 'PERMISSION_DENIED',
      message: expect.stringMatching(/belongs to the user "(postgres|nobody)"/),
    });
  });

  it('without a name is told to get one', async () => {
    const dataDir = await newDataDir(namelessUser);
    const { error } = await attachProcess(dataDir, { installation, cwd: installation, ...namelessUser });
    expect(error).toEqual({
      code: 'INITDB_FAILED',
      message: expect.stringContaining('Give this user a name'),
    });
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describeAsNormalUser('a normal user', () => {
  it('can start a server', async () => {
    const attached = await attachProcess(await newDataDir(), { installation });
    expect(await query(attached.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await attached.release();
  });
});
