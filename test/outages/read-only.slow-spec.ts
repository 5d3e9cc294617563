import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import request from 'supertest';
import { poolOf } from '../../src/database/connection/pool.js';
import { LIMITS } from '../../src/limits.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { expectUnavailable } from '../support/outage.js';
import { createTenant, type Tenant } from '../support/tenant.js';

let app: RunningApp;
let direct: pg.Client;
let tenant: Tenant;
let ids: string[];

beforeAll(async () => {
  const url = await createMigratedDatabase();
  direct = new pg.Client({ connectionString: url });
  await direct.connect();
  app = await startApp(url);
});
afterAll(async () => {
  await app.nest.close();
  await direct.end();
});
beforeEach(async () => {
  tenant = await createTenant(app);
  const create = async () => (await tenant.make.anAction(tenant.company)).id;
  ids = [await create(), await create()];
});

const ready = async () => request(app.url).get('/health/ready');
const approve = (id: string) => tenant.client.perform('approve', id);

/** Opens all connections that the pool may have, and runs a statement on each. */
async function onEveryConnection(statement: string): Promise<void> {
  const pool = poolOf(app.dataSource);
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  await Promise.all(clients.map((client) => client.query(statement)));
  for (const client of clients) client.release();
}

it('sessions that cannot write are discarded with the first write that fails', async () => {
  await onEveryConnection('SET default_transaction_read_only = on');
  await expectUnavailable(async () => approve(ids[0]!));
  expect((await approve(ids[0]!)).status).toBe(200);
  expect((await approve(ids[1]!)).status).toBe(200);
});

it('sessions that cannot write are discarded by the readiness check', async () => {
  await sleep(LIMITS.readyMs);
  await onEveryConnection('SET default_transaction_read_only = on');
  await expectUnavailable(ready);
  expect((await ready()).status).toBe(200);
  expect((await approve(ids[0]!)).status).toBe(200);
});

it('while new sessions cannot write, requests and the readiness check get 503, and succeed at once afterwards', async () => {
  const [{ name }] = (await direct.query<{ name: string }>('SELECT current_database() AS name')).rows as [
    { name: string },
  ];
  await sleep(LIMITS.readyMs);
  await direct.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  await direct.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`,
    [name],
  );
  // The first ones may meet a connection that has been terminated.
  for (let n = 0; n < 2; n++) {
    await expectUnavailable(async () => approve(ids[0]!));
    // A read-only server may be a standby that lags behind: it could still accept a token that was revoked.
    await expectUnavailable(async () => tenant.client.list());
    await expectUnavailable(ready);
  }
  await direct.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  expect((await ready()).status).toBe(200);
  expect((await approve(ids[0]!)).status).toBe(200);
});

it('any number of readiness checks at once use one connection, and so do those of the next second', async () => {
  await sleep(LIMITS.readyMs);
  let connections = 0;
  const count = () => void connections++;
  const pool = poolOf(app.dataSource).on('acquire', count);
  for (let n = 0; n < 2; n++) {
    const responses = await Promise.all(Array.from({ length: 50 }, ready));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
  }
  pool.off('acquire', count);
  // A busy machine may take more than a second for the hundred requests.
  expect(connections).toBeGreaterThanOrEqual(1);
  expect(connections).toBeLessThan(10);
});
