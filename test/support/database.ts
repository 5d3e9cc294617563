import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Creates an empty database on the tests' server; returns its URL. */
export const createEmptyDatabase = (): Promise<string> => copyOf('template1');

/** Creates a database with the current schema, for a test that cannot share one; returns its URL. */
export const createMigratedDatabase = (): Promise<string> => copyOf(process.env.TEST_TEMPLATE_DATABASE!);

async function copyOf(template: string): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await sql(process.env.TEST_DATABASE_URL!, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(process.env.TEST_DATABASE_URL!);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs a statement on a new connection. */
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
