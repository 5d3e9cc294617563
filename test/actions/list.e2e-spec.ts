import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';
import { STATUSES } from '../../src/actions/lifecycle/statuses.js';

const app = useApp();

describe('the list of actions', () => {
  /** Every field of an action in the documented order; approval_log is only in the detail. */
  const KEYS = [
    'id company_id customer invoice action_type status description recommendation recommendation_label',
    'trigger_event trigger_event_label is_recommended action_required urgency_score confidence reasoning subject',
    'content scheduled_for executed_at channel_id external_id response_deadline response_overdue metadata',
    'allowed_actions version is_deleted deleted_at created_at updated_at recommendation_id evidence expires_at',
  ].flatMap((line) => line.split(' '));

  it('returns {count, page, page_size, data}', async () => {
    const { make, company, client } = await createTenant(app);
    const action = await make.anAction(company);
    const { body } = await client
      .list()
      .expect(200)
      .expect('Content-Type', /^application\/json/);
    expect(Object.keys(body)).toEqual(['count', 'page', 'page_size', 'data']);
    expect(body).toMatchObject({ count: 1, page: 1, page_size: 1, data: [{ id: action.id }] });
  });

  it('returns an empty page if the company has no actions', async () => {
    const { client } = await createTenant(app);
    const { body } = await client.list().expect(200);
    expect(body).toEqual({ count: 0, page: 1, page_size: 0, data: [] });
  });

  it('returns every field of every action; empty fields are null', async () => {
    const { make, company, client } = await createTenant(app);
    const { customerId } = await make.anInvoice(company);
    const bare = { invoiceId: null, customerId, subject: null, content: null };
    await make.anAction(company, bare);
    const { body } = await client.list().expect(200);
    expect(Object.keys(body.data[0])).toEqual(KEYS);
    expect(body.data[0]).toMatchObject({ invoice: null, subject: null, content: null, executed_at: null });
  });

  it('returns an action like the detail, without the log', async () => {
    const { make, company, client } = await createTenant(app);
    const action = await make.anAction(company);
    await client.perform('approve', action.id, { final_content: 'Dear Acme.' }).expect(200);
    const { approval_log, ...detail } = (await client.detail(action.id).expect(200)).body;
    const { body } = await client.list().expect(200);
    expect(approval_log).toHaveLength(1);
    expect(body.data).toEqual([detail]);
  });

  it('returns only the actions of the company in the path, for a token of two companies too', async () => {
    const { make, company } = await createTenant(app);
    const other = await make.aCompany();
    const client = new Client(app.url, await make.aToken([company, other]), company);
    const mine = await make.anAction(company);
    await make.anAction(other);
    const { body } = await client.list({ include_deleted: true }).expect(200);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([mine.id]);
    expect(body.count).toBe(1);
  });

  it('responds to HEAD with the Link header and without a body', async () => {
    const { make, company, client } = await createTenant(app);
    await make.anAction(company);
    const { headers, text } = await client.request('head', '/actions').expect(200);
    expect(headers.link).toContain('rel="last"');
    expect(text).toBeFalsy();
  });
});

