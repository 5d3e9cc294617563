import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/database/migrate.js';

/** Creates an empty database on the tests' server; returns its URL. */
export async function createEmptyDatabase(): Promise<string> {
  const name = `own_${randomBytes(6).toString('hex')}`;
  await sql(process.env.TEST_DATABASE_URL!, `CREATE DATABASE ${name}`);
  const url = new URL(process.env.TEST_DATABASE_URL!);
  url.pathname = `/${name}`;
  return url.href;
}

/** Creates a database with the current schema, for a test that cannot share one; returns its URL. */
export async function createMigratedDatabase(): Promise<string> {
  const url = await createEmptyDatabase();
  await migrate(url);
  return url;
}

/** Runs a statement on a connection of its own. */
export async function sql<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
