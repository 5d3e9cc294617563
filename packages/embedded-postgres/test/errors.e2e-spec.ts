import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { start, startEphemeral } from '../src/index.js';
import { serverPid, waitUntilStopped } from './support/server-process.js';
import { newDataDir, removeTempDirs, testName } from './support/temp-dirs.js';

/** A data directory with a cluster. */
let dataDir: string;
let serverDir: string;

const startIn = (dir: string) => start({ dataDir: dir, name: testName });

beforeAll(async () => {
  dataDir = await newDataDir();
  serverDir = join(dataDir, 'postgres');
  await (await startIn(dataDir)).release();
});
afterAll(removeTempDirs);

it('names the process that uses the cluster if it cannot attach to it', async () => {
  const server = await startIn(dataDir);
  const pid = await serverPid(serverDir);
  await rm(join(serverDir, `alive.${pid}`));
  await expect(startIn(dataDir)).rejects.toMatchObject({
    code: 'CLUSTER_IN_USE',
    message: expect.stringContaining(`in use by PostgreSQL process ${pid}`),
  });
  await server.release();
  // Without its pipe, release() cannot wait for the server.
  await waitUntilStopped(serverDir);
});

it('includes the end of the server log if PostgreSQL does not start', async () => {
  await writeFile(join(serverDir, 'cluster/postgresql.conf'), 'nonsense = 1\n');
  await expect(startIn(dataDir)).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('unrecognized configuration parameter "nonsense"'),
  });
});

it('names the version of PostgreSQL that created the cluster if it is another one', async () => {
  await writeFile(join(serverDir, 'cluster/PG_VERSION'), '17\n');
  await expect(startIn(dataDir)).rejects.toMatchObject({
    code: 'VERSION_MISMATCH',
    message: expect.stringContaining(`PostgreSQL 17 created the cluster in ${serverDir}`),
  });
});

it('ends with the hint of the application', async () => {
  const empty = await newDataDir();
  await mkdir(empty);
  await symlink('/nonexistent', join(empty, 'postgres'));
  const failed = start({ dataDir: empty, name: testName, hint: 'Or use a server.' });
  await expect(failed).rejects.toMatchObject({
    name: 'EmbeddedPostgresError',
    code: 'CLUSTER_MISSING',
    message: expect.stringMatching(/is a link to \/nonexistent, which is gone: .*\nOr use a server\.$/),
  });
});

it('refuses a name that leads out of the directories that it is meant for', async () => {
  for (const name of ['', '..', '../etc', 'a/b']) {
    await expect(startEphemeral({ name })).rejects.toThrow(TypeError);
  }
});
