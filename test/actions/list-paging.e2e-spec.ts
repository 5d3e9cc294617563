import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';

const app = useApp();

/** Actions that no order but the one by id can tell apart. */
async function twins({ make, company }: Tenant, count: number, overrides: object = {}): Promise<string[]> {
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const one = () => make.anAction(company, { invoiceId, customerId, ...overrides });
  const made = [];
  for (let n = 0; n < count; n++) made.push((await one()).id);
  return made.toSorted();
}

/** The targets of a Link header by their relation. */
function linksOf({ link }: Record<string, string>): Record<string, string> {
  const links = [...link!.matchAll(/<([^<>]+)>; rel="(\w+)"(?:, |$)/g)];
  expect(links.map(([text]) => text).join('')).toBe(link);
  return Object.fromEntries(links.map(([, target, rel]) => [rel, target!]));
}

const pageOf = (link: string | undefined) => link && new URL(link, 'http://x').searchParams.get('page');

describe('the Link header', () => {
  it.each([
    [1, { first: '1', next: '2', last: '3' }],
    [2, { first: '1', prev: '1', next: '3', last: '3' }],
    [3, { first: '1', prev: '2', last: '3' }],
    [4, { first: '1', prev: '3', last: '3' }],
    [1_000_000, { first: '1', prev: '3', last: '3' }],
  ])('of page %i of 3 leads to %j', async (page, expected) => {
    const tenant = await createTenant(app);
    await twins(tenant, 5);
    const { headers } = await tenant.client.list({ page, page_size: 2 }).expect(200);
    const pages = Object.entries(linksOf(headers)).map(([rel, link]) => [rel, pageOf(link)]);
    expect(Object.fromEntries(pages)).toEqual(expected);
  });

  it.each([
    ['of nothing', 0, 2, '1'],
    ['of a page that is just full', 4, 4, '1'],
    ['of two pages that are just full', 4, 2, '2'],
    ['of one more', 5, 4, '2'],
  ])('%s has the right last page', async (_, count, page_size, last) => {
    const tenant = await createTenant(app);
    await twins(tenant, count);
    const { headers } = await tenant.client.list({ page_size }).expect(200);
    expect(pageOf(linksOf(headers).last)).toBe(last);
  });

  it('keeps the filters, whatever they hold', async () => {
    const tenant = await createTenant(app);
    await twins(tenant, 3, { description: 'Größe <50%> "quoted" & more' });
    const query = {
      category: 'needs_action',
      status: 'proposed,scheduled',
      search: 'größe <50%> "q',
      page_size: 1,
    };
    const { headers } = await tenant.client.list(query).expect(200);
    const next = new URL(linksOf(headers).next!, app.url);
    expect(Object.fromEntries(next.searchParams)).toEqual({ ...query, page: '2', page_size: '1' });
    const { body } = await tenant.client.follow(linksOf(headers).next!).expect(200);
    expect(body).toMatchObject({ count: 3, page: 2, page_size: 1 });
  });
});

describe('the order is total', () => {
  it.each([
    ['needs_action', {}, 'ascending'],
    ['awaiting_customer', { recommendation: 'wait_for_customer', actionRequired: false }, 'ascending'],
    ['history', { status: 'completed' }, 'descending'],
    ['none', {}, 'ascending'],
  ])(
    'in %s: all pages together share and lose no row, even where keys are equal',
    async (name, traits, order) => {
      const tenant = await createTenant(app);
      const ids = await twins(tenant, 23, traits);
      const category: Record<string, string> = name === 'none' ? {} : { category: name };
      const walked: string[] = [];
      let answer = await tenant.client.list({ ...category, page_size: 4 }).expect(200);
      for (;;) {
        walked.push(...answer.body.data.map(({ id }: { id: string }) => id));
        const { next } = linksOf(answer.headers);
        if (!next) break;
        answer = await tenant.client.follow(next).expect(200);
      }
      expect(walked).toEqual(order === 'ascending' ? ids : ids.toReversed());
    },
  );
});

describe('page and page_size', () => {
  it('are 1 and 20 by default', async () => {
    const tenant = await createTenant(app);
    const ids = await twins(tenant, 21);
    const { body } = await tenant.client.list().expect(200);
    expect(body).toMatchObject({ count: 21, page: 1, page_size: 20 });
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 20));
  });

  it('page_size in the answer is the number of results returned', async () => {
    const tenant = await createTenant(app);
    const ids = await twins(tenant, 5);
    const { body } = await tenant.client.list({ page: 2, page_size: 3 }).expect(200);
    expect(body).toMatchObject({ count: 5, page: 2, page_size: 2 });
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3));
  });

  it.each([2, 1_000_000])('page %i, past the end, is an empty one with the count', async (page) => {
    const tenant = await createTenant(app);
    await twins(tenant, 3);
    const { body } = await tenant.client.list({ page, page_size: 500 }).expect(200);
    expect(body).toEqual({ count: 3, page, page_size: 0, data: [] });
  });

  it('page_size goes from 1 to 500', async () => {
    const tenant = await createTenant(app);
    const ids = await twins(tenant, 501);
    const one = await tenant.client.list({ page_size: 1 }).expect(200);
    expect(one.body).toMatchObject({ count: 501, page_size: 1 });
    const most = await tenant.client.list({ page_size: 500 }).expect(200);
    expect(most.body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 500));
    expect(most.body.count).toBe(501);
  });
});
