import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start, type StartOptions } from '../src/index.js';
import { attachProcess, killProcesses } from './support/attached-process.js';
import { query } from './support/query.js';
import { serverPid, waitUntilStopped } from './support/server-process.js';
import { newDataDir, removeTempDirs, testName } from './support/temp-dirs.js';

let options: StartOptions;
let serverDir: string;

beforeAll(async () => {
  options = { dataDir: await newDataDir(), name: testName, user: 'owner', database: 'app' };
  serverDir = join(options.dataDir, 'postgres');
});
afterEach(killProcesses);
afterAll(removeTempDirs);

describe('several processes on one data directory', () => {
  it('share one server, which runs on after the process that started it was killed', async () => {
    const starter = await attachProcess(options.dataDir);
    const pid = await serverPid(serverDir);
    const [one, two] = await Promise.all([start(options), start(options)]);
    expect([one.url, two.url]).toEqual([starter.url, starter.url]);

    await starter.kill();
    await one.release();
    await query(two.url, 'SELECT 1');
    expect(await serverPid(serverDir)).toBe(pid);

    await two.release();
    await expect(serverPid(serverDir)).rejects.toThrow('No server runs');
  });

  it('start one server if they start at the same time, on a new cluster and on an existing one', async () => {
    const dataDir = await newDataDir();
    for (let round = 0; round < 2; round++) {
      const processes = await Promise.all([1, 2, 3, 4].map(() => attachProcess(dataDir)));
      const urls = new Set(processes.map(({ url, error }) => url ?? error));
      expect([...urls]).toEqual([expect.stringMatching(/^postgres:/)]);
      await Promise.all(processes.map((one) => one.release()));
      await waitUntilStopped(join(dataDir, 'postgres'));
      expect(await readdir(dataDir)).toEqual(['postgres']);
    }
  });

  it('can start the server again while the last process is releasing it', async () => {
    let server = await start(options);
    for (let round = 0; round < 8; round++) {
      const released = server.release();
      await sleep(round * 5);
      server = await start(options);
      await released;
      await query(server.url, 'SELECT 1');
    }
    await server.release();
  });
});

describe('a server handle', () => {
  it('can be released twice', async () => {
    const server = await start(options);
    await Promise.all([server.release(), server.release()]);
    await server.release();
    await expect(serverPid(serverDir)).rejects.toThrow('No server runs');
  });

  it('reports that the server has exited', async () => {
    const server = await start(options);
    process.kill(await serverPid(serverDir), 'SIGKILL');
    await server.exited;
    await server.release();
  });
});
