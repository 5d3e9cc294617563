import { expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

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
