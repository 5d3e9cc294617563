import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { type EmbeddedServer, start } from '@daybook/embedded-postgres';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { migrate } from '../../src/database/migrate.js';
import { superuserUrl } from '../../packages/embedded-postgres/test/support/superuser.js';
import { LIMITS } from '../../src/limits.js';
import { ENTITIES } from '../../src/schema.js';
import { createActions } from '../support/create-actions.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { Factories } from '../support/factories.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { violations } from '../support/invariants.js';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import { killProcesses, type Server, startServer } from '../support/processes.js';
import { createStandby, type Standby } from '../support/standby.js';

const CLIENTS = 8;
const RECOVERY_MS = 10_000;

let primary: EmbeddedServer;
let standby: Standby | undefined;
let proxy: DatabaseProxy | undefined;

afterAll(async () => {
  await killProcesses();
  await proxy?.close();
  await standby?.stop();
  await primary.release();
  await removeFolders();
});

const connectTo = (url: string) =>
  new DataSource({ ...dataSourceOptions({ url, poolSize: 2 }), entities: ENTITIES }).initialize();

it('a failover to a synchronous standby loses no acknowledged approval, and the API recovers within 10 s', async () => {
  const dataDir = `${await aFolder()}/data`;
  primary = await start({ dataDir });
  await migrate(primary.url);
  const setUp = await connectTo(primary.url);
  const make = new Factories(setUp);
  const company = await make.aCompany();
  const token = await make.aToken([company]);
  const ids = await createActions(setUp, company, 5_000);
  standby = await createStandby(await superuserUrl(primary.url, join(dataDir, 'postgres')));
  await setUp.destroy();
  proxy = new DatabaseProxy(primary.url);
  await proxy.open();
  const server = await startServer({
    DATABASE_URL: proxy.url,
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'fatal',
    SWEEP_SECONDS: '0',
  });

  const load = {
    isOver: false,
    acknowledged: [] as { id: string; at: number }[],
    statuses: new Set<number>(),
  };
  const clients = Array.from({ length: CLIENTS }, () => approveAll(server, company.id, token, ids, load));
  await until(() => load.acknowledged.length > 200);
  await standby.killPrimary();
  // The address of the database leads to the standby before it can write.
  await proxy.close();
  await proxy.open(standby.url);
  await sleep(2 * LIMITS.readyMs);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
  const acknowledgedBefore = load.acknowledged.length;
  await standby.promote();
  const promotedAt = performance.now();
  await until(() => load.acknowledged.length > acknowledgedBefore);
  const recoveredAfterMs = performance.now() - promotedAt;
  await sleep(1_000);
  load.isOver = true;
  await Promise.all(clients);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);

  expect(recoveredAfterMs).toBeLessThan(RECOVERY_MS);
  expect([...load.statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  const survivor = await connectTo(standby.url);
  const acknowledged = load.acknowledged.map(({ id }) => id);
  const select = (statement: string, values: unknown[]) => survivor.query<object[]>(statement, values);
  expect(await violations(select, { acknowledged })).toEqual({});
  const lost = await select(`SELECT id FROM action WHERE id = ANY ($1::uuid[]) AND status <> 'processing'`, [
    acknowledged,
  ]);
  expect(lost).toEqual([]);
  await survivor.destroy();
}, 300_000);

interface Load {
  isOver: boolean;
  acknowledged: { id: string; at: number }[];
  statuses: Set<number>;
}

/** Approves one action after the other, with the id of the action as request id. Does not repeat a request that failed. */
async function approveAll(
  { url }: Server,
  company: string,
  token: string,
  ids: string[],
  load: Load,
): Promise<void> {
  const client = new KeepAliveClient(`${url}/api/companies/${company}/actions/`, {
    Authorization: `Token ${token}`,
  });
  for (let id = ids.pop(); id && !load.isOver; id = ids.pop()) {
    const { status } = await client.send('POST', `${id}/approve`, { 'X-Request-Id': id });
    load.statuses.add(status);
    if (status === 200) load.acknowledged.push({ id, at: performance.now() });
    else await sleep(50);
  }
  client.close();
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !condition(); await sleep(20)) {
    if (Date.now() > deadline) throw new Error('No approval succeeded within a minute.');
  }
}
