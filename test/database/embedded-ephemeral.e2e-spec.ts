import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEphemeral } from '../../src/database/embedded/server.js';
import { aChild, endChildren, query, spawnChild, until } from './embedded-support.js';

afterEach(endChildren);

describe('the throw-away PostgreSQL', () => {
  const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('daybook-'));
  const settled = (url: string) =>
    query<{ folder: string; fsync: string }>(url, SETTINGS).then(([row]) => row!);
  const SETTINGS = `SELECT current_setting('data_directory') AS folder, current_setting('fsync') AS fsync`;

  it('is fast, and gone when released', async () => {
    const server = await startEphemeral();
    const { folder, fsync } = await settled(server.url);
    expect(fsync).toBe('off');
    await server.release();
    expect(existsSync(dirname(folder))).toBe(false);
  });

  it('is gone also when its holder was killed', async () => {
    const holder = await aChild('--ephemeral');
    const { folder } = await settled(holder.url!);
    await holder.kill();
    await until(() => !existsSync(dirname(folder)), 'the folder is removed');
  });

  it('is gone also when its holder was killed before it was ready', async () => {
    const before = await folders();
    const holder = spawnChild('--ephemeral');
    let made: string[] = [];
    await until(async () => {
      const isCluster = (name: string) => existsSync(join(tmpdir(), name, 'cluster'));
      // Other tests make folders there too.
      made = (await folders()).filter((name) => !before.includes(name) && isCluster(name));
      return made.length > 0;
    }, 'initdb begins');
    holder.kill('SIGKILL');
    await until(() => !existsSync(join(tmpdir(), made[0]!)), 'the folder is removed');
  });
});
