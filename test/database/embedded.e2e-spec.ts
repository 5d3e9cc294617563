import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbedded } from '../../src/database/embedded/server.js';
import {
  aChild,
  aFolder,
  endChildren,
  query,
  removeFolders,
  serverPid,
  shellsAround,
  spawnChild,
  until,
  untilStopped,
} from './embedded-support.js';

/** Making a cluster takes a second: tests which neither spoil it nor need a new one share this. */
let dataDir: string;
let home: string;

beforeAll(async () => {
  dataDir = await aDataDir();
  home = join(dataDir, 'postgres');
});
afterEach(endChildren);
afterAll(removeFolders);

/** Where there are no data yet. */
const aDataDir = async () => join(await aFolder(), 'data');

describe('the embedded PostgreSQL', () => {
  it('keeps its rows from the first start to the next', async () => {
    const dataDir = await aDataDir();
    const first = await startEmbedded(dataDir);
    await query(first.url, 'CREATE TABLE t AS SELECT 42 AS n');
    await first.release();
    expect(await readdir(join(dataDir, 'postgres', 'cluster'))).not.toContain('postmaster.pid');

    const second = await startEmbedded(dataDir);
    expect(await query(second.url, 'SELECT n FROM t')).toEqual([{ n: 42 }]);
    await second.release();
  });

  it('knows Unicode, and has the extensions that we use', async () => {
    const server = await startEmbedded(dataDir);
    await query(
      server.url,
      'CREATE EXTENSION pg_trgm; CREATE EXTENSION pgcrypto; CREATE EXTENSION btree_gin',
    );
    const sql = `SELECT lower('ÄÇŽ') AS lower, current_setting('server_encoding') AS encoding`;
    expect(await query(server.url, sql)).toEqual([{ lower: 'äçž', encoding: 'UTF8' }]);
    await server.release();
  });

  it('lets in through the loopback interface only, and with the password only', async () => {
    const server = await startEmbedded(dataDir);
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });

    const sql = `SELECT current_setting('listen_addresses') AS tcp, current_setting('unix_socket_directories') AS unix,
      (SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules) AS methods,
      (SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = 'daybook') AS scram`;
    expect(await query(server.url, sql)).toEqual([
      { tcp: '127.0.0.1', unix: '', methods: ['scram-sha-256'], scram: true },
    ]);
    const { mode } = await stat(join(home, 'password'));
    expect(mode & 0o777).toBe(0o600);
    await server.release();
  });

  it('is one server for all who hold it, and outlives the one that started it', async () => {
    const starter = await aChild(dataDir);
    const pid = await serverPid(home);
    const [one, two] = await Promise.all([startEmbedded(dataDir), startEmbedded(dataDir)]);
    expect([one.url, two.url]).toEqual([starter.url, starter.url]);

    await starter.kill();
    await one.release();
    await query(two.url, 'SELECT 1');
    expect(await serverPid(home)).toBe(pid);

    await two.release();
    await expect(serverPid(home)).rejects.toThrow('No server runs');
  });

  it('stops when its only holder is killed, and what was committed is there afterwards', async () => {
    const holder = await aChild(dataDir);
    await query(holder.url, 'CREATE TABLE kept AS SELECT 42 AS n');
    await holder.kill();
    await untilStopped(home);

    const server = await startEmbedded(dataDir);
    expect(await query(server.url, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
    await server.release();
  });

  it('stops also where the holder is killed while the server is starting', async () => {
    for (const delay of [0, 5, 20]) {
      const holder = spawnChild(dataDir);
      await until(
        async () => (await readdir(home)).some((name) => name.startsWith('alive.')),
        'a start begins',
      );
      await new Promise((resolve) => setTimeout(resolve, delay));
      holder.kill('SIGKILL');
      await until(
        async () => !(await readdir(home)).some((name) => /^(alive|closing)\.\d/.test(name)),
        'it ends',
      );
      await untilStopped(home);
    }
  });

  it('recovers after PostgreSQL was killed', async () => {
    const before = await startEmbedded(dataDir);
    await query(before.url, 'CREATE TABLE recovered AS SELECT 42 AS n');
    process.kill(await serverPid(home), 'SIGKILL');

    const after = await startEmbedded(dataDir);
    expect(await query(after.url, 'SELECT n FROM recovered')).toEqual([{ n: 42 }]);
    await before.release();
    await after.release();
  });

  it('recovers after everything was killed at once, and does not take another process for its server', async () => {
    const holder = await aChild(dataDir);
    const pid = await serverPid(home);
    for (const one of [...(await shellsAround(pid)), pid, holder.process.pid!]) process.kill(one, 'SIGKILL');
    await untilStopped(home);
    const lockFile = join(home, 'cluster', 'postmaster.pid');
    const left = await readFile(lockFile, 'utf8');
    await writeFile(lockFile, left.replace(String(pid), String(process.pid)));

    const server = await startEmbedded(dataDir);
    await query(server.url, 'SELECT 1');
    expect((await readdir(home)).filter((name) => name.startsWith('alive.'))).toHaveLength(1);
    await server.release();
  });

  it.each([
    ['supervisor', 0],
    ['outer watcher', 1],
    ['inner watcher', 2],
  ])('leaves no orphan where the %s is killed', async (_name, which) => {
    const holder = await aChild(dataDir);
    const shells = await shellsAround(await serverPid(home));
    expect(shells).toHaveLength(3);
    process.kill(shells.toSorted((a, b) => a - b)[which]!, 'SIGKILL');
    await holder.kill();
    await untilStopped(home);
  });

  it('is started once where many start it at the same instant, on no data and on old ones', async () => {
    const dataDir = await aDataDir();
    const home = join(dataDir, 'postgres');
    for (let round = 0; round < 2; round++) {
      const holders = await Promise.all([1, 2, 3, 4].map(() => aChild(dataDir)));
      const urls = new Set(holders.map((holder) => holder.url ?? holder.error));
      expect([...urls]).toEqual([expect.stringMatching(/^postgres:/)]);
      await Promise.all(holders.map((holder) => holder.release()));
      await untilStopped(home);
      expect(await readdir(dataDir)).toEqual(['postgres']);
    }
  });

  it('starts again where the last holder is leaving just then', async () => {
    let server = await startEmbedded(dataDir);
    for (let round = 0; round < 8; round++) {
      const leaving = server.release();
      await new Promise((resolve) => setTimeout(resolve, round * 5));
      server = await startEmbedded(dataDir);
      await leaving;
      await query(server.url, 'SELECT 1');
    }
    await server.release();
  });

  it('begins afresh where the making of the cluster was interrupted', async () => {
    const dataDir = await aDataDir();
    const home = join(dataDir, 'postgres');
    const interrupted = spawnChild(dataDir);
    await until(() => existsSync(dataDir), 'the data folder is made');
    await until(async () => (await readdir(dataDir)).length > 0, 'initdb begins');
    interrupted.kill('SIGKILL');
    expect(existsSync(home)).toBe(false);
    const [rest] = await readdir(dataDir);
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(dataDir, rest!), longAgo, longAgo);

    await (await startEmbedded(dataDir)).release();
    expect((await readdir(dataDir)).filter((name) => name === 'postgres')).toHaveLength(1);
  });

  it('says which process holds data that it cannot attach to', async () => {
    const server = await startEmbedded(dataDir);
    const pid = await serverPid(home);
    await rm(join(home, `alive.${pid}`));
    await expect(startEmbedded(dataDir)).rejects.toThrow(`held by PostgreSQL process ${pid}`);
    await server.release();
  });

  it('says which version made data that it cannot read', async () => {
    const dataDir = await aDataDir();
    await (await startEmbedded(dataDir)).release();
    await writeFile(join(dataDir, 'postgres/cluster/PG_VERSION'), '17\n');
    await expect(startEmbedded(dataDir)).rejects.toThrow('made by PostgreSQL 17');
  });

  it('shows the log where PostgreSQL does not start', async () => {
    const dataDir = await aDataDir();
    await (await startEmbedded(dataDir)).release();
    await writeFile(join(dataDir, 'postgres/cluster/postgresql.conf'), 'nonsense = 1\n');
    await expect(startEmbedded(dataDir)).rejects.toThrow('unrecognized configuration parameter "nonsense"');
  });
});
