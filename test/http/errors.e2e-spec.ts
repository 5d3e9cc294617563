import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import request from 'supertest';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid, expectProblem } from '../support/problem.js';

const app = useApp();

async function createTenantWithAction() {
  const tenant = await createTenant(app);
  return { ...tenant, id: (await tenant.make.anAction(tenant.company)).id };
}

describe('problems', () => {
  it('400 invalid lists every invalid field', async () => {
    const { client, id } = await createTenantWithAction();
    const response = await client.request('post', `/actions/${id}/approve?x=1`).send({ comment: 1, y: 2 });
    expectInvalid(response, 'query.x: unknown', 'body.comment: type', 'body.y: unknown');
  });

  it('400 parse_error does not quote the body', async () => {
    const { client, id } = await createTenantWithAction();
    const response = client.request('post', `/actions/${id}/approve`).set('Content-Type', 'application/json');
    expectProblem(await response.send('{"comment": "secret words'), 'parse_error');
    expect((await response).text).not.toContain('secret');
  });

  it('400 invalid_state has current_status and allowed_from', async () => {
    const { client, id } = await createTenantWithAction();
    await client.perform('cancel', id).expect(200);
    const extras = { current_status: 'cancelled', allowed_from: ['proposed', 'scheduled'] };
    expectProblem(await client.perform('approve', id), 'invalid_state', extras);
  });

  it('400 action_deleted rejects a command on a deleted action', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company, { deletedAt: new Date() });
    expectProblem(await client.perform('approve', id), 'action_deleted');
  });

  it('401 not_authenticated and authentication_failed have WWW-Authenticate', async () => {
    const { company } = await createTenant(app);
    const unknown = request(app.url).get(`/api/companies/${company.id}/actions`);
    const challenge = 'Token realm="api", Bearer realm="api"';
    expectProblem(await unknown.expect('WWW-Authenticate', challenge), 'not_authenticated');
    const wrong = new Client(app.url, 'dbk_wrong', company).list();
    expectProblem(await wrong.expect('WWW-Authenticate', challenge), 'authentication_failed');
  });

  it('403 permission_denied names the scope', async () => {
    const { make, company, id } = await createTenantWithAction();
    const reader = new Client(app.url, await make.aToken([company], { scopes: ['read'] }), company);
    const response = await reader.perform('approve', id);
    expectProblem(response, 'permission_denied', { detail: 'The token lacks the scope "decide".' });
  });

  it('404 not_found rejects unknown actions, but only with a valid token', async () => {
    const { client } = await createTenant(app);
    const stranger = new Client(app.url, 'dbk_x', { id: uuidv7() });
    expectProblem(await client.detail(uuidv7()), 'not_found', { detail: 'Not found.' });
    expectProblem(await stranger.list(), 'authentication_failed');
  });

  it.each([
    ['get', '/action', '/action'],
    ['post', '/actions/1/aprove?x=1', '/actions/1/aprove'],
    ['get', '/gr%C3%B6%C3%9Fe', '/gr%C3%B6%C3%9Fe'],
    ['delete', '/', '/'],
  ] as const)('H17: 404 not_found says that there is no such path: %s %s', async (method, path, shown) => {
    const { client, company } = await createTenant(app);
    const detail = `There is no such path: /api/companies/${company.id}${shown}.`;
    expectProblem(await client.request(method, path), 'not_found', { detail });
  });

  it('H17: 404 not_found truncates a long path', async () => {
    const path = `/${'x'.repeat(10_000)}`;
    const detail = `There is no such path: ${path.slice(0, 200)}….`;
    expectProblem(await request(app.url).get(path), 'not_found', { detail });
  });

  it('H17: 404 not_found is the same for an unknown, a foreign, a malformed and an undecodable company id', async () => {
    const { client, token } = await createTenant(app);
    const { company: foreign } = await createTenant(app);
    for (const id of [uuidv7(), foreign.id, 'malformed', '%ff', '%E0%A4%A']) {
      const other = new Client(app.url, token, { id });
      for (const response of [await other.list(), await other.perform('approve', uuidv7())])
        expectProblem(response, 'not_found', { detail: 'Not found.' });
    }
    expectProblem(await client.detail('%ff'), 'not_found', { detail: 'Not found.' });
  });

  it.each([
    ['delete', '/actions', 'GET, HEAD'],
    ['post', '/actions', 'GET, HEAD'],
    ['put', '/actions/019aaf30-5e6f-7081-92a3-b4c5d6e7f809', 'DELETE, GET, HEAD, PATCH'],
    ['post', '/ledger', 'PUT'],
    ['get', '/actions/bulk/approve', 'POST'],
    ['get', '/actions/019aaf30-5e6f-7081-92a3-b4c5d6e7f809/approve', 'POST'],
    ['put', '/actions/019aaf30-5e6f-7081-92a3-b4c5d6e7f809/complete', 'POST'],
    ['post', '/customers', 'GET, HEAD'],
    ['patch', '/actions/counts', 'GET, HEAD'],
    ['delete', '/actions/counts', 'GET, HEAD'],
    ['put', '/actions/counts', 'GET, HEAD'],
  ] as const)('405 method_not_allowed: %s %s allows %s', async (method, path, allowed) => {
    const { client } = await createTenant(app);
    expectProblem(await client.request(method, path).expect('Allow', allowed), 'method_not_allowed');
  });
});

