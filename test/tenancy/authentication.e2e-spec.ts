import { describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { mintToken, parseToken } from '../../src/tenancy/token-format.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { expectProblem } from '../support/problem.js';

const app = useApp();

async function aToken(overrides: object = {}) {
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

describe('a token is read from the Authorization header', () => {
  it.each(['Token', 'Bearer', 'token', 'BEARER', 'bEaReR'])('as %s', async (scheme) => {
    const { token, path } = await aToken();
    expect((await get(path, `${scheme} ${token}`).expect(200)).body.count).toBe(1);
  });

  it.each(['access_token', 'token', 'api_key', 'Authorization'])('never from ?%s=', async (name) => {
    const { token, path } = await aToken();
    expectProblem(await get(`${path}?${name}=${token}`), 'not_authenticated');
    expectProblem(await get(`${path}?${name}=Token%20${token}`), 'not_authenticated');
  });

  it('never from the body, nor from a cookie', async () => {
    const { token, path, action } = await aToken();
    const post = () => request(app.url).post(`${path}/${action.id}/approve`);
    expectProblem(await post().send({ access_token: token }), 'not_authenticated');
    expectProblem(await post().set('Cookie', `access_token=${token}`), 'not_authenticated');
    const form = await post().type('form').send({ access_token: token });
    expectProblem(form, 'not_authenticated');
  });

  it('and the actor of a command is the name of the token, which a body cannot change', async () => {
    const { make, company, action } = await aToken();
    const client = new Client(app.url, await make.aToken([company], { name: 'night-desk' }), company);
    const { body } = await client.perform('approve', action.id).expect(200);
    expect(body.approval_log[0].actor).toBe('night-desk');
  });
});

describe('401', () => {
  /** All of an answer that a caller can see, but for what names the request and the second. */
  const seen = ({ status, text, headers }: Response) => {
    const { date, 'x-request-id': requestId, ...rest } = headers;
    expect(date).toBeDefined();
    return { status, text: text.replace(requestId!, '·'), rest };
  };

  it('authentication_failed is the same, byte for byte but the request id, whatever is wrong with a token', async () => {
    const { make, company, path, token } = await aToken();
    const expired = await make.aToken([company], { expiresAt: new Date(Date.now() - 1_000) });
    const revoked = await make.aToken([company], { revokedAt: new Date() });
    const stranger = mintToken(uuidv7()).token;
    const forged = mintToken(parseToken(token)!.id).token;
    const wrong = [
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
    const answers = [];
    for (const authorization of wrong) {
      const answer = await get(path, authorization);
      expectProblem(answer, 'authentication_failed', { detail: 'The token is not valid.' });
      answers.push(seen(answer));
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('says no more about a company that exists than about one that does not', async () => {
    const { path } = await aToken();
    const known = seen(await get(path));
    const unknown = seen(await get(`/api/companies/${uuidv7()}/actions`));
    expect(known).toEqual(unknown);
    expect(known.status).toBe(401);
  });

  it('a token that is revoked is refused from the next request on', async () => {
    const { token, path } = await aToken();
    await get(path, `Token ${token}`).expect(200);
    await revoke(token);
    expectProblem(await get(path, `Token ${token}`), 'authentication_failed');
  });

  it('a token that expires is refused from that moment on', async () => {
    const { token, path } = await aToken({ expiresAt: new Date(Date.now() + 60_000) });
    await get(path, `Token ${token}`).expect(200);
    await app.dataSource.query(`UPDATE api_token SET expires_at = now() WHERE id = $1`, [
      parseToken(token)!.id,
    ]);
    expectProblem(await get(path, `Token ${token}`), 'authentication_failed');
  });
});
