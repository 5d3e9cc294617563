import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { withFallbacks } from '../../src/settings/settings.js';
import { Client } from '../support/client.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();

let tenant: Tenant;
beforeEach(async () => {
  tenant = await createTenant(app);
});

const UNCHANGED = withFallbacks({});

const get = async ({ client }: Tenant) => (await client.get('/settings').expect(200)).body;
const patch = (body: object, { client } = tenant) => client.request('patch', '/settings').send(body);
const patched = async (body: object) => (await patch(body).expect(200)).body;

describe('GET settings', () => {
  it('returns no overrides and no time of change for a company that has set nothing', async () => {
    expect(await get(tenant)).toEqual({ ...UNCHANGED, updated_at: null });
  });
});

describe('PATCH settings', () => {
  it('R8: sets the minimums of the given currencies, with all decimals, and keeps the others', async () => {
    await patched({ minimum_balances: { EUR: '5', JPY: '500' } });
    const body = await patched({ minimum_balances: { USD: '0', EUR: '2.5' } });
    expect(body).toEqual({
      ...UNCHANGED,
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
    expect(await patched({ minimum_balances: { EUR: null } })).toEqual({ ...UNCHANGED, updated_at: null });
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
    expect(await get(tenant)).toEqual({ ...UNCHANGED, updated_at: null });
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

const WINDOW = { days: ['mon', 'sat'], start: '09:30', end: '24:00' };

describe('the settings of deliveries', () => {
  it('are by default weekdays from 8 to 18 in UTC, one e-mail a day for a customer, sent by Daybook', async () => {
    expect(await get(tenant)).toMatchObject({
      delivery: 'built_in',
      from_name: null,
      time_zone: 'UTC',
      delivery_window: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '18:00' },
      closed_days: [],
      minimum_interval_days: 1,
    });
  });

  it('are changed one by one, and restored to the default by null', async () => {
    const change = {
      delivery: 'external',
      from_name: 'ACME Accounts',
      from_email: 'accounts@acme.example',
      reply_to: 'reply@acme.example',
      signature: 'ACME\nBristol',
      time_zone: 'Asia/Kolkata',
      delivery_window: WINDOW,
      closed_days: ['2026-12-25'],
      minimum_interval_days: 0,
    };
    expect(await patched(change)).toMatchObject(change);
    expect(await patched({ from_name: null, time_zone: null })).toMatchObject({
      ...change,
      from_name: null,
      time_zone: 'UTC',
    });
  });

  it('replace the window as a whole; null switches it off', async () => {
    await patched({ delivery_window: null });
    expect((await get(tenant)).delivery_window).toBeNull();
    await patched({ delivery_window: { ...WINDOW, days: ['sun', 'mon'] } });
    expect((await get(tenant)).delivery_window).toEqual({ ...WINDOW, days: ['mon', 'sun'] });
    await patched({ closed_days: [] });
    expect((await get(tenant)).delivery_window).toMatchObject({ start: '09:30' });
  });

  it.each([
    [{ delivery: 'smtp' }, 'delivery: choice'],
    [{ from_name: 'A\r\nBcc: x@y.example' }, 'from_name: line'],
    [{ from_email: 'a@x.example, b@x.example' }, 'from_email: email'],
    [{ reply_to: 'Me <a@x.example>' }, 'reply_to: email'],
    [{ time_zone: '+02:00' }, 'time_zone: time_zone'],
    [{ delivery_window: { days: ['mon'] } }, 'delivery_window: required'],
    [{ delivery_window: { ...WINDOW, end: '09:30' } }, 'delivery_window: range'],
    [{ delivery_window: { ...WINDOW, days: ['mon', 'mon'] } }, 'delivery_window.days: choice'],
    [{ delivery_window: { ...WINDOW, days: [] } }, 'delivery_window.days: choice'],
    [{ delivery_window: { ...WINDOW, start: '24:00' } }, 'delivery_window.start: time'],
    [{ delivery_window: { ...WINDOW, zone: 'UTC' } }, 'delivery_window.zone: unknown'],
    [{ delivery_window: [] }, 'delivery_window: type'],
    [{ closed_days: ['2026-02-30'] }, 'closed_days: date'],
    [{ closed_days: Array(367).fill('2026-12-25') }, 'closed_days: date'],
    [{ minimum_interval_days: 1.5 }, 'minimum_interval_days: range'],
  ])('reject %j', async (body, error) => {
    expectInvalid(await patch(body).expect(400), `body.${error}`);
    expect(await get(tenant)).toEqual({ ...UNCHANGED, updated_at: null });
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
