import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { sql } from '../support/database.js';

/** Unique indexes, those of constraints included, and foreign keys whose columns do not include company_id. */
const KEYS_WITHOUT_COMPANY = `
  WITH key AS (
    SELECT indexrelid::regclass::text AS name, indrelid AS table, (indkey::int2[])[0:indnkeyatts - 1] AS columns
    FROM pg_index WHERE indisunique OR indisexclusion
    UNION ALL SELECT conname, conrelid, conkey FROM pg_constraint WHERE contype = 'f')
  SELECT key.name, string_agg(attname, ', ' ORDER BY place) AS columns
  FROM key JOIN pg_class ON pg_class.oid = key.table CROSS JOIN unnest(key.columns) WITH ORDINALITY AS c (number, place)
  LEFT JOIN pg_attribute ON attrelid = key.table AND attnum = number
  WHERE relnamespace = 'public'::regnamespace
  GROUP BY key.table, key.name HAVING NOT bool_or(attname = 'company_id')
  ORDER BY key.name`;

const TABLES_WITHOUT_COMPANY = `
  SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'company_id' AND attnotnull)
  ORDER BY relname`;

const select = <Row extends object>(text: string) => sql<Row>(process.env.TEST_DATABASE_URL!, text);

it('docs/SCALING.md lists the tables and keys that lack company_id', async () => {
  const page = await readFile('docs/SCALING.md', 'utf8');
  const listed = [...page.matchAll(/^\| `(\w+_(?:pkey|fkey|key|idx|excl))` +\| (.+?) +\|/gm)];
  const keys = await select<{ name: string; columns: string }>(KEYS_WITHOUT_COMPANY);
  const byName = (rows: { name: string }[]) => rows.toSorted((a, b) => a.name.localeCompare(b.name));
  expect(byName(listed.map(([, name, columns]) => ({ name: name!, columns })))).toEqual(byName(keys));

  const [, tables] = /All tables but (.+?) have the column/.exec(page)!;
  const names = [...tables!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
  const found = (await select<{ name: string }>(TABLES_WITHOUT_COMPANY)).map(({ name }) => name);
  expect(names.toSorted((a, b) => a.localeCompare(b))).toEqual(found);
});
