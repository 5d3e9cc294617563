import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { openDesk } from '../support/desk.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();
const ID = '019aaf30-5e6f-7081-92a3-b4c5d6e7f809';

it('an action is found by its id in capitals too', async () => {
  const { make, company, client } = await openDesk(app);
  const { id } = await make.anAction(company);
  const ids = [id.toUpperCase()];
  const { body } = await client.request('post', '/actions/bulk/approve').send({ ids }).expect(200);
  expect(body.results).toMatchObject([{ id, ok: true }]);
});

it.each<[what: string, ids: unknown, code: string]>([
  ['absent', undefined, 'required'],
  ['null', null, 'required'],
  ['a text', ID, 'count'],
  ['an object', { 0: ID }, 'count'],
  ['none', [], 'count'],
  ['no ids', [ID, 7], 'uuid'],
  ['one id twice, in another case', [ID, ID.toUpperCase()], 'repeated'],
])('bulk ids that are %s are refused', async (_what, ids, code) => {
  const { client } = await openDesk(app);
  const answer = await client.request('post', '/actions/bulk/approve').send({ ids }).expect(400);
  expectInvalid(answer, `body.ids: ${code}`);
});
