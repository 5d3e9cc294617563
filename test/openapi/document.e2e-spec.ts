import { describe, expect, it } from '@jest/globals';
import { dump, load } from 'js-yaml';
import request from 'supertest';
import { documentOf } from '../../src/api/openapi/document.js';
import { operationsSorter, requestInterceptor } from '../../src/api/openapi/swagger-ui.js';
import { useApp } from '../support/app.js';
import { readDocument, readOperations, readText } from './read-document.js';

const app = useApp();

/** Copied by hand: what answers one action, with its version. */
const VERSIONED = [
  'approveAction',
  'cancelAction',
  'completeAction',
  'deleteAction',
  'editAction',
  'getAction',
  'rejectAction',
  'restoreAction',
  'sendAction',
];

const TAGS = ['Companies', 'Actions', 'Recommendations', 'Approval log', 'Ledger', 'Health'];
const JOURNEY = [
  'listActions',
  'countActions',
  'getAction',
  'approveAction',
  'rejectAction',
  'sendAction',
  'cancelAction',
  'completeAction',
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
  it('at the top of the repository is the one that the code gives (npm run openapi writes it)', async () => {
    const given = dump(documentOf(app.nest), { skipInvalid: true, noRefs: true });
    expect(load(given)).toEqual(load(await readText()));
  });

  it('is served as JSON and as YAML, the same', async () => {
    const json = await request(app.url).get('/api/openapi.json').expect(200);
    const yaml = await request(app.url).get('/api/openapi.yaml').expect(200);
    expect(json.body).toEqual(load(await readText()));
    expect(load(yaml.text)).toEqual(json.body);
  });

  it('is shown by Swagger UI at /api/docs', async () => {
    const { text } = await request(app.url).get('/api/docs').expect(200);
    expect(text).toContain('swagger-ui');
  });

  it('tells of every operation what a consumer needs', async () => {
    const { components } = await readDocument();
    for (const { summary, description, requestBody, responses, security } of await readOperations()) {
      expect(summary).toMatch(/\S/);
      expect(description).toMatch(/\S/);
      const requests = Object.values(requestBody?.content['application/json']!.examples ?? {});
      // Where something is required, an empty example would be none.
      const schema = requestBody?.content['application/json']!.schema.$ref!.split('/').at(-1);
      const { required } = (schema && components.schemas[schema]) || {};
      const expected = required ? [false] : [true, false];
      expect(requests.map(({ value }) => Object.keys(value).length === 0)).toEqual(
        requestBody ? expected : [],
      );
      expect('401' in responses).toBe(security.length > 0);
    }
  });

  it('says of no parameter that it can be null, for a query has no null', async () => {
    const parameters = (await readOperations()).flatMap((operation) => operation.parameters);
    expect(parameters.length).toBeGreaterThan(50);
    expect(parameters.filter(({ schema }) => 'nullable' in schema)).toEqual([]);
  });

  it('tells which answers carry which headers', async () => {
    const all = await readOperations();
    const carrying = (header: string, status: string) =>
      all
        .filter(({ responses }) => header in (responses[status]?.headers ?? {}))
        .map((one) => one.operationId);
    const answers = all.flatMap(({ responses }) => Object.values(responses));
    expect(answers.filter(({ headers }) => !('X-Request-Id' in headers))).toEqual([]);
    expect(carrying('ETag', '200').toSorted()).toEqual(VERSIONED);
    expect(carrying('ETag', '400')).toEqual([]);
    expect(carrying('Content-Disposition', '200')).toEqual(['listApprovalLog']);
    const writes = all.filter(({ responses }) => '409' in responses).map((one) => one.operationId);
    expect(carrying('Idempotency-Replayed', '200')).toEqual(writes);
    // Of all refusals, that by the action’s status alone is stored.
    const stored = VERSIONED.filter((id) => id !== 'getAction');
    expect(carrying('Idempotency-Replayed', '400').toSorted()).toEqual(stored);
  });

  it('shows what a command makes of an action', async () => {
    const statuses = (await readOperations()).flatMap(({ operationId, responses }) => {
      const example = responses['200']!.content['application/json']!.example as
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

  it('has no extensions', async () => expect(await readText()).not.toMatch(/^ *'?x-/m));

  it('lists operations in the order in which a newcomer needs them', async () => {
    const { paths } = await readDocument();
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, tags }]) => ({ path, method, operationId, tags })),
    );
    expect([...new Set(listed.flatMap(({ tags }) => tags))]).toEqual(TAGS);
    const shown = listed
      .filter(({ tags }) => tags.includes('Actions'))
      .map(({ operationId, ...operation }) => ({
        operationId,
        get: (key: 'path' | 'method') => operation[key],
      }));
    expect(shown.toSorted(operationsSorter).map(({ operationId }) => operationId)).toEqual(JOURNEY);
  });

  it('sorts in the browser as it does here, and remembers the token', async () => {
    const { text } = await request(app.url).get('/api/docs/swagger-ui-init.js').expect(200);
    expect(text).toContain('operationsSorter(a, b)');
    expect(text).toContain('requestInterceptor(request)');
    expect(text).toContain('"persistAuthorization": true');
  });

  it('adds the prefix in the browser to a token that has none', () => {
    const sent = (Authorization: string) =>
      requestInterceptor({ headers: { Authorization } }).headers.Authorization;
    expect(['dbk_1', 'Token dbk_1', 'Bearer dbk_1'].map(sent)).toEqual([
      'Token dbk_1',
      'Token dbk_1',
      'Bearer dbk_1',
    ]);
    expect(requestInterceptor({ headers: {} })).toEqual({ headers: {} });
  });

  it('asks first for a token without a prefix', async () => {
    const { paths, components } = await readDocument();
    expect(components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
    expect(Object.keys(components.securitySchemes)[0]).toBe('bearer');
    expect(paths['/api/companies']!.get!.security).toEqual([{ bearer: [] }, { token: [] }]);
  });

  it('names the ids of a path in its order', async () => {
    const { paths } = await readDocument();
    for (const [path, methods] of Object.entries(paths)) {
      for (const { parameters } of Object.values(methods)) {
        const ids = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
        expect(ids).toEqual(path.match(/\{\w+\}/g) ?? []);
      }
    }
  });

  it('names every operation once', async () => {
    const ids = (await readOperations()).map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows each error under the status that it has', async () => {
    const errors = (await readOperations()).flatMap(({ responses }) =>
      Object.entries(responses).filter(([status]) => status >= '300'),
    );
    for (const [status, { content }] of errors) {
      const examples = Object.values(content['application/problem+json']!.examples!);
      expect(examples.map(({ value }) => value.status)).toEqual(examples.map(() => Number(status)));
    }
  });
});
