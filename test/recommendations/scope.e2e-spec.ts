import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Agency, openAgency } from '../support/agency.js';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { expectProblem } from '../support/problem.js';
import { about, aRecommendation } from '../support/recommendation.js';

const app = useApp();
const COMMAND_NAMES = ['approve', 'reject', 'send', 'cancel', 'complete'] as const;

let desk: Agency;
let id: string;
beforeAll(async () => {
  desk = await openAgency(app);
  [{ id }] = (await desk.propose(await desk.owed({})).expect(201)).body.actions;
});

const DECISIONS: [
  method: 'post' | 'patch' | 'delete' | 'get',
  path: (id: string) => string,
  body?: object,
][] = [
  ...COMMAND_NAMES.map(
    (command) => ['post', (one: string) => `/actions/${one}/${command}`] as ['post', typeof String],
  ),
  ...COMMAND_NAMES.map((command) => ['post', () => `/actions/bulk/${command}`] as ['post', () => string]),
  ['patch', (one) => `/actions/${one}`],
  ['delete', (one) => `/actions/${one}`],
  ['post', (one) => `/actions/${one}/restore`],
  ['get', (one) => `/actions/${one}`],
  ['get', () => '/actions'],
];

describe('a token that may propose', () => {
  it.each(DECISIONS)('is refused %s %s', async (method, path) => {
    const asked = desk.agent.request(method, path(id));
    const answer = await (method === 'get' ? asked : asked.send({}));
    expectProblem(answer, 'permission_denied');
  });

  it('has decided nothing by all that', async () => {
    expect((await desk.client.detail(id)).body).toMatchObject({ status: 'proposed', version: 1 });
    expect(await desk.log()).toEqual([]);
  });
});

describe('a token that may do everything else', () => {
  it.each(['', '/batch', '/run'])('is refused POST /recommendations%s', async (path) => {
    const scopes = ['read', 'decide', 'ledger'] as const;
    const token = await desk.make.aToken([desk.company], { scopes: [...scopes] });
    const person = new Client(app.url, token, desk.company);
    const body = path ? {} : aRecommendation(about(await desk.owed({})));
    expectProblem(await person.request('post', `/recommendations${path}`).send(body), 'permission_denied');
  });
});
