import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { startOldCluster } from '../../packages/embedded-postgres/test/support/old-cluster.js';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { openMigratedDatabase } from '../../src/database/connection/open-database.js';
import { sql } from '../support/database.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { cliJson, killProcesses } from '../support/processes.js';

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

const COMPANY = { id: '01900000-0000-7000-8000-000000000001', name: 'Harbour Lane Trading' };

it('upgrades a data directory whose role was a superuser, and migrates it', async () => {
  const DATA_DIR = join(await aFolder(), 'data');
  const old = await startOldCluster(DATA_DIR, 'daybook', { user: 'daybook', database: 'daybook' });
  const options = dataSourceOptions({ url: old.url, poolSize: 1 });
  const migrations = (options.migrations as unknown[]).slice(0, -1) as never[];
  const dataSource = await new DataSource({ ...options, migrations }).initialize();
  await dataSource.runMigrations();
  await dataSource.query('INSERT INTO company (id, name) VALUES ($1, $2)', [COMPANY.id, COMPANY.name]);
  await dataSource.destroy();
  await old.release();

  expect(await cliJson({ DATA_DIR }, 'company', 'list')).toEqual([COMPANY]);
  const database = await openMigratedDatabase({ DATABASE_URL: undefined, DATA_DIR });
  const role = 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user';
  expect(await sql(database.url, role)).toEqual([{ rolsuper: false }]);
  await sql(database.url, `SELECT daybook_fold('é'); ALTER TABLE action ADD COLUMN added int`);
  await database.release();
});
