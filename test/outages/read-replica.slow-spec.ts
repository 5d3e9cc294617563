import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type EmbeddedServer, start } from '@daybook/embedded-postgres';
import request from 'supertest';
import { superuserUrl } from '../../packages/embedded-postgres/test/support/superuser.js';
import { migrate } from '../../src/database/migrate.js';
import { replicaOf } from '../../src/database/replica/read-pool.js';
import type { ReplicaState } from '../../src/database/replica/replica.js';
import { LIMITS } from '../../src/limits.js';
import { fetchApiDocument, isEndless } from '../support/api-document.js';
import { type RunningApp, startApp } from '../support/app.js';
import { sql } from '../support/database.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { createStandby, type Standby } from '../support/standby.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { Client } from '../support/client.js';

/** Long enough that a list would miss the change before it, and short enough that a read waits for it. */
const DELAY_MS = 40;

let primary: EmbeddedServer;
let standby: Standby;
let proxy: DatabaseProxy;
/** Two processes of the API behind one address, as far as the database can tell. */
let apps: RunningApp[] = [];
let tenant: Tenant;
/** The same client, at the other process. */
let elsewhere: Client;

beforeAll(async () => {
  const dataDir = `${await aFolder()}/data`;
  primary = await start({ dataDir });
  await migrate(primary.url);
  const superuser = await superuserUrl(primary.url, join(dataDir, 'postgres'));
  standby = await createStandby(superuser, { delayMs: DELAY_MS });
  const replica = new URL(primary.url);
  replica.port = new URL(standby.url).port;
  proxy = new DatabaseProxy(replica.href);
  await proxy.open();
  const settings = { DATABASE_READ_URL: proxy.url };
  apps = [await startApp(primary.url, settings), await startApp(primary.url, settings)];
  tenant = await createTenant(apps[0]!);
  elsewhere = new Client(apps[1]!.url, tenant.token, tenant.company);
}, 60_000);
afterAll(async () => {
  for (const { nest } of apps) await nest.close();
  await proxy.close();
  await standby.stop();
  await primary.release();
  await removeFolders();
});

/** How many connections of a server ran a list of actions as their latest statement, within the last seconds. */
async function lists(url: string): Promise<number> {
  const statement = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE application_name = 'daybook' AND query LIKE '%total_count%'`;
  return (await sql<{ count: number }>(url, statement))[0]!.count;
}

const state = async (): Promise<ReplicaState> =>
  (await request(apps[1]!.url).get('/health/ready').expect(200)).body.read_replica;

async function reaches(expected: ReplicaState): Promise<void> {
  for (const deadline = Date.now() + 20_000; (await state()) !== expected; await sleep(50))
    if (Date.now() > deadline) throw new Error(`The replica is ${await state()}, and not ${expected}.`);
}

let approved = 0;
/** Approves actions at one process, and looks at the other one whether its list has each. */
async function seesWrites(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const { id } = await tenant.make.anAction(tenant.company);
    await tenant.client.perform('approve', id).expect(200);
    const { body } = await elsewhere.list({ status: 'processing', page_size: 1 }).expect(200);
    approved += 1;
    expect({ n, count: body.count }).toEqual({ n, count: approved });
  }
}

it('reads lists on the replica, and everything that was acknowledged before is in them', async () => {
  await reaches('current');
  await seesWrites(20);
  expect(await lists(standby.url)).toBeGreaterThan(0);
  expect(await lists(primary.url)).toBe(0);
  await reaches('current');
});

it('gives every reading operation of a company the answer of the primary', async () => {
  const plain = await startApp(primary.url);
  apps.push(plain);
  const direct = new Client(plain.url, tenant.token, tenant.company);
  const prefix = '/api/companies/{company_id}';
  const paths = (await fetchApiDocument(plain)).operations
    .filter(
      ({ method, path }) => method === 'GET' && path.startsWith(prefix) && !path.includes('{', prefix.length),
    )
    .filter((operation) => !isEndless(operation))
    .map(({ path }) => path.slice(prefix.length));
  expect(paths.length).toBeGreaterThan(10);
  for (const path of [...paths, '/actions?search=acme']) {
    await reaches('current');
    const [here, there] = [await elsewhere.get(path), await direct.get(path)];
    expect({ path, status: here.status, text: here.text }).toEqual({ path, status: 200, text: there.text });
    // A statement that a replica refuses would run on the primary in the end.
    expect({ path, state: replicaOf(apps[1]!.dataSource)!.state }).not.toEqual({
      path,
      state: 'unavailable',
    });
  }
});

it('reads on the primary while the replica is behind, and on the replica again once it has caught up', async () => {
  await sql(standby.url, 'SELECT pg_wal_replay_pause()');
  await seesWrites(10);
  expect(await state()).toBe('behind');
  await sql(standby.url, 'SELECT pg_wal_replay_resume()');
  await reaches('current');
  await seesWrites(3);
});

it('reads on the primary while the replica does not answer, without an error after the first moment', async () => {
  proxy.stall();
  await elsewhere.list();
  await sleep(LIMITS.replicaWaitMs);
  await seesWrites(10);
  expect(await state()).toBe('unavailable');
  await proxy.close();
  await seesWrites(3);
  await proxy.open();
  await reaches('current');
  // Connections that stop in the middle of everything are not noticed by the clients.
  const statuses = new Set<number>();
  const reads = Array.from({ length: 4 }, async () => {
    for (let n = 0; n < 25; n += 1) statuses.add((await elsewhere.list()).status);
  });
  for (let n = 0; n < 5; n += 1) {
    proxy.dropConnections();
    await sleep(100);
  }
  await Promise.all(reads);
  expect([...statuses]).toEqual([200]);
});

it('reads on the primary from the promotion of the replica on', async () => {
  await reaches('current');
  await standby.promote();
  await seesWrites(10);
  expect(await state()).toBe('not_a_replica');
});
