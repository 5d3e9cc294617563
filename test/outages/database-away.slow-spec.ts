import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import pg from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { type RunningApp, startApp } from '../support/app.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { createMigratedDatabase } from '../support/database.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectAllUnavailable, expectRecovery, type Operations, operationsOf } from '../support/outage.js';

let direct: pg.Client;
let proxy: DatabaseProxy;
let app: RunningApp;
let tenant: Tenant;
let operations: Operations;

beforeAll(async () => {
  const url = await createMigratedDatabase();
  direct = new pg.Client({ connectionString: url });
  await direct.connect();
  proxy = new DatabaseProxy(url);
  await proxy.open();
  app = await startApp(proxy.url);
});
afterAll(async () => {
  await app.nest.close();
  await proxy.close();
  await direct.end();
});
beforeEach(async () => {
  tenant = await createTenant(app);
  operations = await operationsOf(app, tenant);
});

const pool = () => (app.dataSource.driver as PostgresDriver).master as Pool;

/** Opens all connections that the pool may have. */
async function fillPool(): Promise<PoolClient[]> {
  return Promise.all(Array.from({ length: 10 }, () => pool().connect()));
}

describe('every operation responds with 503 within 2 s, and succeeds within 5 s after recovery', () => {
  it('while the server refuses connections', async () => {
    await proxy.close();
    await expectAllUnavailable(operations);
    await proxy.open();
    await expectRecovery(operations);
  });

  it('while the network drops all packets of ten open connections', async () => {
    for (const connection of await fillPool()) connection.release();
    proxy.stall();
    await expectAllUnavailable(operations);
    await proxy.open();
    await expectRecovery(operations);
  });

  it('after the network has dropped ten idle connections', async () => {
    for (const connection of await fillPool()) connection.release();
    proxy.stall();
    await proxy.open();
    await expectRecovery(operations);
  });

  it('while all connections of the pool are in use', async () => {
    const taken = await fillPool();
    await expectAllUnavailable(operations);
    for (const connection of taken) connection.release();
    await expectRecovery(operations);
  });
});
