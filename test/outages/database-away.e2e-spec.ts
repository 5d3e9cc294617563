import { afterAll, beforeAll, beforeEach, describe, it } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import pg from 'pg';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { type RunningApp, startApp } from '../support/app.js';
import { Cable } from '../support/cable.js';
import { aMigratedDatabase } from '../support/database.js';
import { type Desk, openDesk } from '../support/desk.js';
import { expectAllUnavailable, expectRecovery, type Operations, operationsOf } from '../support/outage.js';

let direct: pg.Client;
let cable: Cable;
let app: RunningApp;
let desk: Desk;
let operations: Operations;

beforeAll(async () => {
  const url = await aMigratedDatabase();
  direct = new pg.Client({ connectionString: url });
  await direct.connect();
  cable = new Cable(url);
  await cable.plug();
  app = await startApp(cable.url);
});
afterAll(async () => {
  await app.nest.close();
  await cable.cut();
  await direct.end();
});
beforeEach(async () => {
  desk = await openDesk(app);
  operations = await operationsOf(app, desk);
});

const pool = () => (app.dataSource.driver as PostgresDriver).master as Pool;

/** As many connections as the pool may have, so that an outage meets them idle. */
async function fillPool(): Promise<PoolClient[]> {
  return Promise.all(Array.from({ length: 10 }, () => pool().connect()));
}

describe('every operation answers 503 within 2 s, and well again within 5 s of recovery, while', () => {
  it('the server refuses connections', async () => {
    await cable.cut();
    await expectAllUnavailable(operations);
    await cable.plug();
    await expectRecovery(operations);
  });

  it('the network swallows what is sent, with ten connections open', async () => {
    for (const connection of await fillPool()) connection.release();
    cable.swallow();
    await expectAllUnavailable(operations);
    await cable.plug();
    await expectRecovery(operations);
  });

  it('the network has swallowed ten connections while nobody asked', async () => {
    for (const connection of await fillPool()) connection.release();
    cable.swallow();
    await cable.plug();
    await expectRecovery(operations);
  });

  it('all connections of the pool are taken', async () => {
    const taken = await fillPool();
    await expectAllUnavailable(operations);
    for (const connection of taken) connection.release();
    await expectRecovery(operations);
  });
});
