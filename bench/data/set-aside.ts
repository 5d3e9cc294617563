import type { Client } from 'pg';

interface Part {
  table: string;
  name: string;
  definition: string;
  kind: string;
}

/** Foreign keys first, because they need the unique constraints. */
const CONSTRAINTS = `
  SELECT c.conrelid::regclass::text AS "table", quote_ident(c.conname) AS name, pg_get_constraintdef(c.oid) AS definition,
    c.contype::text AS kind
  FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
  WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('p', 'u', 'x', 'f') AND t.relkind = 'r'
  ORDER BY c.contype <> 'f', c.contype <> 'x', 1, 2`;
const INDEXES = `
  SELECT i.indrelid::regclass::text AS "table", i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition,
    'i' AS kind
  FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
  WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
  ORDER BY 1, 2`;

/**
 * Drops the indexes and constraints of all tables, whatever the migrations have made: to insert into bare tables and build indexes
 * afterwards is several times faster. A foreign key that is created again is checked for all rows in one join.
 * @returns the statements that create them again, each with what it is, in an order that works
 */
export async function setAside(client: Client): Promise<{ what: string; statement: string }[]> {
  const constraints = (await client.query<Part>(CONSTRAINTS)).rows;
  const indexes = (await client.query<Part>(INDEXES)).rows;
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  for (const { table, name } of constraints)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  const restored = [
    ...indexes.map(({ name, definition }) => ({ what: name, statement: definition })),
    ...constraints.map(({ table, name, definition }) => ({
      what: name,
      statement: `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`,
    })),
  ];
  // Foreign keys are first in the order of dropping, and so last in this one.
  return [...restored.slice(0, indexes.length), ...restored.slice(indexes.length).toReversed()];
}
