import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** An empty database on the tests' server, which goes with it. */
export async function anEmptyDatabase(): Promise<string> {
  const name = `own_${randomBytes(6).toString('hex')}`;
  await sql(process.env.TEST_DATABASE_URL!, `CREATE DATABASE ${name}`);
  const url = new URL(process.env.TEST_DATABASE_URL!);
  url.pathname = `/${name}`;
  return url.href;
}

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
