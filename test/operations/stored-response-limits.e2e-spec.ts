import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../src/limits.js';
import { Idempotency } from '../../src/operations/idempotency.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();
const HOUR_MS = 3_600_000;
const hourBefore = (hours: number): Date =>
  new Date((Math.floor(app.clock.now().getTime() / HOUR_MS) - hours) * HOUR_MS);

async function createTenantWithToken() {
  const tenant = await createTenant(app);
  const [{ id: tokenId }] = await app.dataSource.query<[{ id: string }]>(
    'SELECT api_token_id AS id FROM api_token_company WHERE company_id = $1',
    [tenant.company.id],
  );
  return { ...tenant, tokenId };
}

/** Counts responses as if a token had stored them. */
async function addUsage(company: string, token: string, responses: number, bytes: number, hour: Date) {
  await app.dataSource.query('INSERT INTO idempotency_usage VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)', [
    company,
    token,
    hour,
    responses,
    bytes,
  ]);
}

/** Approves a new action with the key. */
async function approveNew({ make, company, client }: Tenant, key: string) {
  const { id } = await make.anAction(company);
  return { id, ...(await approve(client, id, key)) };
}

const approve = async (client: Tenant['client'], id: string, key: string) => {
  const response = await retryOn503(() => client.perform('approve', id).set('Idempotency-Key', key));
  return { response, replayed: response.headers['idempotency-replayed'] };
};

const stored = async (company: string): Promise<object> => {
  const [row] = await app.dataSource.query(
    `SELECT count(*)::int AS responses, sum(octet_length(body))::int AS bytes FROM idempotency_key WHERE company_id = $1`,
    [company],
  );
  return row;
};

const counted = async (company: string): Promise<object> => {
  const [row] = await app.dataSource.query(
    `SELECT sum(responses)::int AS responses, sum(bytes)::int AS bytes FROM idempotency_usage WHERE company_id = $1`,
    [company],
  );
  return row;
};

describe('the responses that a token stores for idempotency keys', () => {
  it('are bounded: further keys are refused before any work, earlier keys get their responses', async () => {
    const tenant = await createTenantWithToken();
    const { company, tokenId, client, make } = tenant;
    const hour = hourBefore(3);
    await addUsage(company.id, tokenId, LIMITS.storedResponses.token - 2, 0, hour);
    const first = await approveNew(tenant, 'k1');
    const second = await approveNew(tenant, 'k2');
    expect([first.response.status, second.response.status]).toEqual([200, 200]);

    const { id, response } = await approveNew(tenant, 'k3');
    const retryAt = new Date(hour.getTime() + 25 * HOUR_MS);
    expectProblem(response, 'throttled', { retry_at: retryAt.toISOString() });
    const seconds = (retryAt.getTime() - Date.now()) / 1_000;
    expect(Math.abs(Number(response.headers['retry-after']) - seconds)).toBeLessThan(60);
    expect((await client.detail(id)).body.status).toBe('proposed');
    expect(await stored(company.id)).toMatchObject({ responses: 2 });

    const repeated = await approve(client, first.id, 'k1');
    expect(repeated).toMatchObject({ replayed: 'true', response: { status: 200 } });
    expect(repeated.response.text).toBe(first.response.text);
    await client.perform('approve', id).expect(200);
    const ofOtherToken = client.as(await make.aToken([company]));
    expect((await approveNew({ ...tenant, client: ofOtherToken }, 'k3')).response.status).toBe(200);
  });

  it('are bounded in bytes', async () => {
    const tenant = await createTenantWithToken();
    const { company, tokenId } = tenant;
    await addUsage(company.id, tokenId, 1, LIMITS.storedResponseBytes.token - 1, hourBefore(0));
    expect((await approveNew(tenant, 'k1')).response.status).toBe(200);
    expectProblem((await approveNew(tenant, 'k2')).response, 'throttled', { retry_at: expect.any(String) });
  });

  it('are counted, whether they are stored one after the other or at the same time', async () => {
    const tenant = await createTenantWithToken();
    const ids = await Promise.all(
      Array.from({ length: 8 }, async () => (await tenant.make.anAction(tenant.company)).id),
    );
    const statuses = await Promise.all(ids.map((id) => approve(tenant.client, id, id)));
    expect(statuses.map(({ response }) => response.status)).toEqual(ids.map(() => 200));
    await approveNew(tenant, 'k1');
    await tenant.client.perform('approve', ids[0]!).set('Idempotency-Key', 'a refusal').expect(400);
    expect(await counted(tenant.company.id)).toEqual(await stored(tenant.company.id));
    expect(await stored(tenant.company.id)).toMatchObject({ responses: 10 });
  });
});

describe('the responses that all tokens of a company store', () => {
  it('are bounded, for 24 hours', async () => {
    const [tenant, other] = [await createTenantWithToken(), await createTenantWithToken()];
    const { company, tokenId, client, make } = tenant;
    const half = LIMITS.storedResponses.company / 2;
    const hour = hourBefore(23);
    await addUsage(company.id, tokenId, half, 0, hour);
    await addUsage(company.id, other.tokenId, half, 0, hourBefore(2));
    const ofFreshToken = { ...tenant, client: client.as(await make.aToken([company])) };
    const retryAt = new Date(hour.getTime() + 25 * HOUR_MS);
    const { response } = await approveNew(ofFreshToken, 'k1');
    expectProblem(response, 'throttled', { retry_at: retryAt.toISOString() });
    expect((await approveNew(other, 'k1')).response.status).toBe(200);

    await app.dataSource.query(
      `UPDATE idempotency_usage SET hour = hour - interval '2 hours' WHERE company_id = $1`,
      [company.id],
    );
    expect((await approveNew(ofFreshToken, 'k1')).response.status).toBe(200);
    await app.nest.get(Idempotency).sweep();
    expect(await counted(company.id)).toMatchObject({ responses: half + 1 });
  });

  it('count for 24 hours from now if the clock was set back', async () => {
    const { company, tokenId } = await createTenantWithToken();
    await addUsage(company.id, tokenId, 7, 0, hourBefore(-100));
    await app.nest.get(Idempotency).sweep();
    const rows = await app.dataSource.query(
      'SELECT responses, hour FROM idempotency_usage WHERE company_id = $1',
      [company.id],
    );
    expect(rows).toEqual([{ responses: 7, hour: hourBefore(0) }]);
  });
});
