import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { fetchApiDocument } from '../support/api-document.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';

const app = useApp();
const withoutDocs = useApp({ API_DOCS: 'off' });

describe('H8: GET /', () => {
  it('redirects to the documentation, without a token', async () => {
    const { headers } = await request(app.url).get('/').expect(302);
    expect(headers.location).toBe('/api/docs');
    await request(app.url).get(headers.location!).expect(200);
    await request(app.url).head('/').expect(302);
  });

  it('lists paths that exist if the documentation is off', async () => {
    const { body, headers } = await request(withoutDocs.url).get('/').expect(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
    });
    expect(body).toEqual({ name: 'Daybook', health: '/health/ready', companies: '/api/companies' });
    await request(withoutDocs.url).get(body.health).expect(200);
    expectProblem(await request(withoutDocs.url).get(body.companies), 'not_authenticated');
  });

  it('supports no other method, and is not in the OpenAPI document', async () => {
    for (const { url } of [app, withoutDocs])
      expectProblem(await request(url).post('/').expect('Allow', 'GET, HEAD'), 'method_not_allowed');
    const { operations } = await fetchApiDocument(app);
    expect(operations.map(({ path }) => path)).not.toContain('/');
  });
});
