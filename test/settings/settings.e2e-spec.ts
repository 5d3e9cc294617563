import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();

let tenant: Tenant;
beforeEach(async () => {
  tenant = await createTenant(app);
});

const get = async ({ client }: Tenant) => (await client.get('/settings').expect(200)).body;
const patch = (body: object, { client } = tenant) => client.request('patch', '/settings').send(body);
const patched = async (body: object) => (await patch(body).expect(200)).body;

describe('GET settings', () => {
  it('returns no overrides and no time of change for a company that has set nothing', async () => {
    expect(await get(tenant)).toEqual({ minimum_balances: {}, updated_at: null });
  });
});

describe('PATCH settings', () => {
  it('R8: sets the minimums of the given currencies, with all decimals, and keeps the others', async () => {
    await patched({ minimum_balances: { EUR: '5', JPY: '500' } });
    const body = await patched({ minimum_balances: { USD: '0', EUR: '2.5' } });
    expect(body).toEqual({
      minimum_balances: { EUR: '2.50', JPY: '500', USD: '0.00' },
      updated_at: expect.stringMatching(/Z$/),
    });
    expect(await get(tenant)).toEqual(body);
  });

  it('R8: removes the minimum of a currency that is null', async () => {
    await patched({ minimum_balances: { EUR: '5.00', USD: '7.00' } });
    expect(await patched({ minimum_balances: { USD: null } })).toMatchObject({
      minimum_balances: { EUR: '5.00' },
    });
    expect((await get(tenant)).minimum_balances).toEqual({ EUR: '5.00' });
  });

  it.each([
    {},
    { minimum_balances: null },
    { minimum_balances: {} },
    { minimum_balances: { USD: null } },
    { minimum_balances: { EUR: '5.0' } },
  ])('changes nothing, and no updated_at, with %j', async (body) => {
    const before = await patched({ minimum_balances: { EUR: '5.00' } });
    expect(await patched(body)).toEqual(before);
  });

  it('leaves updated_at null if nothing was ever set', async () => {
    expect(await patched({ minimum_balances: { EUR: null } })).toEqual({
      minimum_balances: {},
      updated_at: null,
    });
  });

  it('reports every invalid entry by its currency, together with unknown fields, and stores nothing', async () => {
    const minimum_balances = { EUR: '5.001', usd: '1', XYZ: null, JPY: -3, CHF: '1,000.00', GBP: '5.00' };
    const response = await patch({ minimum_balances, four_eye: true }).expect(400);
    expectInvalid(
      response,
      'body.minimum_balances.EUR: amount',
      'body.minimum_balances.usd: currency',
      'body.minimum_balances.XYZ: currency',
      'body.minimum_balances.JPY: amount',
      'body.minimum_balances.CHF: amount',
      'body.four_eye: unknown',
    );
    expect(await get(tenant)).toEqual({ minimum_balances: {}, updated_at: null });
  });

  it.each([['5.00'], [['EUR']], [5], [true]])('rejects %j instead of an object', async (minimum_balances) => {
    expectInvalid(await patch({ minimum_balances }).expect(400), 'body.minimum_balances: type');
  });

  it('keeps all of many simultaneous changes', async () => {
    const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN'];
    await Promise.all(currencies.map((currency) => patched({ minimum_balances: { [currency]: '3.00' } })));
    const { minimum_balances } = await get(tenant);
    expect(Object.keys(minimum_balances).toSorted()).toEqual(currencies.toSorted());
  });

  it('with an Idempotency-Key is performed once: a repetition returns the stored response', async () => {
    const send = (amount: string) =>
      patch({ minimum_balances: { EUR: amount } }).set('Idempotency-Key', 'minimum-1');
    const first = await send('5.00').expect(200);
    await patched({ minimum_balances: { EUR: '6.00' } });
    const repeated = await send('5.00').expect(200).expect('Idempotency-Replayed', 'true');
    expect(repeated.body).toEqual(first.body);
    expect((await send('7.00').expect(422)).body.code).toBe('idempotency_mismatch');
    expect((await get(tenant)).minimum_balances).toEqual({ EUR: '6.00' });
  });

  it('rejects If-Match by name, because settings have no version', async () => {
    expectInvalid(await patch({}).set('If-Match', '"1"').expect(400), 'header.If-Match: unknown');
  });

  it('changes only the settings of its company', async () => {
    const other = await createTenant(app);
    await patched({ minimum_balances: { EUR: '5.00' } });
    expect((await get(other)).minimum_balances).toEqual({});
  });
});

describe('the scope', () => {
  let reader: Client;
  beforeAll(async () => {
    const { make, company } = await createTenant(app);
    const scopes = ['read', 'decide', 'ledger', 'propose'] as const;
    reader = new Client(app.url, await make.aToken([company], { scopes: [...scopes] }), company);
  });

  it('read is enough to read the settings', async () => {
    await reader.get('/settings').expect(200);
  });

  it('admin is needed to change them', async () => {
    expectProblem(await reader.request('patch', '/settings').send({}), 'permission_denied', {
      detail: 'The token lacks the scope "admin".',
    });
  });
});