describe('filters of the list', () => {
  type Query = Record<string, string | number | boolean>;

  async function descriptions(client: Client, query: Query): Promise<string[]> {
    const { body } = await client.list(query).expect(200);
    expect(body.count).toBe(body.data.length);
    return body.data.map(({ description }: { description: string }) => description).toSorted();
  }

  describe('the status filter', () => {
    const anActionPerStatus = ({ make, company }: Tenant) =>
      Promise.all(STATUSES.map((status) => make.anAction(company, { status, description: status })));

    it.each<[Query, string[]]>([
      [{ status: 'scheduled' }, ['scheduled']],
      [{ status: 'proposed,scheduled' }, ['proposed', 'scheduled']],
      [{ status: 'scheduled,proposed,scheduled' }, ['proposed', 'scheduled']],
      [{ status: 'proposed,scheduled,processing,completed,cancelled' }, [...STATUSES].toSorted()],
      [{ category: 'needs_action', status: 'proposed,completed' }, ['proposed']],
      [{ category: 'needs_action', status: 'completed' }, []],
      [{ category: 'history', status: 'cancelled' }, ['cancelled']],
      [{ category: 'history', status: 'completed,proposed' }, ['completed']],
    ])('%j lists %j', async (query, expected) => {
      const tenant = await createTenant(app);
      await anActionPerStatus(tenant);
      expect(await descriptions(tenant.client, query)).toEqual(expected);
    });
  });

  describe('the filters invoice_id and customer_id', () => {
    it('list the actions of an invoice, of a customer, and of both', async () => {
      const { make, company, client } = await createTenant(app);
      const first = await make.anAction(company, { description: 'first' });
      const { customerId } = first;
      const second = await make.anAction(company, { customerId, description: 'second' });
      await make.anAction(company, { invoiceId: null, customerId, description: 'no invoice' });
      const unrelated = await make.anAction(company, { description: 'unrelated' });
      expect(await descriptions(client, { invoice_id: first.invoiceId! })).toEqual(['first']);
      expect(await descriptions(client, { customer_id: customerId })).toEqual([
        'first',
        'no invoice',
        'second',
      ]);
      expect(await descriptions(client, { customer_id: customerId, invoice_id: second.invoiceId! })).toEqual([
        'second',
      ]);
      expect(
        await descriptions(client, { customer_id: unrelated.customerId, invoice_id: first.invoiceId! }),
      ).toEqual([]);
      expect(await descriptions(client, { invoice_id: first.invoiceId!.toUpperCase() })).toEqual(['first']);
    });

    it.each(['invoice_id', 'customer_id'])(
      '%s returns the same empty page for an unknown and a foreign id',
      async (field) => {
        const { make, company, client } = await createTenant(app);
        await make.anAction(company);
        const foreign = await make.anAction((await createTenant(app)).company);
        const foreignId = field === 'invoice_id' ? foreign.invoiceId! : foreign.customerId;
        const [forForeign, forUnknown] = [
          await client.list({ [field]: foreignId }).expect(200),
          await client.list({ [field]: uuidv7() }).expect(200),
        ];
        expect(forForeign.body).toEqual({ count: 0, page: 1, page_size: 0, data: [] });
        expect(forUnknown.body).toEqual(forForeign.body);
      },
    );

    it.each(['00000000-0000-0000-0000-000000000000', '11111111-1111-1111-1111-111111111111'])(
      'accept the UUID %s, which matches nothing',
      async (id) => {
        const { client } = await createTenant(app);
        expect(await descriptions(client, { invoice_id: id, customer_id: id })).toEqual([]);
      },
    );
  });

  describe('include_deleted', () => {
    it.each<[Query, string[]]>([
      [{}, ['kept']],
      [{ include_deleted: false }, ['kept']],
      [{ include_deleted: true }, ['deleted', 'kept']],
      [{ category: 'history' }, ['deleted', 'kept']],
      [{ category: 'history', include_deleted: false }, ['kept']],
      [{ category: 'history', include_deleted: true }, ['deleted', 'kept']],
    ])('%j lists %j: false by default, true for history; an explicit value wins', async (query, expected) => {
      const { make, company, client } = await createTenant(app);
      const done = { status: 'completed' } as const;
      await make.anAction(company, { ...done, description: 'kept' });
      await make.anAction(company, { ...done, description: 'deleted', deletedAt: new Date() });
      expect(await descriptions(client, query)).toEqual(expected);
    });
  });

  describe('executed_after and executed_before', () => {
    const at = (moment: string) => ({
      executedAt: new Date(moment),
      updatedAt: new Date('2026-07-01T00:00:00Z'),
    });

    it.each<[Query, string[]]>([
      [{}, ['1 day before', '2 first ms', '3 last ms', '4 day after', '5 cancelled']],
      [{ executed_after: '2026-03-01' }, ['2 first ms', '3 last ms', '4 day after', '5 cancelled']],
      [{ executed_before: '2026-03-01' }, ['1 day before', '2 first ms', '3 last ms', '5 cancelled']],
      [
        { executed_after: '2026-03-01', executed_before: '2026-03-01' },
        ['2 first ms', '3 last ms', '5 cancelled'],
      ],
      [{ executed_after: '2026-03-02', executed_before: '2026-03-02' }, ['4 day after']],
      [{ executed_before: '2026-02-28' }, ['1 day before']],
      [{ executed_after: '2026-07-01' }, []],
      [{ executed_after: '1900-01-01', executed_before: '2026-02-27' }, []],
      [{ executed_before: '9999-12-31', status: 'cancelled' }, ['5 cancelled']],
    ])(
      '%j lists %j: inclusive UTC days of executed_at, or of updated_at if that is null',
      async (query, expected) => {
        const { make, company, client } = await createTenant(app);
        const { id: invoiceId, customerId } = await make.anInvoice(company);
        const add = (description: string, overrides: object) =>
          make.anAction(company, { invoiceId, customerId, status: 'completed', description, ...overrides });
        await add('1 day before', at('2026-02-28T23:59:59.999Z'));
        await add('2 first ms', at('2026-03-01T00:00:00.000Z'));
        await add('3 last ms', at('2026-03-01T23:59:59.999Z'));
        await add('4 day after', at('2026-03-02T00:00:00.000Z'));
        await add('5 cancelled', {
          status: 'cancelled',
          executedAt: null,
          updatedAt: new Date('2026-03-01T12:00:00Z'),
        });
        expect(await descriptions(client, { category: 'history', ...query })).toEqual(expected);
      },
    );
  });

  it('all filters are ANDed', async () => {
    const { make, company, client } = await createTenant(app);
    const done = { status: 'completed', executedAt: new Date('2026-03-01T12:00:00Z') } as const;
    const wanted = await make.anAction(company, { ...done, description: 'wanted call' });
    const { invoiceId, customerId } = wanted;
    await make.anAction(company, { ...done, invoiceId, customerId, description: 'other text' });
    await make.anAction(company, { ...done, customerId, description: 'another invoice, call' });
    await make.anAction(company, { invoiceId, customerId, description: 'proposed call' });
    const query = { category: 'history', status: 'completed', search: 'CALL', executed_after: '2026-03-01' };
    expect(await descriptions(client, { ...query, invoice_id: invoiceId!, customer_id: customerId })).toEqual(
      ['wanted call'],
    );
  });

  it('category alternatives is rejected without invoice_id', async () => {
    const { client } = await createTenant(app);
    expectInvalid(await client.list({ category: 'alternatives' }), 'query.invoice_id: required');
  });
});
