import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { ENTITIES } from '../../src/schema.js';
import { migrate } from '../../src/database/migrate.js';
import { createEmptyDatabase, sql } from '../support/database.js';

let url: string;
let dataSource: DataSource;

beforeAll(async () => {
  url = await createEmptyDatabase();
  await migrate(url);
  dataSource = await new DataSource({
    ...dataSourceOptions({ url, poolSize: 1 }),
    entities: ENTITIES,
  }).initialize();
});

afterAll(() => dataSource.destroy());

/** The statements that would change the database to the schema of the entities. */
async function drift(): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

/** The names that only the entities or only the database have. */
async function differences(expected: string[], catalogQuery: string): Promise<string[]> {
  const rows = await sql<{ name: string }>(url, catalogQuery);
  const found = rows.map(({ name }) => name);
  return [
    ...expected.filter((name) => !found.includes(name)),
    ...found.filter((name) => !expected.includes(name)),
  ];
}

describe('the schema of the migrations', () => {
  it('is the schema of the entities', async () => {
    expect(await drift()).toEqual([]);
  });

  it('has exactly the indexes and checks of the entities', async () => {
    const tables = dataSource.entityMetadatas;
    const indexes = tables
      .flatMap(({ indices, uniques, exclusions }) => [...indices, ...uniques, ...exclusions])
      .map(({ name }) => name);
    const checks = tables.flatMap((table) => table.checks).map(({ name }) => name);
    const indexesOfTables = `FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid
      WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'migrations' AND NOT indisprimary`;
    expect(
      await differences(indexes, `SELECT indexrelid::regclass::text AS name ${indexesOfTables}`),
    ).toEqual([]);
    const checkNames = `SELECT conname AS name FROM pg_constraint
      WHERE contype = 'c' AND connamespace = 'public'::regnamespace`;
    expect(await differences(checks, checkNames)).toEqual([]);
  });

  it.each([
    ['a column that no entity has', 'ALTER TABLE customer ADD COLUMN extra text', /DROP COLUMN "extra"/],
    ['a column of another type', 'ALTER TABLE customer ALTER COLUMN phone TYPE varchar(20)', /"phone"/],
    ['a nullable column', 'ALTER TABLE invoice ALTER COLUMN due_on DROP NOT NULL', /"due_on" SET NOT NULL/],
    ['a missing index', 'DROP INDEX action_company_id_customer_id_idx', /CREATE INDEX/],
    [
      'a missing exclusion constraint',
      'ALTER TABLE action DROP CONSTRAINT action_one_recommended_excl',
      /EXCLUDE USING btree/,
    ],
    [
      'a missing foreign key',
      'ALTER TABLE action DROP CONSTRAINT action_company_id_invoice_id_fkey',
      /FOREIGN KEY/,
    ],
  ])('differs if there is %s', async (_, statement, expected) => {
    await sql(url, statement);
    expect((await drift()).join('\n')).toMatch(expected);
  });
});
