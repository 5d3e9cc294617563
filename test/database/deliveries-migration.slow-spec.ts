import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { Deliveries1765200000000 } from '../../src/database/migrations/1765200000000-deliveries.js';
import { ENTITIES } from '../../src/schema.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { Factories } from '../support/factories.js';

it('the migration leaves what was approved before to external delivery, so that an upgrade sends nothing', async () => {
  const url = await createMigratedDatabase();
  const options = { ...dataSourceOptions({ url, poolSize: 1 }), entities: ENTITIES };
  const dataSource = await new DataSource(options).initialize();
  const make = new Factories(dataSource);
  const company = await make.aCompany();
  const approved = await make.anAction(company, { status: 'processing' });
  await make.anAction(company);
  await make.anAction(company, { status: 'completed' });

  const runner = dataSource.createQueryRunner();
  const migration = new Deliveries1765200000000();
  await migration.down(runner);
  await migration.up(runner);
  await runner.release();
  await dataSource.destroy();

  const rows = await sql(
    url,
    'SELECT action_id, customer_id, way, status, attempts, message_id FROM delivery',
  );
  const { id: action_id, customerId: customer_id } = approved;
  expect(rows).toEqual([
    { action_id, customer_id, way: 'external', status: 'waiting', attempts: 0, message_id: null },
  ]);
});
