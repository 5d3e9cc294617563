import { beforeAll, describe, expect, it } from '@jest/globals';
import { companySizes } from '../../bench/data/company-sizes.js';
import { fill } from '../../bench/data/fill.js';
import { createEmptyDatabase, createMigratedDatabase, sql } from '../support/database.js';

const SCHEMA = `
  SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index JOIN pg_class t ON t.oid = indrelid
  WHERE t.relnamespace = 'public'::regnamespace
  UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace ORDER BY 1`;
const FEEDS_WITH_GAPS = `
  SELECT company_id FROM event JOIN event_head USING (company_id)
  GROUP BY company_id, last HAVING max(position) <> last OR count(*) <> last OR min(position) <> 1`;
const ON_SETTLED_INVOICES = `
  SELECT a.id FROM action a JOIN invoice i ON i.id = a.invoice_id
  WHERE a.status IN ('proposed', 'scheduled') AND a.deleted_at IS NULL AND i.status <> 'open'`;

let url: string;

beforeAll(async () => {
  url = await createEmptyDatabase();
  await fill(url, { actions: 6_000, companies: 40, largest: 0.2 });
});

describe('the generated data of the bench', () => {
  it('have every index and constraint of the migrations', async () => {
    expect(await sql(url, SCHEMA)).toEqual(await sql(await createMigratedDatabase(), SCHEMA));
  });

  it('have about as many actions as were asked for, in every status', async () => {
    const rows = await sql<{ status: string; count: number }>(
      url,
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
    expect(await sql(url, FEEDS_WITH_GAPS)).toEqual([]);
  });

  it('have no undecided action on a settled invoice', async () => {
    expect(await sql(url, ON_SETTLED_INVOICES)).toEqual([]);
  });
});

const hasNear = (sizes: readonly number[], size: number): boolean =>
  sizes.some((actions) => Math.abs(actions - size) <= size * 0.2);

describe('companySizes', () => {
  it.each([
    [100_000, [1_000, 10_000]],
    [1_000_000, [1_000, 10_000, 100_000]],
    [10_000_000, [10_000, 100_000, 400_000, 1_000_000]],
  ])('has companies of the measured sizes among %d actions', (actions, measured) => {
    const sizes = companySizes(actions, 2_000, 0.1);

    expect(sizes).toHaveLength(2_000);
    expect(sizes[0]).toBe(actions / 10);
    const sum = sizes.reduce((total, size) => total + size, 0);
    expect(Math.abs(sum - actions)).toBeLessThan(actions / 50);
    expect(measured.filter((size) => !hasNear(sizes, size))).toEqual([]);
  });
});
