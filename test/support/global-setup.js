import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../dist/database/migrate.js';
import { findChromium } from './find-chromium.js';
import { startEphemeral } from '@daybook/embedded-postgres';

const TEMPLATE = 'migrated';

/**
 * Starts one throw-away PostgreSQL for the whole run and migrates a template database. The database that most tests share is a
 * copy of it; every test creates its own company there.
 */
export default async function globalSetup() {
  if (!findChromium())
    process.stdout.write('Without Chromium, the browser tests cannot run: see npm run test:browser.\n');
  const server = await startEphemeral();
  globalThis.testServer = server;
  await execute(server.url, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(urlOf(server.url, TEMPLATE));
  await execute(server.url, `CREATE DATABASE shared TEMPLATE ${TEMPLATE}`);
  process.env.TEST_DATABASE_URL = urlOf(server.url, 'shared');
  process.env.TEST_TEMPLATE_DATABASE = TEMPLATE;
  const folder = await mkdtemp(join(tmpdir(), 'daybook-tests-'));
  process.env.TEST_DATA_DIR = join(folder, 'data');
  process.env.TEST_RETRIES_FILE = join(folder, 'retries');
  await writeFile(process.env.TEST_RETRIES_FILE, '');
}

function urlOf(server, database) {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function execute(connectionString, statement) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(statement);
  await client.end();
}
