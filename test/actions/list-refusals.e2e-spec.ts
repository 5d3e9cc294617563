import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

const DATES = [
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

describe('a bad value is a 400 that names its parameter', () => {
  it.each([
    ['category', ['inbox', 'NEEDS_ACTION', 'needs_action,history', '', 'constructor', 'toString']],
    [
      'status',
      ['sent', 'Proposed', 'proposed,', ',', '', 'proposed;scheduled', 'proposed, scheduled', '__proto__'],
    ],
    ['invoice_id', ['1042', 'null', '', '{0193e1c8-7b1e-7000-8000-000000000000}', "' OR 1=1 --"]],
    ['customer_id', ['1042', 'undefined', '', '0193e1c87b1e70008000000000000000']],
    ['include_deleted', ['yes', '1', '0', 'True', 'FALSE', '']],
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
    ['executed_after', DATES],
    ['executed_before', DATES],
  ])('%s: %j', async (field, values) => {
    const { client } = await createTenant(app);
    for (const value of values) {
      expectInvalid(await client.list({ category: 'history', [field]: value }), `query.${field}: date`);
    }
  });
});

it('an unknown category is answered with the four there are', async () => {
  const { client } = await createTenant(app);
  const { body } = await client.list({ category: 'inbox' });
  expect(body.errors[0].detail).toBe(
    'category must be one of needs_action, awaiting_customer, history, alternatives.',
  );
});

describe('dates', () => {
  it.each([
    ['without a category', {}],
    ['in needs_action', { category: 'needs_action' }],
    ['in awaiting_customer', { category: 'awaiting_customer' }],
  ])('%s are a 400: they need category=history', async (_, preset: Record<string, string>) => {
    const { client } = await createTenant(app);
    const dates = { executed_after: '2026-03-01', executed_before: '2026-03-02' };
    const answer = await client.list({ ...preset, ...dates });
    expectInvalid(answer, 'query.executed_after: category', 'query.executed_before: category');
    expect(answer.body.errors[0].detail).toContain('category=history');
  });

  it('in the wrong order are a 400', async () => {
    const { client } = await createTenant(app);
    const query = { category: 'history', executed_after: '2026-03-02', executed_before: '2026-03-01' };
    expectInvalid(await client.list(query), 'query.executed_before: order');
  });
});

describe('parameters', () => {
  it('that are unknown are a 400 and named, with those that are known', async () => {
    const { client } = await createTenant(app);
    const answer = await client.list({ statuss: 'proposed', limit: 5 });
    expectInvalid(answer, 'query.statuss: unknown', 'query.limit: unknown');
    expect(answer.body.errors[0].detail).toContain('status, invoice_id');
  });

  it('are case-sensitive', async () => {
    const { client } = await createTenant(app);
    expectInvalid(await client.list({ Status: 'proposed' }), 'query.Status: unknown');
  });

  it.each(['status', 'page', 'search', 'include_deleted', 'category', 'invoice_id', 'foo'])(
    '%s given twice is a 400, never the first or the last of them',
    async (field) => {
      const { client } = await createTenant(app);
      const answer = await client.request('get', `/actions?${field}=proposed&${field}=proposed`);
      expect(answer.body.errors[0]).toMatchObject({ in: 'query', field, code: 'repeated' });
      expect(answer.status).toBe(400);
    },
  );

  it.each(['status[]=proposed', 'status[0]=proposed', 'page[a]=1', 'search[$ne]=x'])(
    '%s in brackets is an unknown one',
    async (query) => {
      const { client } = await createTenant(app);
      expectInvalid(
        await client.request('get', `/actions?${query}`),
        `query.${query.split('=')[0]}: unknown`,
      );
    },
  );

  it('that are bad are all named in one answer', async () => {
    const { client } = await createTenant(app);
    const answer = await client.list({
      category: 'alternatives',
      status: 'sent',
      customer_id: 'x',
      search: 'x'.repeat(201),
      include_deleted: 'no',
      executed_after: '2026-02-30',
      page: 0,
      page_size: 501,
      colour: 'red',
    });
    expectInvalid(
      answer,
      'query.status',
      'query.invoice_id',
      'query.customer_id',
      'query.search',
      'query.include_deleted',
      'query.executed_after',
      'query.page',
      'query.page_size',
      'query.colour',
    );
  });
});
