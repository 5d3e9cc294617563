import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';
import { STATUSES } from '../../src/actions/lifecycle/statuses.js';

const app = useApp();

type Query = Record<string, string | number | boolean>;

async function found(client: Client, query: Query): Promise<string[]> {
  const { body } = await client.list(query).expect(200);
  expect(body.count).toBe(body.data.length);
  return body.data.map(({ description }: { description: string }) => description).toSorted();
}

describe('status', () => {
  const oneOfEach = ({ make, company }: Tenant) =>
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
  ])('%j shows %j: a comma list, ANDed with the preset', async (query, expected) => {
    const tenant = await createTenant(app);
    await oneOfEach(tenant);
    expect(await found(tenant.client, query)).toEqual(expected);
  });
});

describe('invoice_id and customer_id', () => {
  it('show one invoice’s, one customer’s, and both together', async () => {
    const { make, company, client } = await createTenant(app);
    const first = await make.anAction(company, { description: 'first' });
    const { customerId } = first;
    const second = await make.anAction(company, { customerId, description: 'second' });
    await make.anAction(company, { invoiceId: null, customerId, description: 'no invoice' });
    const stranger = await make.anAction(company, { description: 'stranger' });
    expect(await found(client, { invoice_id: first.invoiceId! })).toEqual(['first']);
    expect(await found(client, { customer_id: customerId })).toEqual(['first', 'no invoice', 'second']);
    expect(await found(client, { customer_id: customerId, invoice_id: second.invoiceId! })).toEqual([
      'second',
    ]);
    expect(await found(client, { customer_id: stranger.customerId, invoice_id: first.invoiceId! })).toEqual(
      [],
    );
    expect(await found(client, { invoice_id: first.invoiceId!.toUpperCase() })).toEqual(['first']);
  });

  it.each(['invoice_id', 'customer_id'])('%s unknown or foreign: empty, and alike', async (field) => {
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
  });

  it.each(['00000000-0000-0000-0000-000000000000', '11111111-1111-1111-1111-111111111111'])(
    '%s is a UUID, of nothing: empty',
    async (id) => {
      const { client } = await createTenant(app);
      expect(await found(client, { invoice_id: id, customer_id: id })).toEqual([]);
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
  ])('%j shows %j: false by default, true in history, an explicit value wins', async (query, expected) => {
    const { make, company, client } = await createTenant(app);
    const done = { status: 'completed' } as const;
    await make.anAction(company, { ...done, description: 'kept' });
    await make.anAction(company, { ...done, description: 'deleted', deletedAt: new Date() });
    expect(await found(client, query)).toEqual(expected);
  });
});

describe('executed_after and executed_before', () => {
  const at = (moment: string) => ({
    executedAt: new Date(moment),
    updatedAt: new Date('2026-07-01T00:00:00Z'),
  });

  it.each<[Query, string[]]>([
    [{}, ['1 eve', '2 midnight', '3 last', '4 after', '5 cancelled']],
    [{ executed_after: '2026-03-01' }, ['2 midnight', '3 last', '4 after', '5 cancelled']],
    [{ executed_before: '2026-03-01' }, ['1 eve', '2 midnight', '3 last', '5 cancelled']],
    [
      { executed_after: '2026-03-01', executed_before: '2026-03-01' },
      ['2 midnight', '3 last', '5 cancelled'],
    ],
    [{ executed_after: '2026-03-02', executed_before: '2026-03-02' }, ['4 after']],
    [{ executed_before: '2026-02-28' }, ['1 eve']],
    [{ executed_after: '2026-07-01' }, []],
    [{ executed_after: '1900-01-01', executed_before: '2026-02-27' }, []],
    [{ executed_before: '9999-12-31', status: 'cancelled' }, ['5 cancelled']],
  ])('%j: both inclusive, days in UTC, updated_at where nothing was executed', async (query, expected) => {
    const { make, company, client } = await createTenant(app);
    const { id: invoiceId, customerId } = await make.anInvoice(company);
    const add = (description: string, overrides: object) =>
      make.anAction(company, { invoiceId, customerId, status: 'completed', description, ...overrides });
    await add('1 eve', at('2026-02-28T23:59:59.999Z'));
    await add('2 midnight', at('2026-03-01T00:00:00.000Z'));
    await add('3 last', at('2026-03-01T23:59:59.999Z'));
    await add('4 after', at('2026-03-02T00:00:00.000Z'));
    await add('5 cancelled', {
      status: 'cancelled',
      executedAt: null,
      updatedAt: new Date('2026-03-01T12:00:00Z'),
    });
    expect(await found(client, { category: 'history', ...query })).toEqual(expected);
  });
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
  expect(await found(client, { ...query, invoice_id: invoiceId!, customer_id: customerId })).toEqual([
    'wanted call',
  ]);
});

it('alternatives without invoice_id is a 400 that names it', async () => {
  const { client } = await createTenant(app);
  expectInvalid(await client.list({ category: 'alternatives' }), 'query.invoice_id: required');
});
