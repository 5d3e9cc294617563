import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { stringify as stringifyUuid, v7 as uuidv7 } from 'uuid';
import { mintToken } from '../../src/tenancy/token-format.js';
import { announced } from '../support/announced.js';
import { type RunningApp, startApp, useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createMigratedDatabase } from '../support/database.js';
import { aPerson, logIn } from '../support/login.js';
import { createTenant } from '../support/tenant.js';

const LIMIT = 5;

const limited = useApp({ RATE_LIMIT_PER_MINUTE: LIMIT });
const unlimited = useApp();

/** Has a database of its own, because a test locks a table. */
let authLimited: RunningApp;
beforeAll(async () => {
  authLimited = await startApp(await createMigratedDatabase(), {
    AUTH_FAILURES_PER_MINUTE: LIMIT,
    TRUST_PROXY: 1,
  });
});
afterAll(() => authLimited.nest.close());

const UNKNOWN_COMPANY = { id: uuidv7() };

function expectThrottled({ status, headers, body }: Response, detail: RegExp) {
  expect({ status, ...body }).toEqual({
    status: 429,
    type: 'urn:daybook:problem:throttled',
    title: 'Too Many Requests',
    code: 'throttled',
    detail: expect.stringMatching(detail),
    request_id: headers['x-request-id'],
  });
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(headers['retry-after']).toMatch(/^[1-9]\d?$/);
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
}

/** An address that no other test uses. */
let last = 0;
const anAddress = () => `203.0.113.${++last}`;

/** A well-formed token that does not exist. */
const aGuess = () => mintToken(uuidv7()).token;

const guess = (from: string, token = aGuess()) =>
  new Client(authLimited.url, token, UNKNOWN_COMPANY).list().set('X-Forwarded-For', from);

async function reachLimit(from: string) {
  for (let n = 0; n < LIMIT; n += 1) await guess(from).expect(401);
}

describe('the limit per token', () => {
  it('accepts requests up to the limit with RateLimit headers, then responds with 429', async () => {
    const { client, company, make } = await createTenant(limited);
    for (let left = LIMIT - 1; left >= 0; left -= 1) {
      const { headers } = await client.list().expect(200);
      expect(headers['ratelimit']).toMatch(new RegExp(`^"per-token"; r=${left}; t=(60|[1-5]?\\d)$`));
      expect(headers['ratelimit-policy']).toMatch(new RegExp(`^"per-token"; q=${LIMIT}; w=60; pk=:[^:]+:$`));
      expect(headers['retry-after']).toBeUndefined();
    }
    const refused = await client.list();
    expectThrottled(refused, /^The token has reached its limit of 5 requests per minute\.$/);
    expect(refused.headers['ratelimit']).toMatch(/^"per-token"; r=0; t=\d+$/);

    const other = new Client(limited.url, await make.aToken([company]), company);
    await other.list().expect(200);
  });

  it('names the session of a person who is logged in', async () => {
    const person = await aPerson(await createTenant(limited));
    const browser = await logIn(limited, person.id);
    for (let n = 0; n < LIMIT; n += 1) await browser.get('/api/session').expect(200);
    const refused = await browser.get('/api/session');
    expectThrottled(refused, /^Your session has reached its limit of 5 requests per minute\.$/);
  });

  it('counts requests with any status, and rejects requests before they change anything', async () => {
    const { client, company, make } = await createTenant(limited);
    const { id } = await make.anAction(company);
    const requests = [client.list({ page: 0 }), client.detail(uuidv7()), client.perform('approve', uuidv7())];
    for (const sent of [...requests, client.get('/nothing'), client.list()]) await sent;
    await client.list().expect(200);
    expectThrottled(await client.perform('approve', id, { nonsense: 1 }), /minute/);
    const [{ status }] = await limited.dataSource.query('SELECT status FROM action WHERE id = $1', [id]);
    expect(status).toBe('proposed');
  });

  it('does not apply to health checks', async () => {
    for (let n = 0; n <= LIMIT; n += 1) {
      const { headers } = await request(limited.url).get('/health/ready').expect(200);
      expect(headers['ratelimit']).toBeUndefined();
    }
  });

  it('is off if it is 0', async () => {
    const { client } = await createTenant(unlimited);
    expect((await client.list().expect(200)).headers['ratelimit']).toBeUndefined();
  });
});

