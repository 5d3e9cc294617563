import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();

async function createTenantWithAction() {
  const tenant = await createTenant(app);
  return { ...tenant, id: (await tenant.make.anAction(tenant.company)).id };
}
type TenantWithAction = Awaited<ReturnType<typeof createTenantWithAction>>;

const approve = ({ client, id }: TenantWithAction, body: string, type = 'application/json') =>
  client
    .request('post', `/actions/${id}/approve`)
    .serialize((bytes) => bytes)
    .set('Content-Type', type)
    .send(Buffer.from(body));
const EDIT = '{"final_content":"The edit."}';

describe('the encoding of a body', () => {
  it.each([
    'application/json; charset=utf-7',
    'application/json; charset="UTF-16"',
    'application/json;charset=utf-32le',
    'application/json; charset=utf-8; charset=utf-7',
  ])('must be UTF-8: %s is 415', async (type) => {
    const action = await createTenantWithAction();
    expectProblem(await approve(action, EDIT, type), 'unsupported_media_type');
    expect((await action.client.detail(action.id)).body.status).toBe('proposed');
  });

  it.each([
    [EDIT, 'application/json; charset="UTF-8"'],
    [`\ufeff${EDIT}`, 'application/json'],
  ])('may be declared, or marked (case %#)', async (body, type) => {
    const response = await approve(await createTenantWithAction(), body, type).expect(200);
    expect(response.body.metadata.final_content).toBe('The edit.');
  });
});

describe('the content of a body', () => {
  it.each([
    ['a repeated member', '{"comment":"a","comment":"b"}', 'body.comment: repeated'],
    ['a repeated member, escaped', '{"comment":"a","\\u0063omment":"b"}', 'body.comment: repeated'],
    ['20,001 values', `{"comment":[${Array(20_000).fill(0).join()}]}`, 'body.: values'],
    [
      'invisible final content',
      '{"final_content":"\u200b\ufeff\u3164 \u2800\u{e0041}"}',
      'body.final_content: blank',
    ],
    ['31 combining characters', `{"comment":"a${'\u0301'.repeat(31)}"}`, 'body.comment: combining'],
  ])('is 400 and changes nothing: %s', async (_, body, error) => {
    const action = await createTenantWithAction();
    expectInvalid(await approve(action, body), error);
    expect((await action.client.detail(action.id)).body).toMatchObject({ status: 'proposed', metadata: {} });
  });

  it('has no comment if the comment is invisible', async () => {
    const { body } = await approve(await createTenantWithAction(), '{"comment":"\u200b\u2060\ufe0f"}').expect(
      200,
    );
    expect(body.approval_log).toMatchObject([{ comment: null }]);
  });
});

describe('large bodies of one token', () => {
  /** Sends the head of a request and nothing of its body, for which the server keeps memory free. */
  function startUpload({ company, token }: Tenant, operation: string, length: string): net.Socket {
    const { hostname, port } = new URL(app.url);
    const socket = net.connect(Number(port), hostname);
    const [method, path] = operation.split(' ');
    const headers = ['Host: x', `Authorization: Token ${token}`, 'Content-Type: application/json', length];
    socket.write([`${method} /api/companies/${company.id}${path} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
    return socket;
  }
  const MAX_LENGTH = 10 * 1024 * 1024;
  const startLedger = (tenant: Tenant) => startUpload(tenant, 'PUT /ledger', `Content-Length: ${MAX_LENGTH}`);

  it('get 429 if they are too many, and leave small ones and those of others alone', async () => {
    const tenant = await createTenantWithAction();
    const other = await createTenantWithAction();
    const ledger = startLedger(tenant);
    const uploads = Array.from({ length: 6 }, () =>
      startUpload(tenant, `POST /actions/${tenant.id}/reject`, 'Transfer-Encoding: chunked'),
    );
    const answers = uploads.map(async (socket) => String((await once(socket, 'data'))[0]));
    const refused = await Promise.race(answers);
    expect(refused).toMatch(/^HTTP\/1.1 429 [^]*\r\nRetry-After: 2\r\n[^]*"code":"throttled"/);
    await approve(tenant, EDIT).expect(200);
    await approve(other, EDIT).expect(200);
    for (const socket of [ledger, ...uploads]) socket.destroy();
  });

  it('wait until an earlier one is processed', async () => {
    const tenant = await createTenantWithAction();
    const first = startLedger(tenant);
    await once(first, 'connect');
    await sleep(50);
    const second = startLedger(tenant);
    let answer = '';
    second.on('data', (bytes) => (answer += String(bytes)));
    second.write('{}'.padEnd(MAX_LENGTH));
    await sleep(200);
    expect(answer).toBe('');
    first.destroy();
    await once(second, 'data');
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    second.destroy();
  });
});
