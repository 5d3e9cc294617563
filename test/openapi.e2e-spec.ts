import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { dump, load } from 'js-yaml';
import request from 'supertest';
import { documentOf } from '../src/openapi/document.js';
import { useApp } from './support/app.js';

const app = useApp();
const committed = () => readFile(new URL('../openapi.yaml', import.meta.url), 'utf8');

describe('the OpenAPI document', () => {
  it('at the top of the repository is the one that the code gives (npm run openapi writes it)', async () => {
    const given = dump(documentOf(app.nest), { skipInvalid: true, noRefs: true });
    expect(load(given)).toEqual(load(await committed()));
  });

  it('is served as JSON and as YAML, the same', async () => {
    const json = await request(app.url).get('/api/openapi.json').expect(200);
    const yaml = await request(app.url).get('/api/openapi.yaml').expect(200);
    expect(json.body).toEqual(load(await committed()));
    expect(load(yaml.text)).toEqual(json.body);
  });

  it('is shown by Swagger UI at /api/docs', async () => {
    const { text } = await request(app.url).get('/api/docs').expect(200);
    expect(text).toContain('swagger-ui');
  });

  it('tells of every operation what a consumer needs', async () => {
    const { body } = await request(app.url).get('/api/openapi.json');
    const operations = Object.values(body.paths).flatMap((path) => Object.values(path as object));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { summary, description, responses, security, requestBody } of operations) {
      expect(summary).toMatch(/\S/);
      expect(description).toMatch(/\S/);
      expect(responses['200'].content['application/json'].example).toBeDefined();
      if (requestBody) expect(requestBody.content['application/json'].example).toBeDefined();
      const isPublic = security.length === 0;
      expect(Object.keys(responses).includes('401')).toBe(!isPublic);
      for (const [status, { content }] of Object.entries<{ content: Record<string, { examples: object }> }>(
        responses,
      )) {
        if (status === '200') continue;
        const examples = Object.values(content['application/problem+json']!.examples) as {
          value: { status: number };
        }[];
        expect(examples.map(({ value }) => value.status)).toEqual(examples.map(() => Number(status)));
      }
    }
  });
});
