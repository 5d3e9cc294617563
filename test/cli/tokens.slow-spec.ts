import { afterAll, describe, expect, it } from '@jest/globals';
import { announced } from '../support/announced.js';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { cliJson, killProcesses } from '../support/processes.js';

interface CreatedToken {
  id: string;
  token: string;
}

const app = useApp();
const environment = { DATABASE_URL: process.env.TEST_DATABASE_URL! };
const day = (fromToday: number) => new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);

afterAll(killProcesses);

const create = (...words: string[]) => cliJson<CreatedToken>(environment, 'token', 'create', ...words);
describe('token create', () => {
  it('prints {id, token, …}; the token works for its companies only, with its scopes', async () => {
    const [one, two, three] = [await createTenant(app), await createTenant(app), await createTenant(app)];
    const companies = ['--company', one.company.id, '--company', two.company.id];
    const created = await create(
      ...companies,
      '--name',
      'night desk',
      '--scope',
      'read',
      '--scope',
      'decide',
    );
    expect(created).toEqual({
      id: expect.any(String),
      token: expect.stringMatching(/^dbk_[\w-]{70}$/),
      name: 'night desk',
      scopes: ['read', 'decide'],
      contact_id: null,
      company_ids: expect.arrayContaining([one.company.id, two.company.id]),
      expires_at: null,
      revoked_at: null,
      created_at: expect.any(String),
    });
    for (const { company, make } of [one, two]) {
      const { id } = await make.anAction(company);
      const { body } = await new Client(app.url, created.token, company).perform('complete', id).expect(200);
      expect(body.approval_log).toMatchObject([{ command: 'complete', actor: 'night desk' }]);
    }
    await new Client(app.url, created.token, three.company).list().expect(404);
  });

  it('--contact binds the token to a contact, whose role bounds its scopes', async () => {
    const { company, contact, make } = await createTenant(app);
    const of = ['--company', company.id];
    const granted = ['contact', 'update', contact.id, ...of, '--access-role', 'decider'];
    await cliJson(environment, ...granted);
    const bound = [...of, '--name', 'phone', '--contact', contact.id, '--scope'];
    const created = await create(...bound, 'decide');
    expect(created).toMatchObject({ contact_id: contact.id });
    const { id } = await make.anAction(company);
    const { body } = await new Client(app.url, created.token, company).perform('approve', id).expect(200);
    expect(body.approval_log.at(-1)).toMatchObject({ actor: 'phone', approved_by: contact.id });
    await expect(create(...bound, 'admin')).rejects.toThrow('not admin');
    const other = await createTenant(app);
    await expect(create(...bound, 'decide', '--company', other.company.id)).rejects.toThrow(
      'its company alone',
    );
  });

  it('--expires sets the last day on which the token is valid, in UTC', async () => {
    const { company, make } = await createTenant(app);
    const rest = ['--company', company.id, '--name', 'guest', '--scope', 'read', '--expires'];
    const last = await create(...rest, day(0));
    expect(last).toMatchObject({ scopes: ['read'], expires_at: `${day(1)}T00:00:00.000Z` });
    const client = new Client(app.url, last.token, company);
    const { id } = await make.anAction(company);
    await client.detail(id).expect(200);
    expect((await client.perform('approve', id).expect(403)).body.code).toBe('permission_denied');
    await app.dataSource.query(`UPDATE api_token SET expires_at = now() - interval '1 ms' WHERE id = $1`, [
      last.id,
    ]);
    await announced(app);
    expect((await client.list().expect(401)).body.code).toBe('authentication_failed');
  });
});

describe('a token', () => {
  it('is shown once: neither the list nor the database contains it', async () => {
    const { company } = await createTenant(app);
    const { token, ...rest } = await create('--company', company.id, '--name', 'once', '--scope', 'read');
    const listed = await cliJson<object[]>(environment, 'token', 'list');
    expect(listed).toContainEqual(rest);
    const stored = await app.dataSource.query('SELECT to_jsonb(t)::text FROM api_token t');
    const secret = Buffer.from(token.slice(4), 'base64url').subarray(16, 48);
    for (const text of [token, secret.toString('hex'), secret.toString('base64url')]) {
      expect(JSON.stringify([listed, stored])).not.toContain(text);
    }
  });

  it('is rejected as soon as it is revoked; revoking it again changes nothing', async () => {
    const { company } = await createTenant(app);
    const { id, token } = await create('--company', company.id, '--name', 'gone', '--scope', 'read');
    const client = new Client(app.url, token, company);
    await client.list().expect(200);
    const revoked = await cliJson(environment, 'token', 'revoke', id);
    expect(revoked).toMatchObject({ id, name: 'gone', revoked_at: expect.any(String) });
    await announced(app);
    expect((await client.list().expect(401)).body.code).toBe('authentication_failed');
    expect(await cliJson(environment, 'token', 'revoke', id)).toEqual(revoked);
  });
});
