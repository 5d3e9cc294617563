import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEphemeral } from '../src/index.js';
import { attachProcess, killProcesses, spawnProcess } from './support/attached-process.js';
import { query } from './support/query.js';
import { testName } from './support/temp-dirs.js';
import { waitUntil } from './support/wait-until.js';

afterEach(killProcesses);

describe('an ephemeral server', () => {
  const settingsOf = async (url: string) => {
    const sql = `SELECT current_setting('data_directory') AS "clusterDir", current_setting('fsync') AS fsync`;
    const [settings] = await query<{ clusterDir: string; fsync: string }>(url, sql);
    return settings!;
  };

  it('does not sync to disk, and removes its directory when it is released', async () => {
    const server = await startEphemeral();
    const { clusterDir, fsync } = await settingsOf(server.url);
    expect(fsync).toBe('off');
    await server.release();
    expect(existsSync(dirname(clusterDir))).toBe(false);
  });

  it('removes its directory when its process is killed', async () => {
    const attached = await attachProcess(undefined);
    const { clusterDir } = await settingsOf(attached.url!);
    await attached.kill();
    await waitUntil(() => !existsSync(dirname(clusterDir)), 'the directory is removed');
  });

  it('removes its directory when its process is killed before the server is ready', async () => {
    const starting = spawnProcess(undefined);
    let serverDir: string | undefined;
    await waitUntil(async () => {
      const dirs = (await readdir(tmpdir())).filter((name) => name.startsWith(testName));
      serverDir = dirs.map((name) => join(tmpdir(), name)).find((dir) => existsSync(join(dir, 'cluster')));
      return serverDir !== undefined;
    }, 'initdb begins');
    starting.kill('SIGKILL');
    await waitUntil(() => !existsSync(serverDir!), 'the directory is removed');
  });
});
