import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { useApp } from './support/app.js';
import { expectInvalid, expectProblem } from './support/problem.js';

const app = useApp();

describe.each(['/health/live', '/health/ready'])('GET %s', (path) => {
  it('responds with ok, without a token or with an invalid one', async () => {
    expect((await request(app.url).get(path).expect(200)).body).toMatchObject({ status: 'ok' });
    await request(app.url).get(path).set('Authorization', 'Token wrong').expect(200);
  });

  it('handles request ids, unknown parameters and other methods like the API', async () => {
    const response = await request(app.url).get(path).set('X-Request-Id', 'probe-1');
    expect(response.headers['x-request-id']).toBe('probe-1');
    expectInvalid(await request(app.url).get(`${path}?verbose=1`), 'query.verbose: unknown');
    expectProblem(await request(app.url).post(path).expect('Allow', 'GET, HEAD'), 'method_not_allowed');
  });
});

it('GET /health/ready says how e-mails are sent', async () => {
  const { body } = await request(app.url).get('/health/ready').expect(200);
  expect(body).toEqual({ status: 'ok', delivery: 'sandbox', read_replica: null });
  expect((await request(app.url).get('/health/live').expect(200)).body).toEqual({ status: 'ok' });
});
