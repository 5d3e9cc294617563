import { beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { aRecommendation, subjectOf } from '../support/recommendation.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();
const UNKNOWN_ID = '00000000-0000-7000-8000-000000000000';

interface Listed {
  id: string;
  source: string;
  closed_at: string | null;
  actions: { id: string; status: string; is_deleted: boolean; is_recommended: boolean }[];
}

const list = ({ client }: TenantWithAgent, query: Record<string, string | number> = {}) =>
  client.get('/recommendations', query);
const listed = async (
  tenant: TenantWithAgent,
  query: Record<string, string | number> = {},
): Promise<Listed[]> => (await list(tenant, query).expect(200)).body.data;
const idsOf = (recommendations: { id: string }[]) => recommendations.map(({ id }) => id);

describe('H13: GET recommendations', () => {
  let tenant: TenantWithAgent;
  /** Ids in the order of creation. */
  let superseded: string;
  let current: string;
  let onCustomer: string;
  let ofOther: string;
  let ofPolicy: string;
  let invoice: Awaited<ReturnType<TenantWithAgent['anOpenInvoice']>>;

  const create = async (body: object): Promise<string> =>
    (await tenant.post(aRecommendation(body)).expect(201)).body.id;

  beforeAll(async () => {
    tenant = await createTenantWithAgent(app);
    invoice = await tenant.anOpenInvoice({});
    superseded = await create({ invoice_id: invoice.id, dedupe_key: 'k1' });
    current = await create({ invoice_id: invoice.id });
    onCustomer = await create({ customer_id: invoice.customerId });
    ofOther = await create({ invoice_id: (await tenant.anOpenInvoice({})).id, source: 'other-agent' });
    await tenant.anOpenInvoice({ dueOn: '2026-06-01' });
    await tenant.runPolicy('2026-07-21');
    ofPolicy = (await listed(tenant, { source: 'dunning_policy' }))[0]!.id;
    await createTenantWithAgent(app).then(async (foreign) =>
      foreign.propose(await foreign.anOpenInvoice({})).expect(201),
    );
  });

  it('lists those of every source, latest first, as their creation returned them', async () => {
    const all = await listed(tenant);
    expect(idsOf(all)).toEqual([ofPolicy, ofOther, onCustomer, current, superseded]);
    const repeated = aRecommendation({ ...subjectOf(invoice), dedupe_key: 'k1' });
    expect(all.at(-1)).toEqual((await tenant.post(repeated).expect(200)).body);
  });

  it('shows what became of each: open or closed, and the status of its actions', async () => {
    const [, , , open, closed] = await listed(tenant);
    expect(open).toMatchObject({ closed_at: null, actions: [{ is_deleted: false }, { is_deleted: false }] });
    expect(closed).toMatchObject({
      closed_at: expect.any(String),
      actions: [{ is_deleted: true }, { is_deleted: true }],
    });
    const decided = await createTenantWithAgent(app);
    const { body } = await decided.propose(await decided.anOpenInvoice({})).expect(201);
    await decided.client.perform('approve', body.actions[0].id).expect(200);
    const [recommendation] = await listed(decided);
    expect(recommendation!.actions).toMatchObject([
      { is_recommended: true, status: 'processing', is_deleted: false },
      { is_recommended: false, status: 'proposed', is_deleted: true },
    ]);
  });

  it.each<[string, () => Record<string, string>, () => string[]]>([
    ['source', () => ({ source: ' other-agent ' }), () => [ofOther]],
    ['an unknown source', () => ({ source: 'nobody' }), () => []],
    ['open', () => ({ status: 'open' }), () => [ofPolicy, ofOther, onCustomer, current]],
    ['closed', () => ({ status: 'closed' }), () => [superseded]],
    ['invoice', () => ({ invoice_id: invoice.id }), () => [current, superseded]],
    ['customer', () => ({ customer_id: invoice.customerId }), () => [onCustomer, current, superseded]],
    [
      'all of them',
      () => ({
        source: 'collections-agent',
        status: 'open',
        invoice_id: invoice.id,
        customer_id: invoice.customerId,
      }),
      () => [current],
    ],
    ['an unknown invoice', () => ({ invoice_id: UNKNOWN_ID }), () => []],
  ])('filters by %s', async (_, query, expected) => {
    const { body } = await list(tenant, query()).expect(200);
    expect(idsOf(body.data)).toEqual(expected());
    expect(body.count).toBe(expected().length);
  });

  it('pages by recommendation, not by action, with an exact count and links', async () => {
    const first = await list(tenant, { page_size: 2 }).expect(200);
    expect(first.body).toMatchObject({ count: 5, page: 1, page_size: 2 });
    expect(first.headers.link).toContain('page=2>; rel="next"');
    const pages = [
      first.body.data,
      ...(await Promise.all([2, 3].map((page) => listed(tenant, { page, page_size: 2 })))),
    ];
    expect(pages.map(idsOf)).toEqual([[ofPolicy, ofOther], [onCustomer, current], [superseded]]);
    expect((await list(tenant, { page: 4, page_size: 2 })).body).toEqual({
      count: 5,
      page: 4,
      page_size: 0,
      data: [],
    });
  });

  it('keeps the alternatives of recommendations apart that were created at the same time', async () => {
    const own = await createTenantWithAgent(app);
    const recommendations = [];
    for (let n = 0; n < 20; n++)
      recommendations.push(aRecommendation({ invoice_id: (await own.anOpenInvoice({})).id }));
    const created = await own.agent
      .request('post', '/recommendations/batch')
      .send({ recommendations })
      .expect(200);
    const expected = created.body.results.map(
      ({ recommendation }: { recommendation: Listed }) => recommendation,
    );
    const all = await listed(own, { page_size: 100 });
    expect(all).toHaveLength(20);
    expect(all.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
      expected.toSorted((a: Listed, b: Listed) => a.id.localeCompare(b.id)),
    );
  });

  it('rejects invalid and unknown filters by name', async () => {
    const query = { status: 'decided', invoice_id: 'INV-1', source: ' ', page_size: 101, dedupe: 'k1' };
    expectInvalid(
      await list(tenant, query),
      'query.status: choice',
      'query.invoice_id: uuid',
      'query.source: blank',
      'query.page_size: range',
      'query.dedupe: unknown',
    );
  });

  it('needs the scope read, which the scope propose does not include', async () => {
    expectProblem(await tenant.agent.get('/recommendations'), 'permission_denied');
  });

  it('by id, returns the same recommendation', async () => {
    for (const recommendation of await listed(tenant))
      expect((await tenant.client.get(`/recommendations/${recommendation.id}`).expect(200)).body).toEqual(
        recommendation,
      );
  });

  it.each([UNKNOWN_ID, 'INV-1'])('by the id %s, returns 404', async (id) => {
    expectProblem(await tenant.client.get(`/recommendations/${id}`), 'not_found');
  });
});
