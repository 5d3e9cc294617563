import { describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import {
  subjectOf,
  aCallAlternative,
  anEmailAlternative,
  aRecommendation,
} from '../support/recommendation.js';

const app = useApp();

const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000';
const batch = ({ agent }: TenantWithAgent, recommendations: unknown) =>
  agent.request('post', '/recommendations/batch').send({ recommendations });
/** The body of a recommendation on a new invoice. */
const newBody = async ({ anOpenInvoice }: TenantWithAgent, changes: object = {}) =>
  aRecommendation({ ...subjectOf(await anOpenInvoice({})), ...changes });

interface Result {
  ok: boolean;
  created: boolean;
  recommendation: { id: string; closed_at: string | null; actions: { is_deleted: boolean }[] } | null;
  error: { code: string; errors?: { field: string; code: string }[] } | null;
}
const resultsOf = (response: { body: { results: Result[] } }) => response.body.results;
/** The errors of a result, or whether it was created. */
const summaryOf = ({ ok, created, error }: Result) =>
  error?.errors?.map(({ field, code }) => `${field}: ${code}`).join() ??
  error?.code ??
  `${ok ? 'ok' : 'not ok'}, ${created ? 'new' : 'known'}`;

describe('a batch of recommendations', () => {
  it('creates the valid ones and reports the errors of the others, in the order of the request', async () => {
    const tenant = await createTenantWithAgent(app);
    const [first, second] = [await newBody(tenant, { dedupe_key: 'k1' }), await newBody(tenant)];
    const { status, body } = await batch(tenant, [
      first,
      'not an object',
      {
        ...first,
        alternatives: [anEmailAlternative(), aCallAlternative({ urgency_score: 900, colour: 'red' })],
      },
      second,
      { ...second, invoice_id: UNKNOWN_ID },
      first,
      { ...first, trigger_event: 'something_else' },
      { ...second, source: 'dunning_policy', when: 'now' },
      { ...second, alternatives: [anEmailAlternative({ evidence: [2 ** 60] })] },
      null,
    ]);
    expect(status).toBe(200);
    expect(resultsOf({ body }).map(summaryOf)).toEqual([
      'ok, new',
      ': type',
      'alternatives[1].colour: unknown,alternatives[1].urgency_score: range',
      'ok, new',
      'invoice_id: unknown',
      'ok, known',
      'dedupe_mismatch',
      'when: unknown,source: reserved',
      'alternatives[0].evidence[0]: number',
      ': type',
    ]);
    expect(await tenant.actions()).toHaveLength(4);
  });

  it('returns for each the same keys as a single request', async () => {
    const tenant = await createTenantWithAgent(app);
    const [valid, invalid] = [await newBody(tenant), await newBody(tenant, { source: 'dunning_policy' })];
    const response = await batch(tenant, [valid, invalid]).expect(200);
    const single = await tenant.post(await newBody(tenant)).expect(201);
    expect(Object.keys(response.body)).toEqual(['results']);
    const [accepted, refused] = response.body.results;
    expect(accepted).toEqual({ ok: true, created: true, recommendation: expect.any(Object), error: null });
    expect(Object.keys(accepted.recommendation)).toEqual(Object.keys(single.body));
    expect(Object.keys(accepted.recommendation.actions[0])).toEqual(Object.keys(single.body.actions[0]));
    const error = (await tenant.post(invalid).expect(400)).body;
    const request_id = response.headers['x-request-id'];
    expect(refused).toEqual({
      ok: false,
      created: false,
      recommendation: null,
      error: { ...error, request_id },
    });
  });

  it('refuses only the recommendations with forbidden characters or keys', async () => {
    const tenant = await createTenantWithAgent(app);
    const forbiddenKey = JSON.parse('{"__proto__": 1}');
    const invalid = await newBody(tenant, {
      source: 'a\0b',
      alternatives: [anEmailAlternative({ evidence: forbiddenKey })],
    });
    const emptyKey = { ...invalid, '': '\ud800' };
    const response = await batch(tenant, [invalid, await newBody(tenant), emptyKey]).expect(200);
    expect(resultsOf(response).map(summaryOf)).toEqual([
      'alternatives[0].evidence.__proto__: key,source: text',
      'ok, new',
      expect.stringContaining(': text'),
    ]);
  });

  it('refuses only the recommendations that are nested too deeply', async () => {
    const tenant = await createTenantWithAgent(app);
    const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
    const withEvidence = (levels: number) =>
      newBody(tenant, { alternatives: [anEmailAlternative({ evidence: nested(levels) })] });
    const bodies = [await withEvidence(28), await withEvidence(40), { invoice_number: nested(200) }];
    const [deep, deeper, deepest] = resultsOf(await batch(tenant, bodies).expect(200)).map(summaryOf);
    expect([deep, deeper]).toEqual(['ok, new', 'alternatives: depth']);
    expect(deepest).toContain('invoice_number: depth');
  });

  it('is rejected if anything is nested too deeply to be reported, with an Idempotency-Key too', async () => {
    const tenant = await createTenantWithAgent(app);
    const deepest = '['.repeat(30_000) + ']'.repeat(30_000);
    const post = () =>
      tenant.client.request('post', '/recommendations/batch').set('Content-Type', 'application/json');
    for (const item of [deepest, `{"invoice_number":${deepest}}`]) {
      const body = `{"recommendations":[${item}]}`;
      expectInvalid(await post().send(body), 'body.recommendations: depth');
      expectInvalid(await post().set('Idempotency-Key', 'k1').send(body), 'body.recommendations: depth');
    }
  });

  it('is rolled back as a whole if the database fails', async () => {
    const tenant = await createTenantWithAgent(app);
    const [first, second] = [await newBody(tenant), await newBody(tenant)];
    const holder = app.dataSource.createQueryRunner();
    await holder.startTransaction();
    // Blocks the foreign key check of the second recommendation.
    await holder.query('SELECT FROM customer WHERE id = $1 FOR UPDATE', [second.customer_id]);
    await batch(tenant, [first, second]).expect(503);
    await holder.rollbackTransaction();
    await holder.release();
    expect((await tenant.client.list()).body.count).toBe(0);
  });

  it('leaves the later of two recommendations on one invoice open', async () => {
    const tenant = await createTenantWithAgent(app);
    const body = await newBody(tenant);
    await batch(tenant, [body, { ...body, trigger_event: 'later' }]).expect(200);
    const rows = await tenant.select<{ event: string; open: boolean; deleted: boolean }>(
      `SELECT a.trigger_event AS event, r.closed_at IS NULL AS open, a.deleted_at IS NOT NULL AS deleted
       FROM recommendation r JOIN action a ON a.recommendation_id = r.id
       WHERE r.company_id = $1 AND a.is_recommended ORDER BY a.id`,
    );
    expect(rows).toEqual([
      { event: 'overdue_8_to_21_days', open: false, deleted: true },
      { event: 'later', open: true, deleted: false },
    ]);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('stores evidence unchanged', async () => {
    const tenant = await createTenantWithAgent(app);
    const evidence = { toString: 'a', score: 0.30000000000000004 };
    const body = await newBody(tenant, { alternatives: [anEmailAlternative({ evidence })] });
    const response = await batch(tenant, [body]).expect(200);
    const [{ id }] = response.body.results[0].recommendation.actions;
    expect((await tenant.client.detail(id)).body.evidence).toStrictEqual(evidence);
  });

  it('may contain 100 recommendations', async () => {
    const tenant = await createTenantWithAgent(app);
    const bodies = await Promise.all(Array.from({ length: 100 }, () => newBody(tenant)));
    const response = await batch(tenant, bodies).expect(200);
    expect(new Set(resultsOf(response).map(summaryOf))).toEqual(new Set(['ok, new']));
    expect(response.body.results).toHaveLength(100);
    expect(await tenant.actions()).toHaveLength(200);
  });

  it('refuses those that would make the response too large, and stores nothing of them', async () => {
    const tenant = await createTenantWithAgent(app);
    const content = 'x'.repeat(100_000);
    const alternatives = [anEmailAlternative({ content }), ...Array(9).fill(aCallAlternative({ content }))];
    const long = () => newBody(tenant, { alternatives });
    const bodies = [
      await long(),
      await long(),
      await long(),
      await long(),
      await long(),
      await newBody(tenant),
    ];
    const response = await batch(tenant, bodies).expect(200);
    const expected = [...Array(4).fill('ok, new'), 'too_large', 'ok, new'];
    expect(resultsOf(response).map(summaryOf)).toEqual(expected);
    expect(await tenant.actions()).toHaveLength(42);
  });

  it('refuses to repeat those that would make the response too large', async () => {
    const tenant = await createTenantWithAgent(app);
    const body = await newBody(tenant, { dedupe_key: 'k' });
    const { actions } = (await tenant.post(body).expect(201)).body;
    const long = { content: `${'\u0001'.repeat(99_999)}.` };
    for (const { id } of actions)
      await tenant.client.request('patch', `/actions/${id}`).send(long).expect(200);
    const response = await batch(tenant, Array(5).fill(body)).expect(200);
    const expected = [...Array(3).fill('ok, known'), ...Array(2).fill('too_large')];
    expect(resultsOf(response).map(summaryOf)).toEqual(expected);
    expect((await tenant.post(body).expect(200)).body.actions).toHaveLength(2);
  });

  it.each<[title: string, recommendations: unknown, code: string]>([
    ['101 recommendations', Array.from({ length: 101 }, () => ({})), 'count'],
    ['an empty list', [], 'count'],
    ['an object instead of a list', {}, 'count'],
    ['no list', undefined, 'required'],
  ])('is rejected with %s', async (_title, recommendations, code) => {
    const tenant = await createTenantWithAgent(app);
    expectInvalid(await batch(tenant, recommendations).expect(400), `body.recommendations: ${code}`);
  });

  it('is executed once per Idempotency-Key, and returns the same response again', async () => {
    const tenant = await createTenantWithAgent(app);
    const [valid, invalid] = [await newBody(tenant), await newBody(tenant, { source: ' ' })];
    const send = () => batch(tenant, [valid, invalid]).set('Idempotency-Key', 'night-1').expect(200);
    const [first, second] = [await send(), await send()];
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(resultsOf(first).map(summaryOf)).toEqual(['ok, new', 'source: required']);
    expect(await tenant.actions()).toHaveLength(2);
  });
});
