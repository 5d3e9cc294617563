import { describe, expect, it } from '@jest/globals';
import { dump, load } from 'js-yaml';
import request from 'supertest';
import { documentOf } from '../../src/api/openapi/document.js';
import { operationsSorter, requestInterceptor } from '../../src/api/openapi/swagger-ui.js';
import { fetchApiDocument } from '../support/api-document.js';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { readDocument, readOperations, readText } from './read-document.js';
import { TAGS } from './tags.js';

const app = useApp();

/** The operations that return one action, and therefore an ETag; copied by hand. */
const VERSIONED = [
  'approveAction',
  'cancelAction',
  'completeAction',
  'deleteAction',
  'editAction',
  'getAction',
  'rejectAction',
  'releaseAction',
  'restoreAction',
  'retryAction',
  'sendAction',
];

const ACTION_OPERATIONS = [
  'listActions',
  'countActions',
  'getAction',
  'approveAction',
  'rejectAction',
  'sendAction',
  'cancelAction',
  'completeAction',
  'claimAction',
  'releaseAction',
  'retryAction',
  'editAction',
  'deleteAction',
  'restoreAction',
  'bulkApproveActions',
  'bulkRejectActions',
  'bulkSendActions',
  'bulkCancelActions',
  'bulkCompleteActions',
];

