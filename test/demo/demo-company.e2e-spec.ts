import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ActionRow } from '../../src/actions/inbox/action-rows.js';
import { createDemoCompany, createDemoToken, fillDemoCompany } from '../../src/demo/demo-company.js';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { sql } from '../support/database.js';
import type { LogRow } from '../../src/actions/store/log/log-row.js';
import { readDemo, writeDemo } from '../../src/demo/demo-file.js';
import { ensureDemo } from '../../src/demo/ensure-demo.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';

const app = useApp();

describe('the demo company', () => {
  type Row = Pick<ActionRow, 'status' | 'action_type' | 'deleted_at'> & { log: LogRow[] };

  let company: string;
  let client: Client;
  let actions: Row[];

  const select = <T extends object>(text: string) =>
    sql<T & Record<string, unknown>>(process.env.TEST_DATABASE_URL!, text, [company]);
  const sorted = (values: Iterable<string>) => [...new Set(values)].toSorted();

  beforeAll(async () => {
    const company_id = await createDemoCompany(app.nest);
    const token = await createDemoToken(app.nest, company_id);
    await fillDemoCompany(app.nest, company_id, new Date().toISOString().slice(0, 10));
    company = company_id;
    client = new Client(app.url, token, { id: company_id });
    actions = await select<Row>(`
    SELECT a.*, (SELECT coalesce(json_agg(to_jsonb(l) ORDER BY l.seq), '[]') FROM approval_log l
                 WHERE l.action_id = a.id) AS log
    FROM action a WHERE company_id = $1`);
  });

  describe('the demo company', () => {
    it('has 40 customers and 200 invoices in three currencies', async () => {
      expect((await client.get('/customers')).body.count).toBe(40);
      const invoices = (await client.get('/invoices', { page_size: 500 })).body;
      expect(invoices.count).toBe(200);
      expect(sorted(invoices.data.map(({ currency }: { currency: string }) => currency))).toEqual([
        'EUR',
        'GBP',
        'USD',
      ]);
    });

    it('has open invoices in every stage of the policy, disputed invoices and paid invoices', async () => {
      const [buckets] = await select(`
      SELECT count(*) FILTER (WHERE status = 'paid')::int AS paid,
             count(*) FILTER (WHERE status = 'open' AND disputed)::int AS disputed,
             count(*) FILTER (WHERE days < -3)::int AS "not due", count(*) FILTER (WHERE days BETWEEN -3 AND 0)::int AS soon,
             count(*) FILTER (WHERE days BETWEEN 1 AND 7)::int AS "1-7", count(*) FILTER (WHERE days BETWEEN 8 AND 21)::int AS "8-21",
             count(*) FILTER (WHERE days BETWEEN 22 AND 45)::int AS "22-45", count(*) FILTER (WHERE days BETWEEN 46 AND 90)::int AS "46-90",
             count(*) FILTER (WHERE days > 90)::int AS "over 90"
      FROM (SELECT *, CASE status WHEN 'open' THEN (now() AT TIME ZONE 'UTC')::date - due_on END AS days
            FROM invoice WHERE company_id = $1) i`);
      expect(Object.entries(buckets!).filter(([, count]) => Number(count) < 5)).toEqual([]);
    });

    it('has actions in every status and of every type', () => {
      expect(sorted(actions.map(({ status }) => status))).toEqual(
        sorted(['proposed', 'scheduled', 'processing', 'completed', 'cancelled']),
      );
      expect(sorted(actions.map(({ action_type }) => action_type))).toEqual(['call', 'email', 'task']);
    });

    it.each(['needs_action', 'awaiting_customer', 'history'])(
      'has actions in the category %s',
      async (category) => {
        expect((await client.list({ category }).expect(200)).body.count).toBeGreaterThan(5);
      },
    );

    it('has several alternatives for the most urgent invoice', async () => {
      const [first] = (await client.list({ category: 'needs_action' })).body.data;
      const { body } = await client.list({ category: 'alternatives', invoice_id: first.invoice.id });
      expect(body.count).toBeGreaterThan(1);
    });

    it('has pending and overdue responses', async () => {
      const { data } = (await client.list({ category: 'history', page_size: 500 })).body;
      const withDeadline = data.filter(
        ({ response_deadline }: { response_deadline: unknown }) => response_deadline,
      );
      expect(
        sorted(withDeadline.map((row: { response_overdue: boolean }) => String(row.response_overdue))),
      ).toEqual(['false', 'true']);
    });

    it('has approved e-mails with a recipient to send, and calls and a task to claim', async () => {
      const { body } = await client.list({ category: 'in_progress' }).expect(200);
      const found = body.data.map((row: { action_type: string; to: object[]; delivery: { way: string } }) =>
        [row.action_type, row.delivery.way, row.to.length].join(' '),
      );
      expect(found.toSorted()).toEqual([
        ...Array.from({ length: 2 }, () => 'call external 0'),
        ...Array.from({ length: 3 }, () => 'email built_in 1'),
        'task external 0',
      ]);
    });

    it('lets an approved e-mail leave at once, at any hour', async () => {
      expect((await client.get('/settings')).body).toMatchObject({
        delivery_window: null,
        minimum_interval_days: 0,
      });
    });

    it('has approval logs that lead from an undecided status to the current one without a gap', () => {
      const logged = actions.filter(({ log }) => log.length > 0);
      expect(logged.length).toBeGreaterThan(20);
      for (const { status, log } of logged) {
        const statuses = [...log.map(({ from_status }) => from_status), status];
        expect(['proposed', 'scheduled']).toContain(statuses[0]);
        expect(log.map(({ to_status }) => to_status)).toEqual(statuses.slice(1));
      }
    });

    it('logs every decision with the client as actor, and every soft deletion with the system', () => {
      for (const { status, deleted_at, log } of actions) {
        const [proposal, ...transitions] = log;
        expect(proposal).toMatchObject({ command: 'propose', actor: 'system' });
        const actors = transitions.filter(({ command }) => command !== 'promote').map(({ actor }) => actor);
        const isDecided = !['proposed', 'scheduled'].includes(status);
        expect(sorted(actors)).toEqual([...(isDecided ? ['demo'] : []), ...(deleted_at ? ['system'] : [])]);
      }
      const approved = actions.flatMap(({ log }) => log).filter(({ approved_by }) => approved_by !== null);
      expect(new Set(approved.map(({ approved_by }) => approved_by)).size).toBeGreaterThan(1);
    });

    it('recommends exactly one of one to three alternatives for every overdue invoice without a decision', async () => {
      const exceptions = await select(`
      SELECT i.invoice_number, count(a.id)::int AS offered, count(a.id) FILTER (WHERE is_recommended)::int AS recommended
      FROM invoice i
      LEFT JOIN recommendation r ON r.invoice_id = i.id AND r.closed_at IS NULL
      LEFT JOIN action a ON a.recommendation_id = r.id AND a.deleted_at IS NULL AND a.status <> 'cancelled'
      WHERE i.company_id = $1 AND i.status = 'open' AND i.due_on < (now() AT TIME ZONE 'UTC')::date
        AND NOT EXISTS (SELECT FROM action d WHERE d.invoice_id = i.id AND d.status NOT IN ('proposed', 'scheduled'))
      GROUP BY i.id HAVING count(a.id) NOT BETWEEN 1 AND 3 OR count(a.id) FILTER (WHERE is_recommended) <> 1`);
      expect(exceptions).toEqual([]);
    });
  });
});