describe('the limit per address, for failed authentications', () => {
  it('responds with 429 after the limit, for at most one minute', async () => {
    const from = anAddress();
    await reachLimit(from);
    expectThrottled(await guess(from), /from your address\.$/);
    await guess(anAddress()).expect(401);
  });

  it('responds without a look-up of the token, even while the table of tokens is locked', async () => {
    const from = anAddress();
    await reachLimit(from);
    const locker = authLimited.dataSource.createQueryRunner();
    await locker.startTransaction();
    await locker.query('LOCK TABLE api_token IN ACCESS EXCLUSIVE MODE');
    const lookedUp = guess(anAddress()).then(({ status }) => status);
    expectThrottled(await guess(from), /address/);
    await locker.rollbackTransaction();
    await locker.release();
    expect(await lookedUp).toBe(401);
  });

  it.each([
    ['no token', {}],
    ['a malformed token', { Authorization: 'Token x' }],
    ['another scheme', { Authorization: 'Basic eA==' }],
  ])('counts %s too', async (_, headers) => {
    const from = anAddress();
    const send = () =>
      request(authLimited.url).get('/api/companies').set(headers).set('X-Forwarded-For', from);
    for (let n = 0; n < LIMIT; n += 1) await send().expect(401);
    expectThrottled(await send(), /address/);
  });

  it('exempts a token that was valid before, despite failures from its address', async () => {
    const { client } = await createTenant(authLimited);
    const from = anAddress();
    await client.list().set('X-Forwarded-For', anAddress()).expect(200);
    await reachLimit(from);
    for (let n = 0; n < 3 * LIMIT; n += 1) await client.list().set('X-Forwarded-For', from).expect(200);
    expectThrottled(await guess(from), /address/);
  });

  it('applies to a valid token until its first success', async () => {
    const { client } = await createTenant(authLimited);
    const from = anAddress();
    await reachLimit(from);
    expectThrottled(await client.list().set('X-Forwarded-For', from), /address/);
    await client.list().set('X-Forwarded-For', anAddress()).expect(200);
    await client.list().set('X-Forwarded-For', from).expect(200);
  });

  it('applies to a forged token with the id of a remembered one', async () => {
    const { client, token, company } = await createTenant(authLimited);
    const from = anAddress();
    await client.list().set('X-Forwarded-For', anAddress()).expect(200);
    await reachLimit(from);
    const id = stringifyUuid(Buffer.from(token.slice('dbk_'.length), 'base64url').subarray(0, 16));
    const forged = mintToken(id);
    const forger = new Client(authLimited.url, forged.token, company);
    expectThrottled(await forger.list().set('X-Forwarded-For', from), /address/);
  });

  it('applies to a remembered token after it is revoked', async () => {
    const { client, company } = await createTenant(authLimited);
    const from = anAddress();
    await client.list().set('X-Forwarded-For', from).expect(200);
    await authLimited.dataSource.query(
      `UPDATE api_token SET revoked_at = now()
       WHERE id = (SELECT api_token_id FROM api_token_company WHERE company_id = $1)`,
      [company.id],
    );
    await announced(authLimited);
    for (let n = 0; n < LIMIT; n += 1) await client.list().set('X-Forwarded-For', from).expect(401);
    expectThrottled(await client.list().set('X-Forwarded-For', from), /address/);
  });

  it('counts all addresses of an IPv6 network together', async () => {
    for (let n = 0; n < LIMIT; n += 1) await guess(`2001:db8:1:2::${n + 1}`).expect(401);
    expectThrottled(await guess('2001:db8:1:2:ffff::1'), /address/);
    await guess('2001:db8:2::1').expect(401);
  });

  it('does not apply to public operations', async () => {
    const from = anAddress();
    await reachLimit(from);
    await request(authLimited.url).get('/health/live').set('X-Forwarded-For', from).expect(200);
  });

  it('uses the address from trusted proxies only', async () => {
    const from = anAddress();
    await reachLimit(from);
    await guess(`${from}, ${anAddress()}`).expect(401);
    expectThrottled(await guess(`${anAddress()}, ${from}`), /address/);
  });
});

describe('without TRUST_PROXY', () => {
  const direct = useApp({ AUTH_FAILURES_PER_MINUTE: LIMIT });

  it('ignores X-Forwarded-For', async () => {
    const send = () =>
      new Client(direct.url, aGuess(), UNKNOWN_COMPANY).list().set('X-Forwarded-For', anAddress());
    for (let n = 0; n < LIMIT; n += 1) await send().expect(401);
    expectThrottled(await send(), /address/);
  });
});

describe('without limits', () => {
  it('every failed authentication is 401', async () => {
    for (let n = 0; n < 70; n += 1)
      await new Client(unlimited.url, aGuess(), UNKNOWN_COMPANY).list().expect(401);
  });
});
