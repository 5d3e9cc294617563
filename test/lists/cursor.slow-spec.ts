import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { type ActionFilter, listingOf } from '../../src/actions/inbox/list-query.js';
import { afterStatement } from '../../src/database/keyset/select-after.js';
import type { Place } from '../../src/database/keyset/order.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { createBigCompany } from '../support/big-company.js';
import { createMigratedDatabase } from '../support/database.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { idsAfter } from './read-list.js';

const app = useApp();

/** Creates 3,000 actions; a tenth of them differ in urgency or time only by their ids. */
async function createActions({ company, make }: Tenant): Promise<string> {
  const { id } = await make.anAction(company);
  await insertCopies(id, 3_000);
  return id;
}

const insertCopies = (id: string, count: number) =>
  app.dataSource.query(
    `INSERT INTO action (id, company_id, customer_id, invoice_id, action_type, status, description, recommendation,
       recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, scheduled_for, executed_at)
     SELECT gen_random_uuid(), company_id, customer_id, invoice_id, action_type,
       CASE WHEN n % 2 = 0 THEN 'completed' ELSE status END, 'Copy ' || n % 3, recommendation, recommendation_label, trigger_event,
       trigger_event_label, false, action_required, random() * 10, '2026-01-01'::timestamptz + floor(random() * 30) * interval '1 day',
       CASE WHEN n % 2 = 0 THEN '2026-01-01'::timestamptz + floor(random() * 30) * interval '1 day' END
     FROM action, generate_series(1, $2) n WHERE id = $1`,
    [id, count],
  );

describe('a list by cursor, while actions come and go', () => {
  it.each([
    ['most urgent', {}],
    ['latest', { category: 'history' }],
    ['highest balance', { sort: 'amount' }],
    ['a search', { search: 'Copy' }],
  ])('by %s has each action once that is there all the time', async (_, query) => {
    const tenant = await createTenant(app);
    const template = await createActions(tenant);
    const stays = new Set(await idsAfter(tenant.client, '/actions', { ...query, page_size: 500 }));
    const changes = async () => {
      await insertCopies(template, 40);
      const deleted = await app.dataSource.query<[{ id: string }[]]>(
        `DELETE FROM action WHERE id IN (
           SELECT id FROM action WHERE company_id = $1 AND id <> $2 ORDER BY random() LIMIT 20) RETURNING id`,
        [tenant.company.id, template],
      );
      for (const { id } of deleted[0]) stays.delete(id);
    };
    const ids = await idsAfter(tenant.client, '/actions', { ...query, page_size: 200 }, changes);
    expect(ids).toHaveLength(new Set(ids).size);
    expect([...stays].filter((id) => !ids.includes(id))).toEqual([]);
    expect(stays.size).toBeGreaterThan(500);
  });
});

describe('a late page', () => {
  let database: DataSource;
  let company: CompanyId;
  beforeAll(async () => {
    database = await new DataSource({ type: 'postgres', url: await createMigratedDatabase() }).initialize();
    company = (await createBigCompany(database)) as CompanyId;
    // The order then depends on ids alone for most of the list.
    await database.query(`UPDATE action SET urgency_score = 50, scheduled_for = '2026-01-01'`);
    await database.query('VACUUM ANALYZE');
  });
  afterAll(() => database.destroy());

  /** The pages of tables and indexes that a statement reads. */
  async function pagesRead(filter: ActionFilter, place: Place | null): Promise<number> {
    const { text, values } = afterStatement(listingOf(company, filter, new Date()), place, 51);
    const [{ 'QUERY PLAN': plan }] = await database.query(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
      values,
    );
    const { Plan: root } = plan[0];
    return root['Shared Hit Blocks'] + root['Shared Read Blocks'];
  }

  it.each<[string, ActionFilter]>([
    ['of all actions', {}],
    ['of an inbox tab', { category: 'needs_action' }],
    ['of the history', { category: 'history' }],
  ])('%s reads as little as the first one', async (_, filter) => {
    const { text, values } = afterStatement(listingOf(company, filter, new Date()), null, 100_000);
    const rows = await database.query<{ place: Place }[]>(text, values);
    expect(rows.length).toBeGreaterThan(1_000);
    const late = rows[rows.length - 100]!.place;
    const [first, last] = [await pagesRead(filter, null), await pagesRead(filter, late)];
    expect(last).toBeLessThanOrEqual(2 * first + 20);
    expect(first).toBeLessThan(200);
  });
});
