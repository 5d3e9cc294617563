import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type EmbeddedServer, start } from '@daybook/embedded-postgres';
import { migrate } from '../../src/database/migrate.js';
import { type RunningApp, startApp } from '../support/app.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { createTenant } from '../support/tenant.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { expectAllUnavailable, expectRecovery, operationsOf } from '../support/outage.js';

let folder: string;
let server: EmbeddedServer;
let proxy: DatabaseProxy;
let app: RunningApp;

beforeAll(async () => {
  folder = `${await aFolder()}/data`;
  server = await start({ dataDir: folder });
  await migrate(server.url);
  proxy = new DatabaseProxy(server.url);
  await proxy.open();
  app = await startApp(proxy.url);
});
afterAll(async () => {
  await app.nest.close();
  await proxy.close();
  await server.release();
  await removeFolders();
});

it('the API recovers from a restart of the database server without a restart of its own', async () => {
  const operations = await operationsOf(app, await createTenant(app));
  expect((await operations.read()).status).toBe(200);
  await server.release();
  await expectAllUnavailable(operations);
  server = await start({ dataDir: folder });
  await proxy.open(server.url);
  await expectRecovery(operations);
});
