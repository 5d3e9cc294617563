import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { useApp } from '../support/app.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { idsAfter, idsByPage, itemsOf } from './read-list.js';

const app = useApp();
let tenant: Tenant;

/** Actions with equal and different keys, and one without an invoice. */
beforeAll(async () => {
  tenant = await createTenant(app);
  const { make, company } = tenant;
  const customer = await make.aCustomer(company, { name: 'Zoë & Søn, "Ltd"' });
  for (let n = 0; n < 23; n += 1) {
    const invoice = await make.anInvoice(company, { customerId: customer.id, balance: String(n % 4) });
    const isDone = n % 3 === 0;
    await make.anAction(company, {
      customerId: customer.id,
      invoiceId: n === 5 ? null : invoice.id,
      urgencyScore: [10, 50, 90][n % 3],
      status: isDone ? 'completed' : 'proposed',
      description: `=Send reminder ${n % 2}, "now"; -1`,
    });
  }
});

describe('a list by cursor', () => {
  it.each([
    ['/actions', {}],
    ['/actions', { category: 'history' }],
    ['/actions', { sort: 'amount' }],
    ['/actions', { sort: 'days_overdue', search: 'reminder 1' }],
    ['/actions', { search: 'reminder' }],
    ['/customers', {}],
    ['/invoices', { search: 'Zoë' }],
  ])('%s %j has the rows of the pages, in their order', async (path, query) => {
    const ids = await idsAfter(tenant.client, path, { ...query, page_size: 4 });
    expect(ids).toEqual(await idsByPage(tenant.client, path, query));
    expect(ids.length).toBeGreaterThan(0);
  });

  it('has an envelope of its own, and a count only if asked', async () => {
    const query = { cursor: 'start', page_size: 20 };
    const { body, headers } = await tenant.client.list(query).expect(200);
    expect(body).toEqual({ page_size: 20, next_cursor: expect.any(String), data: expect.any(Array) });
    const last = await tenant.client.list({ ...query, cursor: body.next_cursor, count: true }).expect(200);
    expect(last.body).toMatchObject({ count: 23, page_size: 3, next_cursor: null });
    const [, next] = /<([^>]+)>; rel="next"/.exec(headers.link!)!;
    expect((await tenant.client.follow(next!).expect(200)).body.data).toEqual(last.body.data);
    expect(last.headers.link).not.toContain('next');
  });

  it.each([
    ['another filter', { category: 'history' }],
    ['another order', { sort: 'amount' }],
    ['page', { page: 1 }],
  ])('rejects a cursor with %s', async (_, query) => {
    const { body } = await tenant.client.list({ cursor: 'start', page_size: 1 }).expect(200);
    const refused = await tenant.client.list({ cursor: body.next_cursor, ...query }).expect(400);
    expect(refused.body.errors).toMatchObject([{ in: 'query', field: 'cursor' }]);
  });

  it('rejects a cursor of another company, and what is none', async () => {
    const { body } = await tenant.client.list({ cursor: 'start', page_size: 1 }).expect(200);
    const other = await createTenant(app);
    for (const cursor of [body.next_cursor, 'x', '%00', ''])
      expect((await other.client.list({ cursor }).expect(400)).body.errors).toMatchObject([
        { field: 'cursor' },
      ]);
  });
});

describe('an export', () => {
  it.each(['/actions', '/customers', '/invoices'])(
    'of %s as NDJSON has the items of the list',
    async (path) => {
      const { body: file, headers } = await tenant.client
        .get(path, { format: 'ndjson' })
        .responseType('blob')
        .expect(200);
      const { body } = await tenant.client.get(path, { page_size: 500 }).expect(200);
      expect(itemsOf(file as Buffer)).toEqual(body.data);
      expect(headers).toMatchObject({
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="${path.slice(1)}.ndjson"`,
      });
    },
  );

  it('as CSV has a line for each item, and no formula', async () => {
    const query = { category: 'history' };
    const { text } = await tenant.client.list(query).set('Accept', 'text/csv').expect(200);
    const { body } = await tenant.client.list({ ...query, page_size: 500 }).expect(200);
    const lines = parse(text, { columns: true, bom: true }) as Record<string, string>[];
    expect(lines.map(({ id }) => id)).toEqual(body.data.map(({ id }: { id: string }) => id));
    expect(lines[0]).toMatchObject({
      status: 'completed',
      customer_name: 'Zoë & Søn, "Ltd"',
      description: expect.stringMatching(/^'=Send reminder \d, "now";' -1$/),
    });
  });

  it('is empty if nothing matches', async () => {
    const query = { search: 'nothing like it' };
    const lines = await tenant.client
      .list({ ...query, format: 'ndjson' })
      .responseType('blob')
      .expect(200);
    const csv = await tenant.client.get('/customers', { ...query, format: 'csv' }).expect(200);
    expect([itemsOf(lines.body as Buffer), csv.text.split('\r\n').length]).toEqual([[], 2]);
  });

  it.each<Record<string, string>>([{ page: '1' }, { cursor: 'start' }])('rejects %j', async (query) => {
    const { body } = await tenant.client.list({ ...query, format: 'csv' }).expect(400);
    expect(body.errors).toMatchObject([{ in: 'query', field: Object.keys(query)[0], code: 'export' }]);
  });
});
