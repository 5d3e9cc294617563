import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import type { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid, expectProblem } from '../support/problem.js';

const app = useApp();

async function anOpenAction() {
  const tenant = await createTenant(app);
  return { ...tenant, id: (await tenant.make.anAction(tenant.company)).id };
}

/** Sends bytes as they are, under the headers given and no other Content-Type. */
const approveRaw = (client: Client, id: string, body: string | Buffer, headers: Record<string, string>) =>
  client
    .request('post', `/actions/${id}/approve`)
    .serialize((bytes) => bytes)
    .set(headers)
    .send(Buffer.from(body));
const JSON_TYPE = { 'Content-Type': 'application/json' };
const DEEP = '['.repeat(2_000) + ']'.repeat(2_000);
const EDIT = '{"final_content":"The edit."}';

async function expectUntouched({ client, id }: { client: Client; id: string }) {
  expect((await client.detail(id)).body).toMatchObject({
    status: 'proposed',
    approval_log: [],
    metadata: {},
  });
}

describe('any other Content-Type than JSON on a request with a body is 415, and no edit is lost', () => {
  it.each<[string, Record<string, string>]>([
    ['text/plain', { 'Content-Type': 'text/plain' }],
    ['XML', { 'Content-Type': 'application/xml' }],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['a multipart form', { 'Content-Type': 'multipart/form-data; boundary=x' }],
    ['JSON’s neighbours', { 'Content-Type': 'application/json-patch+json' }],
    ['a problem document', { 'Content-Type': 'application/problem+json' }],
    ['two at once', { 'Content-Type': 'text/plain, application/json' }],
    ['none', {}],
    ['JSON in Latin-1', { 'Content-Type': 'application/json; charset=iso-8859-1' }],
    ['an unknown encoding', { ...JSON_TYPE, 'Content-Encoding': 'zip' }],
  ])('%s', async (_, headers) => {
    const action = await anOpenAction();
    const answer = await approveRaw(action.client, action.id, EDIT, headers);
    expectProblem(answer, 'unsupported_media_type');
    await expectUntouched(action);
  });
});

describe('JSON is read', () => {
  it.each<[string, string | Buffer, Record<string, string>]>([
    ['plain', EDIT, JSON_TYPE],
    ['as UTF-8 that says so', EDIT, { 'Content-Type': 'application/json; charset=utf-8' }],
    ['whatever the case', EDIT, { 'Content-Type': 'Application/JSON;Charset=UTF-8' }],
    ['zipped', gzipSync(EDIT), { ...JSON_TYPE, 'Content-Encoding': 'gzip' }],
  ])('%s', async (_, body, headers) => {
    const { client, id } = await anOpenAction();
    const answer = await approveRaw(client, id, body, headers).expect(200);
    expect(answer.body.metadata.final_content).toBe('The edit.');
  });

  it.each<[string, string, Record<string, string>]>([
    ['absent', '', {}],
    ['empty', '', JSON_TYPE],
    ['empty, of any type', '', { 'Content-Type': 'text/plain' }],
    ['{}', '{}', JSON_TYPE],
    ['{} in spaces', ' {\n} ', JSON_TYPE],
  ])('as {} where it is %s', async (_, body, headers) => {
    const { client, id } = await anOpenAction();
    const answer = await approveRaw(client, id, body, headers).expect(200);
    expect(answer.body).toMatchObject({ status: 'processing', metadata: {} });
  });

  it('as {} where it is empty and chunked', async () => {
    const { client, id } = await anOpenAction();
    await client.request('post', `/actions/${id}/approve`).set('Transfer-Encoding', 'chunked').expect(200);
  });
});

