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

const NOBODY = '00000000-0000-7000-8000-000000000000';
const batch = ({ agent }: TenantWithAgent, recommendations: unknown) =>
  agent.request('post', '/recommendations/batch').send({ recommendations });
const onANew = async ({ anOpenInvoice }: TenantWithAgent, changes: object = {}) =>
  aRecommendation({ ...subjectOf(await anOpenInvoice({})), ...changes });

interface Result {
  ok: boolean;
  created: boolean;
  recommendation: { id: string; closed_at: string | null; actions: { is_deleted: boolean }[] } | null;
  error: { code: string; errors?: { field: string; code: string }[] } | null;
}
const results = (answer: { body: { results: Result[] } }) => answer.body.results;
const briefly = ({ ok, created, error }: Result) =>
  error?.errors?.map(({ field, code }) => `${field}: ${code}`).join() ??
  error?.code ??
  `${ok ? 'ok' : 'not ok'}, ${created ? 'new' : 'known'}`;

describe('a batch of recommendations', () => {
  it('takes the good ones, and tells of each of the others what is wrong, in their order', async () => {
    const tenant = await createTenantWithAgent(app);
    const [one, other] = [await onANew(tenant, { dedupe_key: 'k1' }), await onANew(tenant)];
    const { status, body } = await batch(tenant, [
      one,
      'not an object',
      {
        ...one,
        alternatives: [anEmailAlternative(), aCallAlternative({ urgency_score: 900, colour: 'red' })],
      },
      other,
      { ...other, invoice_id: NOBODY },
      one,
      { ...one, trigger_event: 'something_else' },
      { ...other, source: 'dunning_policy', when: 'now' },
      { ...other, alternatives: [anEmailAlternative({ evidence: [2 ** 60] })] },
      null,
    ]);
    expect(status).toBe(200);
    expect(results({ body }).map(briefly)).toEqual([
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

  it('answers each with what it would be answered alone, to the last key', async () => {
    const tenant = await createTenantWithAgent(app);
    const [good, bad] = [await onANew(tenant), await onANew(tenant, { source: 'dunning_policy' })];
    const answer = await batch(tenant, [good, bad]).expect(200);
    const alone = await tenant.post(await onANew(tenant)).expect(201);
    expect(Object.keys(answer.body)).toEqual(['results']);
    const [taken, refused] = answer.body.results;
    expect(taken).toEqual({ ok: true, created: true, recommendation: expect.any(Object), error: null });
    expect(Object.keys(taken.recommendation)).toEqual(Object.keys(alone.body));
    expect(Object.keys(taken.recommendation.actions[0])).toEqual(Object.keys(alone.body.actions[0]));
    const error = (await tenant.post(bad).expect(400)).body;
    const request_id = answer.headers['x-request-id'];
    expect(refused).toEqual({
      ok: false,
      created: false,
      recommendation: null,
      error: { ...error, request_id },
    });
  });

  it('lets what no text may hold spoil nothing but its own recommendation', async () => {
    const tenant = await createTenantWithAgent(app);
    const spoilt = JSON.parse('{"__proto__": 1}');
    const bad = await onANew(tenant, {
      source: 'a\0b',
      alternatives: [anEmailAlternative({ evidence: spoilt })],
    });
    const nameless = { ...bad, '': '\ud800' };
    const answer = await batch(tenant, [bad, await onANew(tenant), nameless]).expect(200);
    expect(results(answer).map(briefly)).toEqual([
      'alternatives[0].evidence.__proto__: key,source: text',
      'ok, new',
      expect.stringContaining(': text'),
    ]);
  });

  it('lets what is nested too deep spoil nothing but its own recommendation', async () => {
    const tenant = await createTenantWithAgent(app);
    const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
    const withEvidence = (levels: number) =>
      onANew(tenant, { alternatives: [anEmailAlternative({ evidence: nested(levels) })] });
    const bodies = [await withEvidence(28), await withEvidence(40), { invoice_number: nested(200) }];
    const [deep, deeper, deepest] = results(await batch(tenant, bodies).expect(200)).map(briefly);
    expect([deep, deeper]).toEqual(['ok, new', 'alternatives: depth']);
    expect(deepest).toContain('invoice_number: depth');
  });

  it('is refused whole where something is nested without end, also under a key', async () => {
    const tenant = await createTenantWithAgent(app);
    const abyss = '['.repeat(30_000) + ']'.repeat(30_000);
    const post = () =>
      tenant.client.request('post', '/recommendations/batch').set('Content-Type', 'application/json');
    for (const item of [abyss, `{"invoice_number":${abyss}}`]) {
      const body = `{"recommendations":[${item}]}`;
      expectInvalid(await post().send(body), 'body.recommendations: depth');
      expectInvalid(await post().set('Idempotency-Key', 'k1').send(body), 'body.recommendations: depth');
    }
  });

  it('is taken whole or not at all where the database fails', async () => {
    const tenant = await createTenantWithAgent(app);
    const [first, second] = [await onANew(tenant), await onANew(tenant)];
    const holder = app.dataSource.createQueryRunner();
    await holder.startTransaction();
    // The second one's customer cannot be referred to.
    await holder.query('SELECT FROM customer WHERE id = $1 FOR UPDATE', [second.customer_id]);
    await batch(tenant, [first, second]).expect(503);
    await holder.rollbackTransaction();
    await holder.release();
    expect((await tenant.client.list()).body.count).toBe(0);
  });

  it('supersedes within itself: of two on one invoice the later stays open', async () => {
    const tenant = await createTenantWithAgent(app);
    const body = await onANew(tenant);
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

  it('keeps evidence as it was sent, like a single one', async () => {
    const tenant = await createTenantWithAgent(app);
    const evidence = { toString: 'a', score: 0.30000000000000004 };
    const body = await onANew(tenant, { alternatives: [anEmailAlternative({ evidence })] });
    const answer = await batch(tenant, [body]).expect(200);
    expect(answer.body.results[0].recommendation.actions[0].evidence).toStrictEqual(evidence);
  });

  it('takes a hundred', async () => {
    const tenant = await createTenantWithAgent(app);
    const bodies = await Promise.all(Array.from({ length: 100 }, () => onANew(tenant)));
    const answer = await batch(tenant, bodies).expect(200);
    expect(new Set(results(answer).map(briefly))).toEqual(new Set(['ok, new']));
    expect(answer.body.results).toHaveLength(100);
    expect(await tenant.actions()).toHaveLength(200);
  });

  it.each<[what: string, recommendations: unknown, code: string]>([
    ['a hundred and one', Array.from({ length: 101 }, () => ({})), 'count'],
    ['none', [], 'count'],
    ['no list', {}, 'count'],
    ['nothing', undefined, 'required'],
  ])('is refused whole with %s', async (_what, recommendations, code) => {
    const tenant = await createTenantWithAgent(app);
    expectInvalid(await batch(tenant, recommendations).expect(400), `body.recommendations: ${code}`);
  });

  it('is answered the same again under its Idempotency-Key, and done once', async () => {
    const tenant = await createTenantWithAgent(app);
    const [good, bad] = [await onANew(tenant), await onANew(tenant, { source: ' ' })];
    const send = () => batch(tenant, [good, bad]).set('Idempotency-Key', 'night-1').expect(200);
    const [first, second] = [await send(), await send()];
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(results(first).map(briefly)).toEqual(['ok, new', 'source: required']);
    expect(await tenant.actions()).toHaveLength(2);
  });
});
