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

/** The statements that would make the database what the entities say. */
async function drift(): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

/** What the entities name that the database has not, and the other way round. */
async function unmatched(named: string[], catalogue: string): Promise<string[]> {
  const rows = await sql<{ name: string }>(url, catalogue);
  const found = rows.map(({ name }) => name);
  return [...named.filter((name) => !found.includes(name)), ...found.filter((name) => !named.includes(name))];
}

describe('the schema that the migrations make', () => {
  it('is the one that the entities describe', async () => {
    expect(await drift()).toEqual([]);
  });

  it('has the indexes and checks that the entities name, and no others', async () => {
    const tables = dataSource.entityMetadatas;
    const indexes = tables
      .flatMap(({ indices, uniques }) => [...indices, ...uniques])
      .map(({ name }) => name);
    const checks = tables.flatMap((table) => table.checks).map(({ name }) => name);
    const ofOurs = `FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid
      WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'migrations' AND NOT indisprimary`;
    expect(await unmatched(indexes, `SELECT indexrelid::regclass::text AS name ${ofOurs}`)).toEqual([]);
    const checked = `SELECT conname AS name FROM pg_constraint
      WHERE contype = 'c' AND connamespace = 'public'::regnamespace`;
    expect(await unmatched(checks, checked)).toEqual([]);
  });

  it.each([
    ['a column that no entity has', 'ALTER TABLE customer ADD COLUMN extra text', /DROP COLUMN "extra"/],
    ['a column of another type', 'ALTER TABLE customer ALTER COLUMN phone TYPE varchar(20)', /"phone"/],
    [
      'a column that may be empty',
      'ALTER TABLE invoice ALTER COLUMN due_on DROP NOT NULL',
      /"due_on" SET NOT NULL/,
    ],
    ['a missing index', 'DROP INDEX action_company_id_customer_id_idx', /CREATE INDEX/],
    [
      'a missing border',
      'ALTER TABLE action DROP CONSTRAINT action_company_id_invoice_id_fkey',
      /FOREIGN KEY/,
    ],
  ])('would be found to differ by %s', async (_what, statement, expected) => {
    await sql(url, statement);
    expect((await drift()).join('\n')).toMatch(expected);
  });
});
