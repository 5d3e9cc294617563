import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectProblem } from '../support/problem.js';

const app = useApp();

async function post(path: string, body: string) {
  const { client } = await createTenant(app);
  return client.request('post', path).set('Content-Type', 'application/json').send(body);
}
const list = (count: number, item: string) => `[${Array(count).fill(item).join(',')}]`;

it.each([
  ['empty objects', list(199_000, '{}')],
  ['objects of NULs', list(2_000, `{"evidence":${list(90, '"\\u0000"')}}`)],
])(
  'quickly rejects a list that is far too long: %s',
  async (_, alternatives) => {
    const response = await post('/recommendations', `{"alternatives":${alternatives}}`);
    expectProblem(response, 'invalid', {
      detail: expect.any(String),
      errors: expect.arrayContaining([
        expect.objectContaining({ field: expect.stringContaining('alternatives') }),
      ]),
    });
  },
  10_000,
);

it('quickly rejects the recommendations of a batch whose lists are far too long', async () => {
  const recommendation = `{"alternatives":${list(1_900, '{}')}}`;
  const { status, body } = await post(
    '/recommendations/batch',
    `{"recommendations":${list(100, recommendation)}}`,
  );
  expect(status).toBe(200);
  expect(body.results).toHaveLength(100);
  expect(body.results[99].error.code).toBe('invalid');
}, 10_000);

it.each([
  ['an unterminated string of escaped quotes', `{"invoices":"${'\\"'.repeat(2_000_000)}`, 'parse_error'],
  ['a string of escapes', `{"invoices":"${'\\n'.repeat(4_000_000)}1234567890123456"}`, 'invalid'],
])(
  'quickly rejects a ledger with %s',
  async (_, body, code) => {
    const { client } = await createTenant(app);
    const startedAt = performance.now();
    const response = await client
      .request('put', '/ledger')
      .set('Content-Type', 'application/json')
      .send(body);
    expect(response.body).toMatchObject({ status: 400, code });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  },
  15_000,
);

it('truncates long field names in errors', async () => {
  const name = '😀'.repeat(100_000);
  const response = await post('/recommendations', `{"${name}":${list(150, '"\\u0000"')}}`);
  const { errors } = expectProblem(response, 'invalid', {
    detail: 'The request is not valid. 50 more errors are not listed.',
    errors: expect.any(Array),
  });
  expect(errors).toHaveLength(100);
  expect(response.text.length).toBeLessThan(500_000);
  expect(response.text.isWellFormed()).toBe(true);
});
