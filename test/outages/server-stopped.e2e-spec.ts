import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type EmbeddedServer, start } from '@daybook/embedded-postgres';
import { migrate } from '../../src/database/migrate.js';
import { type RunningApp, startApp } from '../support/app.js';
import { Cable } from '../support/cable.js';
import { openDesk } from '../support/desk.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { expectAllUnavailable, expectRecovery, operationsOf } from '../support/outage.js';

let folder: string;
let server: EmbeddedServer;
let cable: Cable;
let app: RunningApp;

beforeAll(async () => {
  folder = `${await aFolder()}/data`;
  server = await start({ dataDir: folder });
  await migrate(server.url);
  cable = new Cable(server.url);
  await cable.plug();
  app = await startApp(cable.url);
});
afterAll(async () => {
  await app.nest.close();
  await cable.cut();
  await server.release();
  await removeFolders();
});

it('a server that is stopped and started again is met again, without a restart of the API', async () => {
  const operations = await operationsOf(app, await openDesk(app));
  expect((await operations.read()).status).toBe(200);
  await server.release();
  await expectAllUnavailable(operations);
  server = await start({ dataDir: folder });
  await cable.plug(server.url);
  await expectRecovery(operations);
});