describe('broken JSON is 400 parse_error', () => {
  it.each<[string, string | Buffer]>([
    ['cut short', '{"final_content":'],
    ['blank', '   '],
    ['with a comma too many', '{"comment":"x",}'],
    ['in single quotes', "{'comment':'x'}"],
    ['with a comment', '{} // x'],
    ['NaN', '{"comment":NaN}'],
    ['two values', '{}{}'],
    ['with a raw NUL', '{"comment":"\0"}'],
    ['with an unfinished escape', '{"comment":"\\u12"}'],
    ['invalid UTF-8', Buffer.from([...Buffer.from('{"comment":"'), 0xff, 0xfe, ...Buffer.from('"}')])],
    ['half a character', Buffer.from([...Buffer.from('{"comment":"'), 0xc3, ...Buffer.from('"}')])],
    [
      'surrogates in UTF-8',
      Buffer.from([...Buffer.from('{"comment":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]),
    ],
  ])('%s', async (_, body) => {
    const action = await anOpenAction();
    expectProblem(await approveRaw(action.client, action.id, body, JSON_TYPE), 'parse_error');
    await expectUntouched(action);
  });
});

describe('what is no object, or holds what cannot be stored, is 400 invalid', () => {
  it.each([
    ['an array', '[]', 'body.: type'],
    ['an array of objects', '[{"comment":"x"}]', 'body.: type'],
    ['a string', '"approve"', 'body.: type'],
    ['a number', '1', 'body.: type'],
    ['true', 'true', 'body.: type'],
    ['null', 'null', 'body.: type'],
    ['NUL', '{"comment":"a\\u0000b"}', 'body.comment: text'],
    ['half a surrogate pair', '{"final_content":"a\\ud83d"}', 'body.final_content: text'],
    ['the other half', '{"comment":"\\ude00b"}', 'body.comment: text'],
    ['NUL in a key', '{"a\\u0000":1}', 'body.a\0: key'],
    ['a __proto__ key', '{"__proto__":{"comment":"x"}}', 'body.__proto__: key'],
    ['a constructor key', '{"constructor":{"prototype":{}}}', 'body.constructor: key'],
    ['nesting 33 deep', `{"comment":${'['.repeat(33)}${']'.repeat(33)}}`, 'body.comment: depth'],
    ['nesting 2,000 deep', `{"comment":${DEEP}}`, 'body.comment: depth'],
    ['objects 2,000 deep', `{"a":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}}`, 'body.a: depth'],
    [
      'two deep fields',
      `{"comment":${DEEP},"final_content":${DEEP}}`,
      'body.comment: depth',
      'body.final_content: depth',
    ],
    ['deep unknown fields', `{"a":${DEEP},"b":${DEEP}}`, 'body.a: depth', 'body.b: depth'],
    ['a forbidden key in a nameless field', '{"":{"constructor":{}}}', 'body..constructor: key'],
    [
      'a forbidden key in an unknown field',
      '{"a.b":{"constructor":{}}}',
      'body.a.b.constructor: key',
      'body.a.b: unknown',
    ],
    ['a number beyond all', '{"comment":1e400000}', 'body.comment: number'],
  ])('%s', async (_, body, ...errors) => {
    const action = await anOpenAction();
    expectInvalid(await approveRaw(action.client, action.id, body, JSON_TYPE), ...errors);
    await expectUntouched(action);
  });
});

describe('413 too_large', () => {
  it.each<[string, Buffer, Record<string, string>]>([
    ['two megabytes', Buffer.alloc(2_000_000, ' '), JSON_TYPE],
    [
      'a small zip of two megabytes',
      gzipSync(Buffer.alloc(2_000_000, ' ')),
      { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
    ],
  ])('%s', async (_, body, headers) => {
    const action = await anOpenAction();
    expectProblem(await approveRaw(action.client, action.id, body, headers), 'too_large');
    await expectUntouched(action);
  });
});

describe('a query that cannot be text is 400', () => {
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
  ])('%s', async (query, error) => {
    const { client } = await createTenant(app);
    expectInvalid(await client.request('get', `/actions?${query}`), error);
  });
});

it('a body on a GET is 400 where it says anything', async () => {
  const { client } = await createTenant(app);
  const answer = client
    .list()
    .serialize((bytes) => bytes)
    .set(JSON_TYPE)
    .send(Buffer.from('{"page":2}'));
  expectInvalid(await answer, 'body.page: unknown');
});
