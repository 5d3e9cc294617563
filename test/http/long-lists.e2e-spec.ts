import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid, expectProblem } from '../support/problem.js';

const app = useApp();

describe('lists of ids', () => {
  const bulk = async (body: object) =>
    (await createTenant(app)).client.request('post', '/actions/bulk/cancel').send(body);

  it.each<[string, object, string]>([
    ['a missing list', {}, 'required'],
    ['null', { ids: null }, 'required'],
    ['a string', { ids: uuidv7() }, 'count'],
    ['a number', { ids: 7 }, 'count'],
    ['an object', { ids: { 0: uuidv7() } }, 'count'],
    ['an empty list', { ids: [] }, 'count'],
    ['a list of numbers', { ids: [7] }, 'uuid'],
    ['a list of lists', { ids: [[uuidv7()]] }, 'uuid'],
    [
      'a repeated id in another case',
      { ids: ['AB', 'ab'].map((end) => `019aaf30-5e6f-7081-92a3-b4c5d6e7f8${end}`) },
      'repeated',
    ],
  ])('rejects %s as a list of ids', async (_, body, code) => {
    expectInvalid(await bulk(body), `body.ids: ${code}`);
  });

  it('accepts an id in upper case', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    const { body } = await client.request('post', '/actions/bulk/cancel').send({ ids: [id.toUpperCase()] });
    expect(body.results).toMatchObject([{ id, ok: true, action: { id, status: 'cancelled' } }]);
  });
});

describe('too much', () => {
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
    ['an unterminated string of escaped quotes', `{"invoices":"${'\\"'.repeat(600_000)}`, 'parse_error'],
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
});
