import { describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { mintToken, parseToken } from '../../src/tenancy/token-format.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';
import { announced } from '../support/announced.js';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { expectProblem } from '../support/problem.js';

const app = useApp();

async function createTenantWithToken(overrides: object = {}) {
  const { make, company } = await createTenant(app);
  const action = await make.anAction(company);
  const token = await make.aToken([company], overrides);
  return { make, company, action, token, path: `/api/companies/${company.id}/actions` };
}

const get = (path: string, authorization?: string) => {
  const sent = request(app.url).get(path);
  return authorization === undefined ? sent : sent.set('Authorization', authorization);
};

const revoke = (token: string) => app.nest.get(TokensService).revoke(parseToken(token)!.id);

describe('a token', () => {
  it.each(['Token', 'Bearer', 'token', 'BEARER', 'bEaReR'])(
    'is read from the Authorization header with the scheme %s',
    async (scheme) => {
      const { token, path } = await createTenantWithToken();
      expect((await get(path, `${scheme} ${token}`).expect(200)).body.count).toBe(1);
    },
  );

  it.each(['access_token', 'token', 'api_key', 'Authorization'])('is not read from ?%s=', async (name) => {
    const { token, path } = await createTenantWithToken();
    expectProblem(await get(`${path}?${name}=${token}`), 'not_authenticated');
    expectProblem(await get(`${path}?${name}=Token%20${token}`), 'not_authenticated');
  });

  it('is not read from the body or a cookie', async () => {
    const { token, path, action } = await createTenantWithToken();
    const post = () => request(app.url).post(`${path}/${action.id}/approve`);
    expectProblem(await post().send({ access_token: token }), 'not_authenticated');
    expectProblem(await post().set('Cookie', `access_token=${token}`), 'not_authenticated');
    const form = await post().type('form').send({ access_token: token });
    expectProblem(form, 'not_authenticated');
  });

  it('gives the approval log its name as the actor', async () => {
    const { make, company, action } = await createTenantWithToken();
    const client = new Client(app.url, await make.aToken([company], { name: 'night-desk' }), company);
    const { body } = await client.perform('approve', action.id).expect(200);
    expect(body.approval_log[0].actor).toBe('night-desk');
  });
});

describe('the caller of a token for several companies', () => {
  it('has the company that the request names, if the token can access it', async () => {
    const { make } = await createTenant(app);
    const [first, second, foreign] = [
      await make.aCompany(),
      await make.aCompany(),
      await make.aCompany(),
    ] as const;
    const token = await make.aToken([first, second]);
    const companyOf = async (companyId?: string) =>
      (await app.nest.get(TokensService).authenticate(token, companyId))!.companyId;
    expect(await companyOf(first.id)).toBe(first.id);
    expect(await companyOf(second.id.toUpperCase())).toBe(second.id);
    for (const none of [foreign.id, uuidv7(), 'no-uuid', '', undefined])
      expect(await companyOf(none)).toBe(null);
  });

  it('is admitted to each of its companies, and to no other', async () => {
    const { make, company: foreign } = await createTenant(app);
    const companies = [await make.aCompany(), await make.aCompany()];
    const token = await make.aToken(companies);
    const list = (id: string) => get(`/api/companies/${id}/actions`, `Token ${token}`);
    for (const { id } of companies) {
      await list(id).expect(200);
      await list(id.toUpperCase()).expect(200);
    }
    for (const id of [foreign.id, uuidv7(), 'no-uuid', '%00']) expectProblem(await list(id), 'not_found');
  });
});

describe('401', () => {
  /** The whole response, except the request id and the Date header. */
  const comparable = ({ status, text, headers }: Response) => {
    const { date, 'x-request-id': requestId, ...rest } = headers;
    expect(date).toBeDefined();
    return { status, text: text.replace(requestId!, '·'), rest };
  };

  it('authentication_failed is the same, except for the request id, for every kind of invalid token', async () => {
    const { make, company, path, token } = await createTenantWithToken();
    const expired = await make.aToken([company], { expiresAt: new Date(Date.now() - 1_000) });
    const revoked = await make.aToken([company], { revokedAt: new Date() });
    const stranger = mintToken(uuidv7()).token;
    const forged = mintToken(parseToken(token)!.id).token;
    const invalid = [
      `Token ${expired}`,
      `Token ${revoked}`,
      `Token ${stranger}`,
      `Token ${forged}`,
      `Bearer ${token.slice(0, -1)}`,
      `Token ${token}x`,
      `Token ${token.toLowerCase()}`,
      `Token  ${token}`,
      `Token ${token} ${token}`,
      `Token${token}`,
      `Token ${token},Token ${token}`,
      `Basic ${Buffer.from(`x:${token}`).toString('base64')}`,
      `Digest ${token}`,
      token,
      'Token',
      'Bearer null',
      `Token ${'x'.repeat(8_000)}`,
      'Token dbk_\u00ff',
      "Token ' OR true --",
      '',
    ];
    const responses = [];
    for (const authorization of invalid) {
      const response = await get(path, authorization);
      expectProblem(response, 'authentication_failed', { detail: 'The token is not valid.' });
      responses.push(comparable(response));
    }
    for (const response of responses) expect(response).toEqual(responses[0]);
  });

  it('does not reveal whether a company exists', async () => {
    const { path } = await createTenantWithToken();
    const known = comparable(await get(path));
    const unknown = comparable(await get(`/api/companies/${uuidv7()}/actions`));
    expect(known).toEqual(unknown);
    expect(known.status).toBe(401);
  });

  it('rejects a revoked token from the next request on', async () => {
    const { token, path } = await createTenantWithToken();
    await get(path, `Token ${token}`).expect(200);
    await revoke(token);
    expectProblem(await get(path, `Token ${token}`), 'authentication_failed');
  });

  it('rejects a token as soon as it expires', async () => {
    const { token, path } = await createTenantWithToken({ expiresAt: new Date(Date.now() + 60_000) });
    await get(path, `Token ${token}`).expect(200);
    await app.dataSource.query(`UPDATE api_token SET expires_at = now() WHERE id = $1`, [
      parseToken(token)!.id,
    ]);
    await announced(app);
    expectProblem(await get(path, `Token ${token}`), 'authentication_failed');
  });
});
