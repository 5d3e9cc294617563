import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedServer, startEphemeral } from '@daybook/embedded-postgres';
import pg from 'pg';
import { fill } from '../../bench/data/fill.js';
import { migrate } from '../../src/database/migrate.js';

const SCHEMA = `
  SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index JOIN pg_class t ON t.oid = indrelid
  WHERE t.relnamespace = 'public'::regnamespace
  UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace ORDER BY 1`;
const UNORDERED = `
  SELECT company_id FROM event JOIN event_head USING (company_id)
  GROUP BY company_id, last HAVING max(position) <> last OR count(*) <> last OR min(position) <> 1`;

let migrated: EmbeddedServer;
let filled: EmbeddedServer;
let client: pg.Client;

async function schemaOf(url: string): Promise<unknown[]> {
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  const { rows } = await reader.query(SCHEMA);
  await reader.end();
  return rows;
}

beforeAll(async () => {
  [migrated, filled] = await Promise.all([startEphemeral(), startEphemeral()]);
  await migrate(migrated.url);
  await fill(filled.url, { actions: 6_000, companies: 40, largest: 0.2 });
  client = new pg.Client({ connectionString: filled.url });
  await client.connect();
}, 120_000);

afterAll(async () => {
  await client.end();
  await Promise.all([migrated.release(), filled.release()]);
});

describe('the generated data of the bench', () => {
  it('have every index and constraint of the migrations', async () => {
    expect(await schemaOf(filled.url)).toEqual(await schemaOf(migrated.url));
  });

  it('have about as many actions as were asked for, in every status', async () => {
    const { rows } = await client.query<{ status: string; count: number }>(
      'SELECT status, count(*)::int AS count FROM action GROUP BY status ORDER BY status',
    );

    expect(rows.map(({ status }) => status)).toEqual([
      'cancelled',
      'completed',
      'processing',
      'proposed',
      'scheduled',
    ]);
    const sum = rows.reduce((total, { count }) => total + count, 0);
    expect(Math.abs(sum - 6_000)).toBeLessThan(300);
  });

  it('have a feed without gaps in every company', async () => {
    const { rows } = await client.query(UNORDERED);

    expect(rows).toEqual([]);
  });

  it('have a proposed action only on open invoices', async () => {
    const { rows } = await client.query(
      `SELECT a.id FROM action a JOIN invoice i ON i.id = a.invoice_id
       WHERE a.status IN ('proposed', 'scheduled') AND a.deleted_at IS NULL AND i.status <> 'open'`,
    );

    expect(rows).toEqual([]);
  });
});
