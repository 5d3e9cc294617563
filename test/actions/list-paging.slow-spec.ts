import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';

const app = useApp();

/** Creates actions that differ only by id, so that only the id can sort them. */
async function identicalActions(
  { make, company }: Tenant,
  count: number,
  overrides: object = {},
): Promise<string[]> {
  const { id: customerId } = await make.aCustomer(company);
  const ids = [];
  for (let n = 0; n < count; n++) {
    ids.push((await make.anAction(company, { customerId, ...overrides })).id);
  }
  return ids.toSorted();
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
  ])('of page %i of 3 links to the pages %j', async (page, expected) => {
    const tenant = await createTenant(app);
    await identicalActions(tenant, 5);
    const { headers } = await tenant.client.list({ page, page_size: 2 }).expect(200);
    const pages = Object.entries(linksOf(headers)).map(([rel, link]) => [rel, pageOf(link)]);
    expect(Object.fromEntries(pages)).toEqual(expected);
  });

  it.each([
    ['of an empty list', 0, 2, '1'],
    ['of one full page', 4, 4, '1'],
    ['of two full pages', 4, 2, '2'],
    ['of one action more', 5, 4, '2'],
  ])('%s has the last page in rel="last"', async (_, count, page_size, last) => {
    const tenant = await createTenant(app);
    await identicalActions(tenant, count);
    const { headers } = await tenant.client.list({ page_size }).expect(200);
    expect(pageOf(linksOf(headers).last)).toBe(last);
  });

  it('keeps the filters, with all special characters', async () => {
    const tenant = await createTenant(app);
    await identicalActions(tenant, 3, { description: 'Größe <50%> "quoted" & more' });
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
    'in category %s: no row is on two pages or on none, even if the sort keys are equal',
    async (name, traits, order) => {
      const tenant = await createTenant(app);
      const ids = await identicalActions(tenant, 23, traits);
      const category: Record<string, string> = name === 'none' ? {} : { category: name };
      const listedIds: string[] = [];
      let response = await tenant.client.list({ ...category, page_size: 4 }).expect(200);
      for (;;) {
        listedIds.push(...response.body.data.map(({ id }: { id: string }) => id));
        const { next } = linksOf(response.headers);
        if (!next) break;
        response = await tenant.client.follow(next).expect(200);
      }
      expect(listedIds).toEqual(order === 'ascending' ? ids : ids.toReversed());
    },
  );
});

describe('page and page_size', () => {
  it('default to 1 and 20', async () => {
    const tenant = await createTenant(app);
    const ids = await identicalActions(tenant, 21);
    const { body } = await tenant.client.list().expect(200);
    expect(body).toMatchObject({ count: 21, page: 1, page_size: 20 });
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 20));
  });

  it('the page_size of the response is the number of results returned', async () => {
    const tenant = await createTenant(app);
    const ids = await identicalActions(tenant, 5);
    const { body } = await tenant.client.list({ page: 2, page_size: 3 }).expect(200);
    expect(body).toMatchObject({ count: 5, page: 2, page_size: 2 });
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3));
  });

  it.each([2, 1_000_000])('page %i, after the last one, is empty and has the count', async (page) => {
    const tenant = await createTenant(app);
    await identicalActions(tenant, 3);
    const { body } = await tenant.client.list({ page, page_size: 500 }).expect(200);
    expect(body).toEqual({ count: 3, page, page_size: 0, data: [] });
  });

  it('page_size may be 1 to 500', async () => {
    const tenant = await createTenant(app);
    const ids = await identicalActions(tenant, 501);
    const smallest = await tenant.client.list({ page_size: 1 }).expect(200);
    expect(smallest.body).toMatchObject({ count: 501, page_size: 1 });
    const largest = await tenant.client.list({ page_size: 500 }).expect(200);
    expect(largest.body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 500));
    expect(largest.body.count).toBe(501);
  });
});