describe('the OpenAPI document', () => {
  it('equals the committed openapi.yaml (npm run openapi writes it)', async () => {
    const generated = dump(documentOf(app.nest), { skipInvalid: true, noRefs: true });
    expect(load(generated)).toEqual(load(await readText()));
  });

  it('is served as JSON and as YAML with the same content', async () => {
    const json = await request(app.url).get('/api/openapi.json').expect(200);
    const yaml = await request(app.url).get('/api/openapi.yaml').expect(200);
    expect(json.body).toEqual(load(await readText()));
    expect(load(yaml.text)).toEqual(json.body);
  });

  it.each(['json', 'yaml'])('is not sent again to a client that has it: %s', async (format) => {
    const get = (etag: string) => request(app.url).get(`/api/openapi.${format}`).set('If-None-Match', etag);
    const { headers, text } = await get('"other"').expect(200);
    expect(headers.etag).toMatch(/^"[\w-]{43}"$/);
    expect(headers['cache-control']).toBe('no-cache');
    for (const etag of [headers.etag!, `"other", W/${headers.etag!}`]) {
      const unchanged = await get(etag).expect(304).expect('ETag', headers.etag!);
      expect(unchanged.text).toBe('');
    }
    const head = await request(app.url).head(`/api/openapi.${format}`).expect(200);
    const length = String(Buffer.byteLength(text));
    expect(head.headers).toMatchObject({ etag: headers.etag, 'content-length': length });
  });

  it('is shown by Swagger UI at /api/docs', async () => {
    const { text } = await request(app.url).get('/api/docs').expect(200);
    expect(text).toContain('swagger-ui');
  });

  it('has a summary, a description and examples for every operation, and 401 unless it is public', async () => {
    const { components } = await readDocument();
    for (const {
      operationId,
      summary,
      description,
      requestBody,
      responses,
      security,
    } of await readOperations()) {
      expect(summary).toMatch(/\S/);
      expect(description).toMatch(/\S/);
      const requests = Object.values(requestBody?.content['application/json']!.examples ?? {});
      // An empty example is invalid if the body has required fields.
      const schema = requestBody?.content['application/json']!.schema.$ref!.split('/').at(-1);
      const { required } = (schema && components.schemas[schema]) || {};
      const expected = required ? [false] : [true, false];
      expect(requests.map(({ value }) => Object.keys(value).length === 0)).toEqual(
        requestBody ? expected : [],
      );
      // A log-in requires a link.
      expect('401' in responses).toBe(security.length > 0 || operationId === 'logIn');
    }
  });

  it('has no nullable parameters, because a query cannot express null', async () => {
    const parameters = (await readOperations()).flatMap((operation) => operation.parameters);
    expect(parameters.length).toBeGreaterThan(50);
    expect(parameters.filter(({ schema }) => 'nullable' in schema)).toEqual([]);
  });

  it('documents the headers of every response', async () => {
    const all = await readOperations();
    const operationsWith = (header: string, status: string) =>
      all
        .filter(({ responses }) => header in (responses[status]?.headers ?? {}))
        .map(({ operationId }) => operationId);
    const allResponses = all.flatMap(({ responses }) => Object.values(responses));
    expect(allResponses.filter(({ headers }) => !('X-Request-Id' in headers))).toEqual([]);
    expect(operationsWith('ETag', '200').toSorted()).toEqual(VERSIONED);
    expect(operationsWith('ETag', '400')).toEqual([]);
    expect(operationsWith('Content-Disposition', '200')).toHaveLength(4);
    const writes = all.filter(({ responses }) => '409' in responses).map(({ operationId }) => operationId);
    const replayed = ['200', '201'].flatMap((status) => operationsWith('Idempotency-Replayed', status));
    expect([...new Set(replayed)].toSorted()).toEqual(writes.toSorted());
    const stored = [...VERSIONED.filter((id) => id !== 'getAction'), 'claimAction'].toSorted();
    expect(operationsWith('Idempotency-Replayed', '400').toSorted()).toEqual(stored);
  });

  it('requires a body exactly where the API does', async () => {
    const { client, make, company } = await createTenant(app);
    const { id } = await make.anAction(company);
    const { operations } = await fetchApiDocument(app);
    const withBody = operations.filter(
      ({ path, isBodyRequired }) => path.includes('{company_id}') && isBodyRequired !== undefined,
    );
    expect(withBody.length).toBeGreaterThan(10);
    for (const { id: operation, method, path, isBodyRequired } of withBody) {
      const [, own] = path.replace('{action_id}', id).split('{company_id}');
      const verb = method.toLowerCase() as 'post' | 'put' | 'patch';
      const { body } = await client.request(verb, own!);
      expect([operation, body.code === 'invalid']).toEqual([operation, isBodyRequired]);
    }
  });

  it('states the formats of If-Match and Idempotency-Key', async () => {
    const parameters = (await readOperations()).flatMap((operation) => operation.parameters);
    const accepts = (header: string, value: string) => {
      const { pattern } = parameters.find(({ name }) => name === header)!.schema as { pattern: string };
      return new RegExp(pattern).test(value);
    };
    const tags = ['*', '"2"', 'W/"2", "3"', '""', '2', '"2', '"a b"'];
    expect(tags.map((tag) => accepts('If-Match', tag))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    const keys = ['order 7', 'k'.repeat(255), 'k'.repeat(256), '', 'é'];
    expect(keys.map((key) => accepts('Idempotency-Key', key))).toEqual([true, true, false, false, false]);
  });

  it('shows the status after each command in its example', async () => {
    const statuses = (await readOperations()).flatMap(({ operationId, responses }) => {
      const example = (responses['200'] ?? responses['201'])?.content['application/json']?.example as
        { status: string } | undefined;
      return example ? [[operationId, example.status]] : [];
    });
    expect(statuses).toEqual([
      ['approveAction', 'processing'],
      ['rejectAction', 'cancelled'],
      ['sendAction', 'completed'],
      ['cancelAction', 'cancelled'],
      ['completeAction', 'completed'],
    ]);
  });

  it('extends by webhooks', async () => expect(await readText()).not.toMatch(/^ *'?x-(?!webhooks:)/m));

  it('H19: sorts tags and operations for readers, not by name', async () => {
    const { paths } = await readDocument();
    const all = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, tags }]) => ({ path, method, operationId, tags })),
    );
    expect([...new Set(all.flatMap(({ tags }) => tags))]).toEqual(TAGS);
    const actions = all
      .filter(({ tags }) => tags.includes('Actions'))
      .map(({ operationId, ...operation }) => ({
        operationId,
        get: (key: 'path' | 'method') => operation[key],
      }));
    const sorted = actions.toSorted(operationsSorter).map(({ operationId }) => operationId);
    expect(sorted).toEqual(ACTION_OPERATIONS);
  });

  it('configures Swagger UI to use the same order and to remember the token', async () => {
    const { text } = await request(app.url).get('/api/docs/swagger-ui-init.js').expect(200);
    expect(text).toContain('operationsSorter(a, b)');
    expect(text).toContain('requestInterceptor(request)');
    expect(text).toContain('"persistAuthorization": true');
  });

  it('H7: adds the prefix in the browser to a token that has none', () => {
    const sent = (Authorization: string) =>
      requestInterceptor({ headers: { Authorization } }).headers.Authorization;
    expect(['dbk_1', 'Token dbk_1', 'Bearer dbk_1'].map(sent)).toEqual([
      'Token dbk_1',
      'Token dbk_1',
      'Bearer dbk_1',
    ]);
    expect(requestInterceptor({ headers: {} })).toEqual({ headers: {} });
  });

  it('lists the bearer scheme first, for which Swagger UI needs no prefix', async () => {
    const { paths, components } = await readDocument();
    expect(components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
    expect(Object.keys(components.securitySchemes)[0]).toBe('bearer');
    expect(paths['/api/companies']!.get!.security).toEqual([{ bearer: [] }, { token: [] }, { session: [] }]);
  });

  it('lists path parameters in the order of the path', async () => {
    const { paths } = await readDocument();
    for (const [path, methods] of Object.entries(paths)) {
      for (const { parameters } of Object.values(methods)) {
        const ids = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
        expect(ids).toEqual(path.match(/\{\w+\}/g) ?? []);
      }
    }
  });

  it('has a unique operationId for every operation', async () => {
    const ids = (await readOperations()).map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('lists each error example under its own status', async () => {
    const errors = (await readOperations()).flatMap(({ responses }) =>
      Object.entries(responses).filter(([status]) => status >= '300'),
    );
    for (const [status, { content }] of errors) {
      const examples = Object.values(content['application/problem+json']!.examples!);
      expect(examples.map(({ value }) => value.status)).toEqual(examples.map(() => Number(status)));
    }
  });
});
