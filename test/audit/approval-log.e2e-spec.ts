import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectInvalid, expectProblem } from '../support/problem.js';

const app = useApp();
const FORMULA = '=HYPERLINK("http://evil.example")';

interface Entry {
  id: string;
  action_id: string;
  command: string;
  reason: string | null;
  customer_id: string;
  customer_name: string;
  invoice_id: string | null;
  invoice_number: string | null;
}

let tenant: Tenant;
let approved: string;
let rejected: string;

const log = (query: Record<string, string | number> = {}) => tenant.client.get('/approval-log', query);
const commandsIn = async (query: Record<string, string | number>) =>
  ((await log(query).expect(200)).body.data as Entry[]).map(({ command }) => command);

beforeAll(async () => {
  tenant = await createTenant(app);
  const { make, company, contact, client } = tenant;
  const nightDesk = new Client(app.url, await make.aToken([company], { name: 'night-desk' }), company);
  approved = (await make.anAction(company)).id;
  rejected = (await make.anAction(company)).id;
  await client.request('patch', `/actions/${approved}`).send({ urgency_score: 1 }).expect(200);
  await client.perform('approve', approved, { approved_by: contact.id }).expect(200);
  await nightDesk.perform('reject', rejected, { reason: FORMULA, comment: 'a "b",\nc' }).expect(200);
  await app.dataSource.transaction(async (manager) => {
    // Switches the append-only trigger off for this transaction only.
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query(
      `UPDATE approval_log SET created_at = created_at - interval '3 days' WHERE action_id = $1 AND command = 'edit'`,
      [approved],
    );
  });
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

describe('GET actions/{id}/log', () => {
  it('returns the log of the action, oldest first, in pages', async () => {
    const { approval_log } = (await tenant.client.detail(approved)).body;
    const whole = await tenant.client.get(`/actions/${approved}/log`).expect(200);
    expect(whole.body).toEqual({ count: 2, page: 1, page_size: 2, data: approval_log });
    const second = await tenant.client.get(`/actions/${approved}/log`, { page: 2, page_size: 1 }).expect(200);
    expect(second.body).toMatchObject({ count: 2, page: 2, data: [approval_log[1]] });
    expect(second.headers.link).toContain('rel="prev"');
  });

  it('is empty for a new action, and 404 for an action of another company', async () => {
    const { id } = await tenant.make.anAction(tenant.company);
    expect((await tenant.client.get(`/actions/${id}/log`).expect(200)).body.count).toBe(0);
    const other = await createTenant(app);
    const foreign = await other.make.anAction(other.company);
    await other.client.perform('approve', foreign.id).expect(200);
    expectProblem(await tenant.client.get(`/actions/${foreign.id}/log`), 'not_found');
  });
});

describe('GET approval-log', () => {
  it('lists the log rows of all actions of the company, latest first, with their action ids', async () => {
    const { body } = await log().expect(200);
    const entries = body.data as Entry[];
    expect(entries.map(({ command, action_id }) => [command, action_id])).toEqual([
      ['reject', rejected],
      ['approve', approved],
      ['edit', approved],
    ]);
    const { action_id, customer_id, customer_name, invoice_id, invoice_number, ...entry } = entries[0]!;
    const action = (await tenant.client.detail(action_id)).body;
    expect(action.customer).toEqual({ id: customer_id, name: customer_name });
    expect(action.invoice).toMatchObject({ id: invoice_id, invoice_number });
    expect([entry]).toEqual((await tenant.client.detail(action_id)).body.approval_log);
    expect(body.count).toBe(3);
  });

  it.each<[string, () => Record<string, string>, string[]]>([
    ['command', () => ({ command: 'edit,approve' }), ['approve', 'edit']],
    ['approved_by', () => ({ approved_by: tenant.contact.id }), ['approve']],
    ['actor', () => ({ actor: 'night-desk' }), ['reject']],
    ['actor, which must match exactly', () => ({ actor: 'night' }), []],
    ['created_after', () => ({ created_after: daysAgo(1) }), ['reject', 'approve']],
    ['created_before', () => ({ created_before: daysAgo(1) }), ['edit']],
    ['both days, inclusive', () => ({ created_after: daysAgo(3), created_before: daysAgo(3) }), ['edit']],
    ['several filters', () => ({ command: 'reject,edit', actor: 'collections-desk' }), ['edit']],
  ])('can be filtered by %s', async (_, query, expected) => {
    expect(await commandsIn(query())).toEqual(expected);
  });

  it('has every row exactly once when the next links are followed', async () => {
    const ids: string[] = [];
    let link: string | undefined = `/api/companies/${tenant.company.id}/approval-log?page_size=1`;
    while (link) {
      const response: Response = await tenant.client.follow(link).expect(200);
      ids.push(...(response.body.data as Entry[]).map(({ id }) => id));
      link = /<([^>]+)>; rel="next"/.exec(response.headers.link!)?.[1];
    }
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
  });

  it.each([
    [{ command: 'obliterate' }, 'query.command: choice'],
    [{ command: '' }, 'query.command: choice'],
    [{ actor: '' }, 'query.actor: blank'],
    [{ actor: ' ' }, 'query.actor: blank'],
    [{ approved_by: 'Dana' }, 'query.approved_by: uuid'],
    [{ created_after: '2026-02-30' }, 'query.created_after: date'],
    [{ created_after: '2026-02-02', created_before: '2026-02-01' }, 'query.created_before: order'],
    [{ format: 'xml' }, 'query.format: choice'],
    [{ time_zone: 'Mars/Olympus' }, 'query.time_zone: time_zone'],
    [{ from_status: 'open' }, 'query.from_status: choice'],
    [{ since: '2026-02-01' }, 'query.since: unknown'],
  ])('rejects %j', async (query, error) => {
    expectInvalid(await log(query), error);
  });
});

describe('the approval log as CSV', () => {
  it.each<[string, () => ReturnType<typeof log>]>([
    ['?format=csv', () => log({ format: 'csv' })],
    ['Accept: text/csv', () => log().set('Accept', 'text/csv')],
  ])('is requested by %s, has the rows of the page, and escapes formulas', async (_, request) => {
    const response = await request().expect(200);
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(response.headers['content-disposition']).toBe('attachment; filename=approval-log.csv');
    expect(response.headers.link).toContain('rel="first"');
    const rows = parse(response.text, { columns: true, bom: true }) as Record<string, string>[];
    const entries = (await log().expect(200)).body.data as Entry[];
    expect(Object.keys(rows[0]!).toSorted()).toEqual(Object.keys(entries[0]!).toSorted());
    expect(rows.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
    expect(rows[0]).toMatchObject({ command: 'reject', reason: `'${FORMULA}`, comment: 'a "b",\nc' });
    expect(JSON.parse(rows[2]!.changes!)).toEqual({ urgency_score: { from: 50, to: 1 } });
  });

  it('is not sent for format=json, whatever Accept says', async () => {
    const response = await log({ format: 'json' }).set('Accept', 'text/csv').expect(200);
    expect(response.body.count).toBe(3);
  });

  it('T3: begins with a byte order mark, and names customer and invoice', async () => {
    const customer = await tenant.make.aCustomer(tenant.company, { name: 'Müller Öfen' });
    const whole = await tenant.make.anAction(tenant.company, { customerId: customer.id, invoiceId: null });
    await tenant.client.perform('cancel', whole.id).expect(200);
    const { text } = await log({ format: 'csv' }).expect(200);
    expect(text.codePointAt(0)).toBe(0xfeff);
    const [latest, ...earlier] = parse(text, { columns: true, bom: true }) as Record<string, string>[];
    expect(latest).toMatchObject({ customer_name: 'Müller Öfen', invoice_id: '', invoice_number: '' });
    for (const row of earlier) expect(row.invoice_number).toMatch(/^INV-/);
  });
});
