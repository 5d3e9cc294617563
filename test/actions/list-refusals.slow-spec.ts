import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

const INVALID_DATES = [
  '2026-02-30',
  '2026-13-01',
  '2026-1-1',
  '2026-03-01T00:00:00Z',
  '01.03.2026',
  '2026-W09-7',
  '2026-060',
  'now',
  'infinity',
  '+275760-09-13',
  '',
];

describe('an invalid value is rejected by the name of its parameter', () => {
  it.each([
    ['category', ['inbox', 'NEEDS_ACTION', 'needs_action,history', '', 'constructor', 'toString']],
    [
      'status',
      ['sent', 'Proposed', 'proposed,', ',', '', 'proposed;scheduled', 'proposed, scheduled', '__proto__'],
    ],
    ['invoice_id', ['1042', 'null', '', '{0193e1c8-7b1e-7000-8000-000000000000}', "' OR 1=1 --"]],
    ['customer_id', ['1042', 'undefined', '', '0193e1c87b1e70008000000000000000']],
    ['include_deleted', ['yes', '1', '0', 'True', 'FALSE', '']],
    ['response_overdue', ['yes', '1', '0', 'True', 'FALSE', '']],
    ['assigned_to', ['nobody', 'None', 'null', '', '1042', 'none,none']],
    ['source', ['', ' ', 'x'.repeat(256), 'a\nb']],
    ['currency', ['usd', 'XXQ', 'EUR,USD', '$', '']],
    ['days_overdue_min', ['+1', '1.5', '1e2', '01', '-0', 'x', '', '36501', '-36501']],
    ['days_overdue_max', ['many', '36501']],
    ['sort', ['URGENCY', 'amount,urgency', '-amount', '', 'constructor']],
    ['action_type', ['letter', 'Email', 'email,', ',', '', 'email;call', 'email, call', 'constructor']],
    [
      'page',
      ['0', '-1', '1.5', '1e3', '0x10', ' 1', '1 ', '+1', '01', '1000001', '9223372036854775808', 'one', ''],
    ],
    ['page_size', ['0', '-1', '501', '1e2', '20.0', '1000', 'all', '']],
  ])('%s: %j', async (field, values) => {
    const { client } = await createTenant(app);
    for (const value of values) expectInvalid(await client.list({ [field]: value }), `query.${field}`);
  });

  it.each([
    ['executed_after', INVALID_DATES],
    ['executed_before', INVALID_DATES],
  ])('%s: %j', async (field, values) => {
    const { client } = await createTenant(app);
    for (const value of values) {
      expectInvalid(await client.list({ category: 'history', [field]: value }), `query.${field}: date`);
    }
  });
});

it('the error about an unknown category names the five categories', async () => {
  const { client } = await createTenant(app);
  const { body } = await client.list({ category: 'inbox' });
  expect(body.errors[0].detail).toBe(
    'category must be one of needs_action, awaiting_customer, history, alternatives, in_progress.',
  );
});

describe('executed_after and executed_before', () => {
  it.each([
    ['without a category', {}],
    ['in needs_action', { category: 'needs_action' }],
    ['in awaiting_customer', { category: 'awaiting_customer' }],
    ['in in_progress', { category: 'in_progress' }],
  ])('%s are rejected: they require category=history', async (_, preset: Record<string, string>) => {
    const { client } = await createTenant(app);
    const dates = { executed_after: '2026-03-01', executed_before: '2026-03-02' };
    const response = await client.list({ ...preset, ...dates });
    expectInvalid(response, 'query.executed_after: category', 'query.executed_before: category');
    expect(response.body.errors[0].detail).toContain('category=history');
  });

  it('are rejected if they are in the wrong order', async () => {
    const { client } = await createTenant(app);
    const query = { category: 'history', executed_after: '2026-03-02', executed_before: '2026-03-01' };
    expectInvalid(await client.list(query), 'query.executed_before: order');
  });
});

