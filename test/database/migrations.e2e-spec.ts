import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { migrate } from '../../src/database/migrate.js';
import { createEmptyDatabase, sql } from '../support/database.js';

type Migration = new () => { name: string };

const MIGRATIONS = dataSourceOptions({ url: '', poolSize: 1 }).migrations as Migration[];
const NAMES = MIGRATIONS.map((Migration) => new Migration().name);

/** The tables, columns, constraints and indexes of a database, without TypeORM's table of migrations. */
const SCHEMA = `
  WITH ours AS (SELECT oid, relname FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v', 'm')
                  AND relname NOT IN ('migrations', 'migrations_id_seq'))
  SELECT relname AS definition FROM ours
  UNION ALL SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
                             attgenerated, pg_get_expr(adbin, adrelid))
    FROM ours JOIN pg_attribute a ON attrelid = ours.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  UNION ALL SELECT concat_ws(' ', relname, conname, pg_get_constraintdef(c.oid))
    FROM ours JOIN pg_constraint c ON conrelid = ours.oid
  UNION ALL SELECT pg_get_indexdef(indexrelid) FROM ours JOIN pg_index ON indrelid = ours.oid
  ORDER BY definition`;
const schemaOf = (url: string) => sql<{ definition: string }>(url, SCHEMA);

/** Runs work with a DataSource that has only the first `count` migrations. */
async function withMigrations<T>(
  url: string,
  count: number,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const migrations = MIGRATIONS.slice(0, count);
  const options: DataSourceOptions = { ...dataSourceOptions({ url, poolSize: 1 }), migrations };
  const dataSource = await new DataSource(options).initialize();
  return work(dataSource).finally(() => dataSource.destroy());
}

describe('the migrations', () => {
  it('are all migrations of the folder, oldest first', async () => {
    const files = await readdir(new URL('../../src/database/migrations', import.meta.url));
    const times = files.map((file) => /^(\d{13})-[a-z0-9-]+\.ts$/.exec(file)?.[1] ?? file).toSorted();
    expect(NAMES.map((name) => /\d{13}$/.exec(name)?.[0])).toEqual(times);
  });

  it('can each be reverted, down to an empty schema, and applied again', async () => {
    const url = await createEmptyDatabase();
    const steps = [await schemaOf(url)];
    expect(steps).toEqual([[]]);
    for (let count = 1; count <= MIGRATIONS.length; count++) {
      await withMigrations(url, count, (dataSource) => dataSource.runMigrations());
      steps.push(await schemaOf(url));
    }
    expect(steps.at(-1)!.map(({ definition }) => definition)).toEqual(
      expect.arrayContaining(['company', 'api_token', 'customer', 'invoice', 'recommendation', 'action']),
    );
    for (let count = MIGRATIONS.length; count > 0; count--) {
      await withMigrations(url, count, (dataSource) => dataSource.undoLastMigration());
      expect(await schemaOf(url)).toEqual(steps[count - 1]);
    }
    expect(await migrate(url)).toEqual(NAMES);
    expect(await schemaOf(url)).toEqual(steps.at(-1));
  });

  it('are applied once, even by concurrent processes', async () => {
    const url = await createEmptyDatabase();
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([NAMES, [], []]);
    expect(await sql(url, 'SELECT name FROM migrations ORDER BY id')).toEqual(
      NAMES.map((name) => ({ name })),
    );
  });
});

describe('the migration to invoice keys and balances', () => {
  it('when it is reverted, closes credits and makes invoice numbers unique', async () => {
    const position = NAMES.indexOf('InvoiceKeysAndBalances1764600000000');
    const url = await createEmptyDatabase();
    await withMigrations(url, position + 1, (dataSource) => dataSource.runMigrations());
    await sql(url, INVOICE);
    await sql(url, OTHERS);
    await withMigrations(url, position + 1, (dataSource) => dataSource.undoLastMigration());
    const rows = await sql(url, 'SELECT invoice_number AS number, status, balance FROM invoice ORDER BY 1');
    expect(rows).toEqual([
      { number: '1', status: 'open', balance: '70.00' },
      { number: '1/a', status: 'paid', balance: '0' },
      { number: '1/b', status: 'void', balance: '0' },
      { number: '2', status: 'open', balance: '5' },
    ]);
  });
});

const INVOICE = `
  INSERT INTO company (id, name) VALUES (gen_random_uuid(), 'Harbour Lane');
  INSERT INTO customer (id, company_id, external_id, name) SELECT gen_random_uuid(), id, 'C-1', 'Acme' FROM company;
  INSERT INTO invoice (id, company_id, customer_id, invoice_number, amount, balance, currency, issued_on, due_on, status)
    SELECT gen_random_uuid(), company_id, id, '1', 100, 70.00, 'USD', '2026-01-01', '2026-02-01', 'open' FROM customer`;
const OTHERS = `
  INSERT INTO invoice (
    id, company_id, customer_id, invoice_number, amount, balance, currency, issued_on, due_on, status, external_id, kind)
  SELECT gen_random_uuid(), company_id, customer_id, number, amount, other.balance, currency, issued_on, due_on, 'open', key,
         other.kind
  FROM invoice, (VALUES ('1', 'a', 'invoice', -3), ('1', 'b', 'credit_note', 5), ('2', 'c', 'invoice', 5))
    AS other (number, key, kind, balance)`;
