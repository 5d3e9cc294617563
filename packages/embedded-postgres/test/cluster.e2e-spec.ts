import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { start, type StartOptions } from '../src/index.js';
import { query } from './support/query.js';
import { superuserUrl } from './support/superuser.js';
import { newDataDir, removeTempDirs, testName } from './support/temp-dirs.js';

/** Creating a cluster takes a second, so the tests share one. */
let options: StartOptions;

beforeAll(async () => {
  options = { dataDir: await newDataDir(), name: testName };
});
afterAll(removeTempDirs);

describe('the cluster', () => {
  it('keeps its data from one start to the next', async () => {
    const first = await start(options);
    await query(first.url, 'CREATE TABLE t AS SELECT 42 AS n');
    await first.release();
    expect(await readdir(join(options.dataDir, 'postgres', 'cluster'))).not.toContain('postmaster.pid');

    const second = await start(options);
    expect(await query(second.url, 'SELECT n FROM t')).toEqual([{ n: 42 }]);
    await second.release();
  });

  it('supports Unicode, and has the contrib extensions', async () => {
    const server = await start(options);
    await query(
      server.url,
      'CREATE EXTENSION pg_trgm; CREATE EXTENSION pgcrypto; CREATE EXTENSION btree_gin',
    );
    const sql = `SELECT lower('ÄÇŽ') AS lower, current_setting('server_encoding') AS encoding`;
    expect(await query(server.url, sql)).toEqual([{ lower: 'äçž', encoding: 'UTF8' }]);
    await server.release();
  });

  it('accepts connections on the loopback interface only, and with the password only', async () => {
    const server = await start(options);
    const wrong = new URL(server.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });

    const serverDir = join(options.dataDir, 'postgres');
    const superuser = await superuserUrl(server.url, serverDir);
    const sql = `SELECT current_setting('listen_addresses') AS tcp, current_setting('unix_socket_directories') AS unix,
      (SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules) AS methods,
      (SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid WHERE rolcanlogin) AS scram`;
    expect(await query(superuser, sql)).toEqual([
      { tcp: '127.0.0.1', unix: '', methods: ['scram-sha-256'], scram: true },
    ]);
    const { mode } = await stat(join(serverDir, 'password'));
    expect(mode & 0o777).toBe(0o600);
    await server.release();
  });
});

describe('user and database', () => {
  const CURRENT = 'SELECT current_user::text AS user, current_database()::text AS database';

  it('are both called postgres by default', async () => {
    const server = await start(options);
    expect(await query(server.url, CURRENT)).toEqual([{ user: 'postgres', database: 'postgres' }]);
    await server.release();
  });

  it('may have any names, and each database is created when it is first asked for', async () => {
    const named = { dataDir: await newDataDir(), name: testName, user: 'app owner', database: 'app "1"' };
    const first = await start(named);
    expect(await query(first.url, CURRENT)).toEqual([{ user: 'app owner', database: 'app "1"' }]);
    const second = await start({ ...named, database: 'other' });
    expect(await query(second.url, CURRENT)).toEqual([{ user: 'app owner', database: 'other' }]);
    await first.release();
    await second.release();
  });
});