describe('the demo company at the start', () => {
  const URL = 'http://127.0.0.1:3000';
  let folder: string;

  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'daybook-demo-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('continues filling the demo company after an interruption, replaces a revoked token, and otherwise changes nothing', async () => {
    const company_id = await createDemoCompany(app.nest);
    const interrupted = {
      base_url: URL,
      company_id,
      token: await createDemoToken(app.nest, company_id),
      filled: false,
    };
    await writeDemo(folder, interrupted);

    const filled = await ensureDemo(app.nest, folder, URL);
    expect(filled).toMatchObject({ company_id, token: interrupted.token });
    expect(await readDemo(folder)).toEqual({ ...interrupted, filled: true });
    const client = (token: string) => new Client(app.url, token, { id: company_id });
    const { count } = (await client(filled.token).list().expect(200)).body;
    expect(count).toBeGreaterThan(100);

    const listed = await app.nest.get(TokensService).list();
    await app.nest
      .get(TokensService)
      .revoke(listed.find(({ company_ids }) => company_ids.includes(company_id))!.id);
    const renewed = await ensureDemo(app.nest, folder, URL);
    expect(renewed.company_id).toBe(company_id);
    await client(filled.token).list().expect(401);
    expect((await client(renewed.token).list().expect(200)).body.count).toBe(count);

    await ensureDemo(app.nest, folder, URL);
    expect((await readDemo(folder))!.token).toBe(renewed.token);
  });
});
