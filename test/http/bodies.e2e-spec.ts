import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid, expectProblem } from '../support/problem.js';

const app = useApp();

describe('bodies', () => {
  async function createTenantWithAction() {
    const tenant = await createTenant(app);
    return { ...tenant, id: (await tenant.make.anAction(tenant.company)).id };
  }

  /** Sends the bytes unchanged, with these headers and no default Content-Type. */
  const approveRaw = (client: Client, id: string, body: string | Buffer, headers: Record<string, string>) =>
    client
      .request('post', `/actions/${id}/approve`)
      .serialize((bytes) => bytes)
      .set(headers)
      .send(Buffer.from(body));
  const JSON_TYPE = { 'Content-Type': 'application/json' };
  const DEEP = '['.repeat(2_000) + ']'.repeat(2_000);
  const EDIT = '{"final_content":"The edit."}';

  async function expectUnchanged({ client, id }: { client: Client; id: string }) {
    expect((await client.detail(id)).body).toMatchObject({
      status: 'proposed',
      approval_log: [],
      metadata: {},
    });
  }

  describe('a body that is not declared as JSON', () => {
    it.each<[string, Record<string, string>]>([
      ['text/plain', { 'Content-Type': 'text/plain' }],
      ['XML', { 'Content-Type': 'application/xml' }],
      ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
      ['a multipart form', { 'Content-Type': 'multipart/form-data; boundary=x' }],
      ['JSON Patch', { 'Content-Type': 'application/json-patch+json' }],
      ['a problem document', { 'Content-Type': 'application/problem+json' }],
      ['two types', { 'Content-Type': 'text/plain, application/json' }],
      ['no type', {}],
      ['JSON in Latin-1', { 'Content-Type': 'application/json; charset=iso-8859-1' }],
      ['an unknown encoding', { ...JSON_TYPE, 'Content-Encoding': 'zip' }],
    ])('is 415 and changes nothing: %s', async (_, headers) => {
      const action = await createTenantWithAction();
      const response = await approveRaw(action.client, action.id, EDIT, headers);
      expectProblem(response, 'unsupported_media_type');
      await expectUnchanged(action);
    });
  });

  describe('a JSON body', () => {
    it.each<[string, string | Buffer, Record<string, string>]>([
      ['without a charset', EDIT, JSON_TYPE],
      ['with the charset UTF-8', EDIT, { 'Content-Type': 'application/json; charset=utf-8' }],
      ['with capitals in its type', EDIT, { 'Content-Type': 'Application/JSON;Charset=UTF-8' }],
      ['compressed with gzip', gzipSync(EDIT), { ...JSON_TYPE, 'Content-Encoding': 'gzip' }],
    ])('is read %s', async (_, body, headers) => {
      const { client, id } = await createTenantWithAction();
      const response = await approveRaw(client, id, body, headers).expect(200);
      expect(response.body.metadata.final_content).toBe('The edit.');
    });

    it.each<[string, string, Record<string, string>]>([
      ['absent', '', {}],
      ['empty', '', JSON_TYPE],
      ['empty, with another type', '', { 'Content-Type': 'text/plain' }],
      ['{}', '{}', JSON_TYPE],
      ['{} with spaces', ' {\n} ', JSON_TYPE],
    ])('counts as {} if it is %s', async (_, body, headers) => {
      const { client, id } = await createTenantWithAction();
      const response = await approveRaw(client, id, body, headers).expect(200);
      expect(response.body).toMatchObject({ status: 'processing', metadata: {} });
    });

    it('counts as {} if it is empty and chunked', async () => {
      const { client, id } = await createTenantWithAction();
      await client.request('post', `/actions/${id}/approve`).set('Transfer-Encoding', 'chunked').expect(200);
    });
  });

  describe('broken JSON', () => {
    it.each<[string, string | Buffer]>([
      ['truncated', '{"final_content":'],
      ['blank', '   '],
      ['with a trailing comma', '{"comment":"x",}'],
      ['in single quotes', "{'comment':'x'}"],
      ['with a comment', '{} // x'],
      ['NaN', '{"comment":NaN}'],
      ['two values', '{}{}'],
      ['with a raw NUL', '{"comment":"\0"}'],
      ['with an unfinished escape', '{"comment":"\\u12"}'],
      ['invalid UTF-8', Buffer.from([...Buffer.from('{"comment":"'), 0xff, 0xfe, ...Buffer.from('"}')])],
      [
        'a truncated UTF-8 character',
        Buffer.from([...Buffer.from('{"comment":"'), 0xc3, ...Buffer.from('"}')]),
      ],
      [
        'surrogates encoded in UTF-8',
        Buffer.from([...Buffer.from('{"comment":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]),
      ],
    ])('is 400 parse_error and changes nothing: %s', async (_, body) => {
      const action = await createTenantWithAction();
      expectProblem(await approveRaw(action.client, action.id, body, JSON_TYPE), 'parse_error');
      await expectUnchanged(action);
    });
  });

  describe('JSON that is not an object, or that no field accepts', () => {
    it.each([
      ['an array', '[]', 'body.: type'],
      ['an array of objects', '[{"comment":"x"}]', 'body.: type'],
      ['a string', '"approve"', 'body.: type'],
      ['a number', '1', 'body.: type'],
      ['true', 'true', 'body.: type'],
      ['null', 'null', 'body.: type'],
      ['NUL', '{"comment":"a\\u0000b"}', 'body.comment: text'],
      ['half a surrogate pair', '{"final_content":"a\\ud83d"}', 'body.final_content: text'],
      ['the other half of a surrogate pair', '{"comment":"\\ude00b"}', 'body.comment: text'],
      ['NUL in a key', '{"a\\u0000":1}', 'body.a\0: key'],
      ['a __proto__ key', '{"__proto__":{"comment":"x"}}', 'body.__proto__: key'],
      ['a constructor key', '{"constructor":{"prototype":{}}}', 'body.constructor: key'],
      ['33 levels of arrays', `{"comment":${'['.repeat(33)}${']'.repeat(33)}}`, 'body.comment: depth'],
      ['2,000 levels of arrays', `{"comment":${DEEP}}`, 'body.comment: depth'],
      ['2,000 levels of objects', `{"a":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}}`, 'body.a: depth'],
      [
        'two fields that are too deep',
        `{"comment":${DEEP},"final_content":${DEEP}}`,
        'body.comment: depth',
        'body.final_content: depth',
      ],
      ['unknown fields that are too deep', `{"a":${DEEP},"b":${DEEP}}`, 'body.a: depth', 'body.b: depth'],
      ['a forbidden key in a field without a name', '{"":{"constructor":{}}}', 'body..constructor: key'],
      [
        'a forbidden key in an unknown field',
        '{"a.b":{"constructor":{}}}',
        'body.a.b.constructor: key',
        'body.a.b: unknown',
      ],
      ['a number out of range', '{"comment":1e400000}', 'body.comment: number'],
    ])('is 400 invalid and changes nothing: %s', async (_, body, ...errors) => {
      const action = await createTenantWithAction();
      expectInvalid(await approveRaw(action.client, action.id, body, JSON_TYPE), ...errors);
      await expectUnchanged(action);
    });
  });

  describe('a body that is too large', () => {
    it.each<[string, Buffer, Record<string, string>]>([
      ['two megabytes', Buffer.alloc(2_000_000, ' '), JSON_TYPE],
      [
        'two megabytes, compressed with gzip',
        gzipSync(Buffer.alloc(2_000_000, ' ')),
        { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
      ],
    ])('is 413 and changes nothing: %s', async (_, body, headers) => {
      const action = await createTenantWithAction();
      expectProblem(await approveRaw(action.client, action.id, body, headers), 'too_large');
      await expectUnchanged(action);
    });
  });

  describe('a query with invalid text or keys', () => {
    it.each([
      ['search=%00', 'query.search: text'],
      ['search=a%00b', 'query.search: text'],
      ['se%00arch=x', 'query.se\0arch: key'],
      ['search=%ED%A0%80', 'query.: encoding'],
      ['search=%FF', 'query.: encoding'],
      ['search=%', 'query.: encoding'],
      ['search=%zz', 'query.: encoding'],
      ['__proto__=x', 'query.__proto__: key'],
      ['constructor=x', 'query.constructor: key'],
      ['hasOwnProperty=x', 'query.hasOwnProperty: unknown'],
    ])('is 400: %s', async (query, error) => {
      const { client } = await createTenant(app);
      expectInvalid(await client.request('get', `/actions?${query}`), error);
    });
  });

  it('rejects a body with fields on a GET', async () => {
    const { client } = await createTenant(app);
    const response = client
      .list()
      .serialize((bytes) => bytes)
      .set(JSON_TYPE)
      .send(Buffer.from('{"page":2}'));
    expectInvalid(await response, 'body.page: unknown');
  });
});

describe('requests that cannot be read', () => {
  /** Sends raw bytes, and splits the response. */
  async function responseTo(bytes: string): Promise<{ head: string; body: string }> {
    const { hostname, port } = new URL(app.url);
    const socket = net.connect(Number(port), hostname);
    socket.write(Buffer.from(bytes, 'latin1'));
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    const [head, body] = text.split('\r\n\r\n');
    return { head: head!, body: body! };
  }

  it.each([
    ['a text that is not HTTP', 'hello\r\n\r\n', 400, 'parse_error'],
    ['a raw byte in the path', 'GET /api/\xe9 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'parse_error'],
    ['a NUL in a header', 'GET /api HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n', 400, 'parse_error'],
    [
      'two Content-Length headers',
      'POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'parse_error',
    ],
    [
      '20 kB of headers',
      `GET /api HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`,
      413,
      'too_large',
    ],
  ])('responds to %s with a problem document', async (_, bytes, status, code) => {
    const { head, body } = await responseTo(bytes);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('Content-Type: application/problem+json');
    const problem = JSON.parse(body) as Record<string, unknown>;
    expect(problem).toMatchObject({ status, code, type: `urn:daybook:problem:${code.replace('_', '-')}` });
    expect(head).toContain(`X-Request-Id: ${String(problem.request_id)}`);
  });

  it('responds to an invalid HEAD request without a body', async () => {
    const { head, body } = await responseTo('HEAD /api/\xe9 HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1.1 400 /);
    expect(body).toBe('');
  });
});
