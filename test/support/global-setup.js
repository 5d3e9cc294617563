import { startEphemeral } from '@daybook/embedded-postgres';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../dist/database/data-source-options.js';

/** One throw-away PostgreSQL for the whole run, migrated once; every test works in a company of its own. */
export default async function globalSetup() {
  const server = await startEphemeral();
  globalThis.testServer = server;
  process.env.TEST_DATABASE_URL = server.url;
  const dataSource = new DataSource(dataSourceOptions({ url: server.url, poolSize: 1 }));
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.destroy();
}