describe('the bounds of amounts and days overdue', () => {
  const client = async () => (await createTenant(app)).client;

  it.each(['1,000', '1e3', '.5', '5.', '+1', ' 1', '0x1', '1.23456', '1'.repeat(16), '--1', ''])(
    'rejects the amount %j',
    async (amount_min) => {
      const response = await (await client()).list({ currency: 'EUR', amount_min });
      expectInvalid(response, 'query.amount_min: amount');
    },
  );

  it('are rejected without a currency', async () => {
    const response = await (await client()).list({ amount_min: '1', amount_max: '2.50' });
    expectInvalid(response, 'query.amount_min: currency', 'query.amount_max: currency');
    expect(response.body.errors[0].detail).toBe(
      'amount_min requires currency, because amounts in different currencies cannot be compared.',
    );
  });

  it('are rejected if they are in the wrong order, and compared exactly', async () => {
    const list = async (query: Record<string, string | number>) => (await client()).list(query);
    const amounts = { currency: 'EUR', amount_min: '100000000000000.01', amount_max: '100000000000000.00' };
    expectInvalid(await list(amounts), 'query.amount_max: order');
    expectInvalid(
      await list({ currency: 'EUR', amount_min: '-0.5', amount_max: '-0.51' }),
      'query.amount_max: order',
    );
    expectInvalid(await list({ days_overdue_min: 1, days_overdue_max: 0 }), 'query.days_overdue_max: order');
    expect((await list({ currency: 'EUR', amount_min: '9', amount_max: '10' })).status).toBe(200);
  });
});

it.each(['urgency', 'amount', 'days_overdue'])('sort=%s is rejected with category=history', async (sort) => {
  const { client } = await createTenant(app);
  expectInvalid(await client.list({ category: 'history', sort }), 'query.sort: category');
});

describe('query parameters', () => {
  it('are rejected by name if they are unknown, with a list of the known ones', async () => {
    const { client } = await createTenant(app);
    const response = await client.list({ statuss: 'proposed', limit: 5 });
    expectInvalid(response, 'query.statuss: unknown', 'query.limit: unknown');
    expect(response.body.errors[0].detail).toContain('status, invoice_id');
  });

  it('are case-sensitive', async () => {
    const { client } = await createTenant(app);
    expectInvalid(await client.list({ Status: 'proposed' }), 'query.Status: unknown');
  });

  it.each(['status', 'page', 'search', 'include_deleted', 'action_type', 'category', 'invoice_id', 'foo'])(
    '%s is rejected if it is given twice',
    async (field) => {
      const { client } = await createTenant(app);
      const response = await client.request('get', `/actions?${field}=proposed&${field}=proposed`);
      expect(response.body.errors[0]).toMatchObject({ in: 'query', field, code: 'repeated' });
      expect(response.status).toBe(400);
    },
  );

  it.each(['status[]=proposed', 'status[0]=proposed', 'page[a]=1', 'search[$ne]=x'])(
    '%s is rejected as unknown: brackets have no meaning',
    async (query) => {
      const { client } = await createTenant(app);
      expectInvalid(
        await client.request('get', `/actions?${query}`),
        `query.${query.split('=')[0]}: unknown`,
      );
    },
  );

  it('are all named in one response if several are invalid', async () => {
    const { client } = await createTenant(app);
    const response = await client.list({
      category: 'alternatives',
      status: 'sent',
      customer_id: 'x',
      search: 'x'.repeat(201),
      include_deleted: 'no',
      executed_after: '2026-02-30',
      action_type: 'letter',
      response_overdue: 'maybe',
      page: 0,
      page_size: 501,
      colour: 'red',
    });
    expectInvalid(
      response,
      'query.status',
      'query.invoice_id',
      'query.customer_id',
      'query.search',
      'query.include_deleted',
      'query.executed_after',
      'query.action_type',
      'query.response_overdue',
      'query.page',
      'query.page_size',
      'query.colour',
    );
  });
});
