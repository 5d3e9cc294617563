import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { Client } from '../support/client.js';

const app = useApp();

const AS_OF = '2026-11-23';
beforeEach(() => app.clock.travelTo(new Date(`${AS_OF}T12:00:00Z`)));
afterEach(() => app.clock.reset());

const ZEROS = {
  current: '0.00',
  days_1_30: '0.00',
  days_31_60: '0.00',
  days_61_90: '0.00',
  days_91_plus: '0.00',
  credits: '0.00',
};
const dueDaysAgo = (days: number): string =>
  new Date(Date.parse(`${AS_OF}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
const getAging = ({ client }: Tenant, query = {}) => client.get('/ledger/aging', { as_of: AS_OF, ...query });

describe('GET /ledger/aging', () => {
  it('sums open balances by bucket and currency, for the company and for each customer, sorted by name', async () => {
    const { make, company, ...tenant } = await createTenant(app);
    const zenith = await make.aCustomer(company, { name: 'Zenith' });
    const acme = await make.aCustomer(company, { name: 'Acme' });
    const settled = await make.aCustomer(company, { name: 'Brightwater' });
    await make.aCustomer(company, { name: 'Coastline' });
    const addInvoice = (customerId: string, balance: string, currency: string, days: number, more = {}) =>
      make.anInvoice(company, {
        customerId,
        amount: '9999999.00',
        balance,
        currency,
        dueOn: dueDaysAgo(days),
        ...more,
      });
    await addInvoice(acme.id, '100.10', 'USD', -5);
    await addInvoice(acme.id, '0.20', 'USD', 10);
    await addInvoice(acme.id, '0.1', 'USD', 30);
    await addInvoice(acme.id, '7', 'USD', 200);
    await addInvoice(acme.id, '1500', 'JPY', 45);
    await addInvoice(acme.id, '2.5', 'KWD', 75);
    await addInvoice(zenith.id, '999999999999999.99', 'USD', 10, { amount: '999999999999999.99' });
    await addInvoice(zenith.id, '999999999999999.99', 'USD', 10, {
      amount: '999999999999999.99',
      disputed: true,
    });
    await addInvoice(settled.id, '0', 'USD', 10, { status: 'paid' });
    await addInvoice(settled.id, '0', 'USD', 10, { status: 'void' });
    const { body, headers } = await getAging({ make, company, ...tenant }).expect(200);
    const yen = {
      ...ZEROS,
      currency: 'JPY',
      current: '0',
      days_1_30: '0',
      days_61_90: '0',
      days_91_plus: '0',
      credits: '0',
    };
    const acmeBalances = [
      { ...yen, days_31_60: '1500', total: '1500' },
      {
        currency: 'KWD',
        current: '0.000',
        days_1_30: '0.000',
        days_31_60: '0.000',
        days_61_90: '2.500',
        days_91_plus: '0.000',
        credits: '0.000',
        total: '2.500',
      },
      {
        ...ZEROS,
        currency: 'USD',
        current: '100.10',
        days_1_30: '0.30',
        days_91_plus: '7.00',
        total: '107.40',
      },
    ];
    expect(body).toStrictEqual({
      as_of: AS_OF,
      totals: [
        acmeBalances[0],
        acmeBalances[1],
        {
          ...ZEROS,
          currency: 'USD',
          current: '100.10',
          days_1_30: '2000000000000000.28',
          days_91_plus: '7.00',
          total: '2000000000000107.38',
        },
      ],
      count: 2,
      page: 1,
      page_size: 2,
      data: [
        { customer: { id: acme.id, name: 'Acme' }, balances: acmeBalances },
        {
          customer: { id: zenith.id, name: 'Zenith' },
          balances: [
            {
              ...ZEROS,
              currency: 'USD',
              days_1_30: '1999999999999999.98',
              total: '1999999999999999.98',
            },
          ],
        },
      ],
    });
    expect(headers.link).toContain('rel="first"');
  });

  it.each([
    [-400, 'current'],
    [0, 'current'],
    [1, 'days_1_30'],
    [30, 'days_1_30'],
    [31, 'days_31_60'],
    [60, 'days_31_60'],
    [61, 'days_61_90'],
    [90, 'days_61_90'],
    [91, 'days_91_plus'],
    [4_000, 'days_91_plus'],
  ])('%i days past due is %s', async (days, bucket) => {
    const tenant = await createTenant(app);
    await tenant.make.anInvoice(tenant.company, { dueOn: dueDaysAgo(days) });
    const { totals } = (await getAging(tenant).expect(200)).body;
    expect(totals).toEqual([{ ...ZEROS, currency: 'USD', [bucket]: '1250.00', total: '1250.00' }]);
  });

  it('is as of today in UTC without as_of', async () => {
    const tenant = await createTenant(app);
    const { body } = await tenant.client.get('/ledger/aging').expect(200);
    expect(body).toEqual({
      as_of: AS_OF,
      totals: [],
      count: 0,
      page: 1,
      page_size: 0,
      data: [],
    });
  });

  it('shows the open balances of now by the days overdue on a future day', async () => {
    const tenant = await createTenant(app);
    await tenant.make.anInvoice(tenant.company, { dueOn: AS_OF });
    await tenant.make.anInvoice(tenant.company, { issuedOn: '2026-11-25', dueOn: '2026-12-25' });
    const totalsOn = async (as_of: string) => (await getAging(tenant, { as_of }).expect(200)).body.totals;
    expect(await totalsOn('2026-11-24')).toMatchObject([{ days_1_30: '1250.00', total: '1250.00' }]);
    expect(await totalsOn('2026-11-25')).toMatchObject([{ current: '1250.00', total: '2500.00' }]);
  });

  it('pages through customers; the totals are of all customers', async () => {
    const tenant = await createTenant(app);
    const ids: string[] = [];
    for (const name of ['Elm', 'Ash', 'Elm', 'Oak', 'Ash']) {
      const { id } = await tenant.make.aCustomer(tenant.company, { name });
      ids.push(id);
      await tenant.make.anInvoice(tenant.company, { customerId: id, dueOn: AS_OF });
    }
    const [elm, ash, elm2, oak, ash2] = ids;
    const listedIds: string[] = [];
    let link = `/api/companies/${tenant.company.id}/ledger/aging?as_of=${AS_OF}&page_size=2`;
    while (link) {
      const { body, headers }: Response = await tenant.client.follow(link).expect(200);
      expect(body).toMatchObject({ count: 5, totals: [{ current: '6250.00', total: '6250.00' }] });
      listedIds.push(...body.data.map(({ customer }: { customer: { id: string } }) => customer.id));
      link = /<([^>]+)>; rel="next"/.exec(headers.link!)?.[1] ?? '';
    }
    expect(listedIds).toEqual([...[ash!, ash2!].toSorted(), ...[elm!, elm2!].toSorted(), oak]);
    const afterLast = (await getAging(tenant, { page: 9 }).expect(200)).body;
    expect(afterLast).toMatchObject({
      count: 5,
      page: 9,
      page_size: 0,
      data: [],
      totals: [{ total: '6250.00' }],
    });
  });

  it('names every invalid parameter', async () => {
    const { client } = await createTenant(app);
    const query = { as_of: '2026-02-30', page: 0, page_size: 501, search: 'x' };
    const fields = ['query.as_of', 'query.page', 'query.page_size', 'query.search'];
    expectInvalid(await client.get('/ledger/aging', query), ...fields);
  });

  it('returns nothing of another company, and requires the scope read', async () => {
    const [mine, theirs] = [await createTenant(app), await createTenant(app)];
    await theirs.make.anInvoice(theirs.company);
    expect((await getAging(mine).expect(200)).body).toMatchObject({ count: 0, totals: [] });
    const foreign = new Client(app.url, mine.token, theirs.company);
    expectProblem(await foreign.get('/ledger/aging'), 'not_found');
    const writer = await mine.make.aToken([mine.company], { scopes: ['ledger'] });
    const response = await new Client(app.url, writer, mine.company).get('/ledger/aging');
    expectProblem(response, 'permission_denied');
  });
});
