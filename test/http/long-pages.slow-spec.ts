import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { poolOf } from '../../src/database/connection/pool.js';
import { useApp } from '../support/app.js';
import { insertLongRecommendation, longestText, longestTexts } from '../support/long-texts.js';
import { expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();

let tenant: Tenant;
/** Actions with the longest texts, in the order of the list. */
let ids: string[];
let customerId: string;

beforeAll(async () => {
  tenant = await createTenant(app);
  const { make, company } = tenant;
  customerId = (await make.aCustomer(company)).id;
  ids = [];
  for (let urgencyScore = 60; urgencyScore > 52; urgencyScore -= 1) {
    ids.push((await make.anAction(company, { ...longestTexts(), customerId, urgencyScore })).id);
  }
});

interface Item {
  id: string;
  content: string;
}
const idsOf = (items: Item[]) => items.map(({ id }) => id);

describe('a page of long texts', () => {
  it('has the rows of the page in order, each like its detail', async () => {
    const { body, headers } = await tenant.client.list({ page_size: 5 }).expect(200);
    expect(body).toMatchObject({ count: 8, page: 1, page_size: 5 });
    expect(idsOf(body.data)).toEqual(ids.slice(0, 5));
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers.link).toContain('page=2>; rel="next"');
    for (const item of body.data) {
      const detail = (await tenant.client.detail(item.id).expect(200)).body;
      expect(detail).toMatchObject(item);
    }
  });

  it('has the same headers for HEAD, and no body', async () => {
    const { headers, text } = await tenant.client.request('head', '/actions?page_size=5').expect(200);
    expect(text).toBeUndefined();
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers.link).toContain('page=2>; rel="next"');
    expect(headers['x-request-id']).toBeDefined();
  });

  it('that fits into one batch has a Content-Length', async () => {
    const { headers } = await tenant.client.list({ page_size: 1 }).expect(200);
    expect(Number(headers['content-length'])).toBeGreaterThan(300_000);
  });

  it('is read only as fast as the client reads it, and no further once the client is gone', async () => {
    const { make, company, token } = await createTenant(app);
    const { id } = await make.anAction(company, longestTexts());
    const columns =
      'company_id, customer_id, action_type, status, description, recommendation, recommendation_label, trigger_event, trigger_event_label, action_required, urgency_score, content, metadata, scheduled_for';
    await app.dataSource.query(
      `INSERT INTO action (id, is_recommended, ${columns}) SELECT gen_random_uuid(), false, ${columns} FROM action, generate_series(1, 199) WHERE id = $1`,
      [id],
    );
    const pool = poolOf(app.dataSource);
    let statements = 0;
    const count = () => (statements += 1);
    pool.on('acquire', count);
    const headers = { authorization: `Token ${token}` };
    const url = `${app.url}/api/companies/${company.id}/actions?page_size=200`;
    const request = httpRequest(url, { headers }).end();
    const [response] = await once(request, 'response');
    // Nobody reads the response, so that the buffers of both sockets fill up.
    await standstill(() => statements);
    expect(response.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    expect(statements).toBeLessThan(150);
    expect(pool.idleCount).toBe(pool.totalCount);
    const before = statements;
    response.destroy();
    await sleep(300);
    expect(statements).toBeLessThanOrEqual(before + 1);
    pool.off('acquire', count);
  });
});

/** Waits until a number has not changed for a while. */
async function standstill(numberOf: () => number): Promise<void> {
  for (let last = -1; last !== numberOf(); await sleep(500)) last = numberOf();
}

describe('other responses with long texts', () => {
  it('the open actions of a customer', async () => {
    const { body } = await tenant.client.get(`/customers/${customerId}`).expect(200);
    expect(body).toMatchObject({ id: customerId });
    expect(idsOf(body.open_actions)).toEqual(ids);
  });

  it('recommendations of ten alternatives, in a list and alone', async () => {
    const other = await createTenant(app);
    const first = await insertLongRecommendation(app, other);
    const second = await insertLongRecommendation(app, other);
    const { body } = await other.client.get('/recommendations').expect(200);
    expect(body).toMatchObject({ count: 2, page: 1, page_size: 2 });
    expect(idsOf(body.data)).toEqual([second, first]);
    for (const recommendation of body.data) {
      expect(recommendation.actions).toHaveLength(10);
      const alone = await other.client.get(`/recommendations/${recommendation.id}`).expect(200);
      expect(alone.body).toEqual(recommendation);
    }
    const isRecommended = body.data[0].actions.map(
      (action: { is_recommended: boolean }) => action.is_recommended,
    );
    expect(isRecommended).toEqual([true, ...Array(9).fill(false)]);
  });

  it('a bulk command is refused as a whole if its response would be too large', async () => {
    const { client, make, company } = await createTenant(app);
    const long = await Promise.all(
      Array.from({ length: 24 }, () => make.anAction(company, { ...longestTexts(), isRecommended: false })),
    );
    const named = { ids: long.map(({ id }) => id) };
    const refused = await client.request('post', '/actions/bulk/reject').send(named);
    expectProblem(refused, 'too_large');
    expect(refused.body.detail).toContain('name fewer actions');
    expect((await client.list({ status: 'proposed', page_size: 1 })).body.count).toBe(24);
    const few = { ids: named.ids.slice(0, 3) };
    const { body } = await client.request('post', '/actions/bulk/reject').send(few).expect(200);
    expect(body.results.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, true, true]);
    expect(body.results[2].action.content).toBe(longestText('x'));
    const approval = { ids: named.ids, final_content: `${'\u0001'.repeat(99_999)}.` };
    expectProblem(await client.request('post', '/actions/bulk/approve').send(approval), 'too_large');
  });

  it('a single command always succeeds, also with an Idempotency-Key', async () => {
    const other = await createTenant(app);
    const recommendation = await insertLongRecommendation(app, other);
    const { body } = await other.client.get(`/recommendations/${recommendation}`).expect(200);
    const approve = () =>
      other.client.perform('approve', body.actions[3].id, { comment: 'ok' }).set('Idempotency-Key', 'k');
    const approved = await approve().expect(200);
    expect(approved.body).toMatchObject({ status: 'processing', content: longestText('x') });
    expect((await approve().expect(200)).text).toBe(approved.text);
  });
});
