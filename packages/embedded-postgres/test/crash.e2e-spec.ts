import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start, type StartOptions } from '../src/index.js';
import { attachProcess, killProcesses, spawnProcess } from './support/attached-process.js';
import { query } from './support/query.js';
import { serverPid, shellPids, waitUntilStopped } from './support/server-process.js';
import { newDataDir, removeTempDirs, testName } from './support/temp-dirs.js';
import { waitUntil } from './support/wait-until.js';

let options: StartOptions;
let serverDir: string;

beforeAll(async () => {
  options = { dataDir: await newDataDir(), name: testName, user: 'owner', database: 'app' };
  serverDir = join(options.dataDir, 'postgres');
  await (await start(options)).release();
});
afterEach(killProcesses);
afterAll(removeTempDirs);

describe('when the attached process is killed', () => {
  it('the server stops, and committed data survive', async () => {
    const attached = await attachProcess(options.dataDir);
    await query(attached.url, 'CREATE TABLE committed AS SELECT 42 AS n');
    await attached.kill();
    await waitUntilStopped(serverDir);

    const server = await start(options);
    expect(await query(server.url, 'SELECT n FROM committed')).toEqual([{ n: 42 }]);
    await server.release();
  });

  it.each([0, 5, 20])('%i ms after it began to start the server, the server stops too', async (delay) => {
    const starting = spawnProcess(options.dataDir);
    const hasPipe = async (pattern: RegExp) => (await readdir(serverDir)).some((name) => pattern.test(name));
    await waitUntil(() => hasPipe(/^alive\./), 'a start begins');
    await sleep(delay);
    starting.kill('SIGKILL');
    await waitUntil(async () => !(await hasPipe(/^(alive|closing)\.\d/)), 'the supervisor exits');
    await waitUntilStopped(serverDir);
  });

  it('during initdb, the next start creates the cluster and removes what was abandoned', async () => {
    const dataDir = await newDataDir();
    const interrupted = spawnProcess(dataDir);
    await waitUntil(() => existsSync(dataDir), 'the data directory is created');
    await waitUntil(async () => (await readdir(dataDir)).length > 0, 'initdb begins');
    interrupted.kill('SIGKILL');
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    const [abandoned] = await readdir(dataDir);
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(dataDir, abandoned!), anHourAgo, anHourAgo);

    await (await start({ ...options, dataDir })).release();
    expect((await readdir(dataDir)).filter((name) => name === 'postgres')).toHaveLength(1);
  });
});

describe('when PostgreSQL is killed', () => {
  it('the next start recovers the data', async () => {
    const before = await start(options);
    await query(before.url, 'CREATE TABLE recovered AS SELECT 42 AS n');
    process.kill(await serverPid(serverDir), 'SIGKILL');

    const after = await start(options);
    expect(await query(after.url, 'SELECT n FROM recovered')).toEqual([{ n: 42 }]);
    await before.release();
    await after.release();
  });

  it('with everything around it, the next start ignores a lock file whose pid another process has now', async () => {
    const attached = await attachProcess(options.dataDir);
    const pid = await serverPid(serverDir);
    for (const one of [...(await shellPids(pid)), pid, attached.process.pid!]) process.kill(one, 'SIGKILL');
    await waitUntilStopped(serverDir);
    const lockFile = join(serverDir, 'cluster', 'postmaster.pid');
    const content = await readFile(lockFile, 'utf8');
    await writeFile(lockFile, content.replace(String(pid), String(process.pid)));

    const server = await start(options);
    await query(server.url, 'SELECT 1');
    expect((await readdir(serverDir)).filter((name) => name.startsWith('alive.'))).toHaveLength(1);
    await server.release();
  });
});

it.each([
  ['supervisor', 0],
  ['outer watcher', 1],
  ['inner watcher', 2],
])('the server stops with the attached process even if the %s was killed', async (_name, index) => {
  const attached = await attachProcess(options.dataDir);
  const shells = await shellPids(await serverPid(serverDir));
  expect(shells).toHaveLength(3);
  process.kill(shells.toSorted((a, b) => a - b)[index]!, 'SIGKILL');
  await attached.kill();
  await waitUntilStopped(serverDir);
});
