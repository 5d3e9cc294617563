import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { stringify as stringifyUuid, v7 as uuidv7 } from 'uuid';
import { mintToken } from '../../src/tenancy/token-format.js';
import { type RunningApp, startApp, useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createMigratedDatabase } from '../support/database.js';
import { createTenant } from '../support/tenant.js';

const LIMIT = 5;

const limited = useApp({ RATE_LIMIT_PER_MINUTE: LIMIT });
const open = useApp();

/** On a database of its own, for a test that locks it. */
let guarded: RunningApp;
beforeAll(async () => {
  guarded = await startApp(await createMigratedDatabase(), {
    AUTH_FAILURES_PER_MINUTE: LIMIT,
    TRUST_PROXY: 1,
  });
});
afterAll(() => guarded.nest.close());

const ANYBODY = { id: uuidv7() };

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

/** An address that no other test comes from. */
let last = 0;
const anAddress = () => `203.0.113.${++last}`;

/** A well-formed token that nobody has. */
const aGuess = () => mintToken(uuidv7()).token;

const guess = (from: string, token = aGuess()) =>
  new Client(guarded.url, token, ANYBODY).list().set('X-Forwarded-For', from);

async function failTooOften(from: string) {
  for (let n = 0; n < LIMIT; n += 1) await guess(from).expect(401);
}

describe('per token', () => {
  it('lets so many requests through, tells what is left, then answers 429', async () => {
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

  it('counts every answer, and refuses before anything is done', async () => {
    const { client, company, make } = await createTenant(limited);
    const { id } = await make.anAction(company);
    const requests = [client.list({ page: 0 }), client.detail(uuidv7()), client.perform('approve', uuidv7())];
    for (const sent of [...requests, client.get('/nothing'), client.list()]) await sent;
    await client.list().expect(200);
    expectThrottled(await client.perform('approve', id, { nonsense: 1 }), /minute/);
    const [{ status }] = await limited.dataSource.query('SELECT status FROM action WHERE id = $1', [id]);
    expect(status).toBe('proposed');
  });

  it('leaves health and docs alone', async () => {
    for (let n = 0; n <= LIMIT; n += 1) {
      const { headers } = await request(limited.url).get('/health/ready').expect(200);
      expect(headers['ratelimit']).toBeUndefined();
    }
  });

  it('is off at 0', async () => {
    const { client } = await createTenant(open);
    expect((await client.list().expect(200)).headers['ratelimit']).toBeUndefined();
  });
});

describe('per address, for failed authentication', () => {
  it('answers 429 after so many 401s, for one minute at most', async () => {
    const from = anAddress();
    await failTooOften(from);
    expectThrottled(await guess(from), /from your address\.$/);
    await guess(anAddress()).expect(401);
  });

  it('looks no token up any more: the answer comes though nobody can read the tokens', async () => {
    const from = anAddress();
    await failTooOften(from);
    const locker = guarded.dataSource.createQueryRunner();
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
    const send = () => request(guarded.url).get('/api/companies').set(headers).set('X-Forwarded-For', from);
    for (let n = 0; n < LIMIT; n += 1) await send().expect(401);
    expectThrottled(await send(), /address/);
  });

  it('never locks out a token that worked before, whoever fails beside it', async () => {
    const { client } = await createTenant(guarded);
    const from = anAddress();
    await client.list().set('X-Forwarded-For', anAddress()).expect(200);
    await failTooOften(from);
    for (let n = 0; n < 3 * LIMIT; n += 1) await client.list().set('X-Forwarded-For', from).expect(200);
    expectThrottled(await guess(from), /address/);
  });

  it('lets a token that is new here wait, and then no more', async () => {
    const { client } = await createTenant(guarded);
    const from = anAddress();
    await failTooOften(from);
    expectThrottled(await client.list().set('X-Forwarded-For', from), /address/);
    await client.list().set('X-Forwarded-For', anAddress()).expect(200);
    await client.list().set('X-Forwarded-For', from).expect(200);
  });

  it('knows a token by its secret: its id alone helps no guess', async () => {
    const { client, token, company } = await createTenant(guarded);
    const from = anAddress();
    await client.list().set('X-Forwarded-For', anAddress()).expect(200);
    await failTooOften(from);
    const id = stringifyUuid(Buffer.from(token.slice('dbk_'.length), 'base64url').subarray(0, 16));
    const forged = mintToken(id);
    const forger = new Client(guarded.url, forged.token, company);
    expectThrottled(await forger.list().set('X-Forwarded-For', from), /address/);
  });

  it('forgets a token once it is revoked: it fails as often as any other', async () => {
    const { client, company } = await createTenant(guarded);
    const from = anAddress();
    await client.list().set('X-Forwarded-For', from).expect(200);
    await guarded.dataSource.query(
      `UPDATE api_token SET revoked_at = now()
       WHERE id = (SELECT api_token_id FROM api_token_company WHERE company_id = $1)`,
      [company.id],
    );
    for (let n = 0; n < LIMIT; n += 1) await client.list().set('X-Forwarded-For', from).expect(401);
    expectThrottled(await client.list().set('X-Forwarded-For', from), /address/);
  });

  it('counts an IPv6 network as one, for one client has the whole of it', async () => {
    for (let n = 0; n < LIMIT; n += 1) await guess(`2001:db8:1:2::${n + 1}`).expect(401);
    expectThrottled(await guess('2001:db8:1:2:ffff::1'), /address/);
    await guess('2001:db8:2::1').expect(401);
  });

  it('answers what is public all the same', async () => {
    const from = anAddress();
    await failTooOften(from);
    await request(guarded.url).get('/health/live').set('X-Forwarded-For', from).expect(200);
  });

  it('takes the address from the proxies that it trusts only', async () => {
    const from = anAddress();
    await failTooOften(from);
    await guess(`${from}, ${anAddress()}`).expect(401);
    expectThrottled(await guess(`${anAddress()}, ${from}`), /address/);
  });
});

describe('without TRUST_PROXY', () => {
  const direct = useApp({ AUTH_FAILURES_PER_MINUTE: LIMIT });

  it('believes nobody who says that a request comes from elsewhere', async () => {
    const send = () => new Client(direct.url, aGuess(), ANYBODY).list().set('X-Forwarded-For', anAddress());
    for (let n = 0; n < LIMIT; n += 1) await send().expect(401);
    expectThrottled(await send(), /address/);
  });
});

describe('with both off', () => {
  it('401 stays 401', async () => {
    for (let n = 0; n < 70; n += 1) await new Client(open.url, aGuess(), ANYBODY).list().expect(401);
  });
});
