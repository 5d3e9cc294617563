import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { type Tenant, createTenant } from '../support/tenant.js';

const app = useApp();
const TODAY = '2031-05-05';

type Query = Record<string, string | number | boolean>;

let tenant: Tenant;
let willow: string;

beforeAll(async () => {
  tenant = await createTenant(app);
  const { make, company } = tenant;
  willow = (await make.aCustomer(company, { name: 'Willow' })).id;
  const other = (await make.aCustomer(company, { name: 'Oak' })).id;
  const add = (invoiceNumber: string, customerId: string, overrides: object) =>
    make.anInvoice(company, { invoiceNumber, customerId, ...overrides });
  await add('W-late', willow, { dueOn: '2031-05-04' });
  await add('W-today', willow, { dueOn: TODAY });
  await add('W-paid', willow, { dueOn: '2031-05-03', status: 'paid' });
  await add('O-late', other, { dueOn: '2031-05-02' });
  await add('O-void', other, { dueOn: '2031-05-01', status: 'void' });
});
afterEach(() => app.clock.reset());

/** The numbers of the listed invoices, in the order of the list. */
async function numbers(query: Query): Promise<string[]> {
  const { body } = await tenant.client.get('/invoices', query).expect(200);
  expect(body.count).toBe(body.data.length);
  return body.data.map((invoice: { invoice_number: string }) => invoice.invoice_number);
}

describe('H11: GET invoices', () => {
  it.each<[Query, string[]]>([
    [{}, ['W-today', 'W-late', 'W-paid', 'O-late', 'O-void']],
    [{ status: 'open' }, ['W-today', 'W-late', 'O-late']],
    [{ status: 'void,paid,void' }, ['W-paid', 'O-void']],
    [{ overdue: true }, ['W-late', 'O-late']],
    [{ overdue: false }, ['W-today', 'W-paid', 'O-void']],
    [{ overdue: false, status: 'open' }, ['W-today']],
    [{ overdue: true, status: 'paid' }, []],
    [{ search: 'willow', overdue: true }, ['W-late']],
    [{ search: '-late', status: 'open,paid' }, ['W-late', 'O-late']],
    [{ search: 'willow', status: 'paid', overdue: false }, ['W-paid']],
  ])('%j lists %j', async (query, expected) => {
    app.clock.travelTo(new Date(`${TODAY}T12:00:00Z`));
    expect(await numbers(query)).toEqual(expected);
  });

  it('filters by customer_id, together with all other filters', async () => {
    app.clock.travelTo(new Date(`${TODAY}T12:00:00Z`));
    expect(await numbers({ customer_id: willow })).toEqual(['W-today', 'W-late', 'W-paid']);
    expect(await numbers({ customer_id: willow.toUpperCase(), status: 'open' })).toEqual([
      'W-today',
      'W-late',
    ]);
    const every = { customer_id: willow, status: 'open', overdue: true, search: 'w-l' };
    expect(await numbers(every)).toEqual(['W-late']);
    expect(await numbers({ ...every, search: 'o-l' })).toEqual([]);
  });

  it('counts an open invoice as overdue from the day after its due date, in UTC', async () => {
    app.clock.travelTo(new Date('2031-05-05T23:59:00Z'));
    expect(await numbers({ overdue: true })).toEqual(['W-late', 'O-late']);
    app.clock.travelTo(new Date('2031-05-06T00:00:00Z'));
    expect(await numbers({ overdue: true })).toEqual(['W-today', 'W-late', 'O-late']);
  });

  it('keeps the filters in the URLs of the Link header', async () => {
    const query = { status: 'open,paid', customer_id: willow, page_size: 2 };
    const first = await tenant.client.get('/invoices', query).expect(200);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.link!)![1]!;
    const second = await tenant.client.follow(next).expect(200);
    expect([first.body.count, second.body.count]).toEqual([3, 3]);
    expect(second.body.data.map(({ status }: { status: string }) => status)).toEqual(['paid']);
  });

  it('returns the same empty page for an unknown and a foreign customer', async () => {
    const foreign = await createTenant(app);
    const { customerId } = await foreign.make.anInvoice(foreign.company);
    const empty = { count: 0, page: 1, page_size: 0, data: [] };
    for (const customer_id of [customerId, uuidv7()]) {
      expect((await tenant.client.get('/invoices', { customer_id }).expect(200)).body).toEqual(empty);
    }
  });

  it.each([
    ['status', ['unpaid', 'Open', 'open,', '', 'open, paid']],
    ['customer_id', ['C-77', 'null', '', '0193e1c87b1e70008000000000000000']],
    ['overdue', ['yes', '1', 'True', '']],
  ])('rejects an invalid %s by name: %j', async (field, values) => {
    for (const value of values) {
      expectInvalid(await tenant.client.get('/invoices', { [field]: value }), `query.${field}`);
    }
  });
});

it.each(['/customers', '/contacts'])('the filters of invoices are unknown in %s', async (path) => {
  const query = { status: 'open', customer_id: willow, overdue: true };
  expectInvalid(
    await tenant.client.get(path, query),
    'query.status: unknown',
    'query.customer_id: unknown',
    'query.overdue: unknown',
  );
});
