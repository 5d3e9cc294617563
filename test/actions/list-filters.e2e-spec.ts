import { afterEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';
import { CATEGORY_NAMES } from '../../src/actions/lifecycle/categories.js';
import { type ActionType, type Status, STATUSES } from '../../src/actions/lifecycle/statuses.js';

const app = useApp();

type Query = Record<string, string | number | boolean>;

async function descriptions(client: Client, query: Query): Promise<string[]> {
  const { body } = await client.list(query).expect(200);
  expect(body.count).toBe(body.data.length);
  return body.data.map(({ description }: { description: string }) => description).toSorted();
}

describe('the status filter', () => {
  // In the future: sweeps of other tests in the same database would wake a scheduled action that is due.
  const scheduledFor = new Date('2100-01-01T09:00:00Z');
  const anActionPerStatus = ({ make, company }: Tenant) =>
    Promise.all(
      STATUSES.map((status) => make.anAction(company, { status, description: status, scheduledFor })),
    );

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

describe('the action_type filter', () => {
  it.each<[Query, string[]]>([
    [{ action_type: 'call' }, ['approved call', 'call', 'done call']],
    [{ action_type: 'task,email,task' }, ['email', 'task']],
    [{ category: 'needs_action', action_type: 'call,email' }, ['call', 'email']],
    [{ category: 'awaiting_customer', action_type: 'call' }, []],
    [{ category: 'in_progress', action_type: 'call' }, ['approved call']],
    [{ category: 'in_progress', action_type: 'email' }, []],
    [{ category: 'history', action_type: 'call,task' }, ['done call']],
    [{ category: 'alternatives', action_type: 'task' }, ['task']],
    [{ status: 'completed', action_type: 'call' }, ['done call']],
    [{ search: 'done', action_type: 'call' }, ['done call']],
  ])('%j lists %j', async (query, expected) => {
    const { make, company, client } = await createTenant(app);
    const add = (actionType: ActionType, status: Status, description: string) =>
      make.anAction(company, { actionType, status, description });
    await add('email', 'proposed', 'email');
    await add('call', 'proposed', 'call');
    const { invoiceId } = await add('task', 'proposed', 'task');
    await add('call', 'processing', 'approved call');
    await add('call', 'completed', 'done call');
    const needed: Query = query.category === 'alternatives' ? { invoice_id: invoiceId! } : {};
    expect(await descriptions(client, { ...needed, ...query })).toEqual(expected);
  });
});

describe('the response_overdue filter', () => {
  const DEADLINE = new Date('2031-05-05T12:00:00Z');
  afterEach(() => app.clock.reset());

  it('H14: agrees with the field response_overdue before and after the deadline', async () => {
    const { make, company, client } = await createTenant(app);
    const { id: invoiceId, customerId } = await make.anInvoice(company);
    const add = (description: string, overrides: object) =>
      make.anAction(company, { invoiceId, customerId, status: 'completed', description, ...overrides });
    await add('sent', { responseDeadline: DEADLINE });
    await add('sent and deleted', { responseDeadline: DEADLINE, deletedAt: new Date() });
    await add('sent later', { responseDeadline: new Date(DEADLINE.getTime() + 86_400_000) });
    await add('without a deadline', {});
    await add('proposed', { status: 'proposed' });
    const presets: Query[] = [
      {},
      { include_deleted: true },
      { search: 'sent' },
      ...CATEGORY_NAMES.map((category) => ({ category, invoice_id: invoiceId })),
    ];
    type Row = { description: string; response_overdue: boolean };
    const listed = async (query: Query) => (await client.list(query).expect(200)).body.data as Row[];
    for (const [minutes, overdue] of [
      [-1, []],
      [1, ['sent']],
    ] as const) {
      app.clock.travelTo(new Date(DEADLINE.getTime() + minutes * 60_000));
      expect(await descriptions(client, { response_overdue: true })).toEqual(overdue);
      for (const preset of presets) {
        const all = await listed(preset);
        for (const isOverdue of [true, false]) {
          expect(await descriptions(client, { ...preset, response_overdue: isOverdue })).toEqual(
            all
              .filter((row) => row.response_overdue === isOverdue)
              .map(({ description }) => description)
              .toSorted(),
          );
        }
      }
    }
    expect(await descriptions(client, { category: 'history', response_overdue: true })).toEqual([
      'sent',
      'sent and deleted',
    ]);
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
  expect(await descriptions(client, { ...query, invoice_id: invoiceId!, customer_id: customerId })).toEqual([
    'wanted call',
  ]);
});

it('fields selects the fields of each action', async () => {
  const { make, company, client } = await createTenant(app);
  await make.anAction(company);
  const { body } = await client.list({ fields: 'status,id,warnings,customer' }).expect(200);
  const whole = (await client.list().expect(200)).body;
  const { id, customer, status, warnings } = whole.data[0];
  expect(body).toEqual({ ...whole, data: [{ id, customer, status, warnings }] });
  expectInvalid(await client.list({ fields: 'id,text' }), 'query.fields: choice');
});

it('category alternatives is rejected without invoice_id', async () => {
  const { client } = await createTenant(app);
  expectInvalid(await client.list({ category: 'alternatives' }), 'query.invoice_id: required');
});