describe('the order of checks', () => {
  it('checks the token (401) before the company (404)', async () => {
    const client = new Client(app.url, 'dbk_x', { id: uuidv7() });
    expectProblem(await client.list({ page: 0 }), 'authentication_failed');
  });

  it('checks the company (404) before the scope (403) and the input (400)', async () => {
    const { make, company } = await createTenant(app);
    const token = await make.aToken([company], { scopes: ['read'] });
    const client = new Client(app.url, token, { id: uuidv7() });
    expectProblem(await client.perform('approve', 'x', { bad: 1 }), 'not_found');
  });

  it('checks the scope (403) before the input (400) and the action (404)', async () => {
    const { make, company } = await createTenant(app);
    const reader = new Client(app.url, await make.aToken([company], { scopes: ['read'] }), company);
    expectProblem(await reader.perform('approve', 'x', { bad: 1 }), 'permission_denied');
  });

  it('checks the input (400) before the action (404)', async () => {
    const { client } = await createTenant(app);
    expectInvalid(await client.perform('approve', uuidv7(), { comment: 1 }), 'body.comment: type');
    expectInvalid(await client.perform('approve', 'malformed', { comment: 1 }), 'body.comment: type');
    const unknown = { approved_by: uuidv7() };
    expectInvalid(await client.perform('approve', uuidv7(), unknown), 'body.approved_by: contact');
    expectInvalid(await client.get(`/actions/${uuidv7()}`, { x: 1 }), 'query.x: unknown');
  });

  it('checks the action (404) before its state (400), and the input before both', async () => {
    const { client, id } = await createTenantWithAction();
    await client.perform('complete', id).expect(200);
    expectProblem(await client.perform('approve', uuidv7()), 'not_found');
    expectInvalid(await client.perform('approve', id, { comment: 1 }), 'body.comment: type');
    expectInvalid(
      await client.perform('approve', id, { approved_by: uuidv7() }),
      'body.approved_by: contact',
    );
  });
});

describe('X-Request-Id', () => {
  it.each(['desk-7', 'a'.repeat(128), '019aaf2e:1.2_3'])(
    'echoes %s, in successes and in problems',
    async (id) => {
      const { client } = await createTenant(app);
      await client.list().set('X-Request-Id', id).expect(200).expect('X-Request-Id', id);
      const problem = await client.detail('x').set('X-Request-Id', id).expect('X-Request-Id', id);
      expect(problem.body.request_id).toBe(id);
    },
  );

  it.each(['two words', 'a'.repeat(129), '"quoted"', 'Größe', ''])(
    'replaces %j with a new id',
    async (id) => {
      const { client } = await createTenant(app);
      const sent = client.detail('x').set('X-Request-Id', Buffer.from(id).toString('latin1'));
      const { headers, body } = await sent.expect(404);
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
      expect(body.request_id).toBe(headers['x-request-id']);
    },
  );
});
