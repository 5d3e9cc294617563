import { beforeAll, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { expectProblem } from '../support/problem.js';
import { subjectOf, aRecommendation } from '../support/recommendation.js';

const app = useApp();
const COMMAND_NAMES = ['approve', 'reject', 'send', 'cancel', 'complete'] as const;

let tenant: TenantWithAgent;
let id: string;
beforeAll(async () => {
  tenant = await createTenantWithAgent(app);
  [{ id }] = (await tenant.propose(await tenant.anOpenInvoice({})).expect(201)).body.actions;
});

const FORBIDDEN: [
  method: 'post' | 'patch' | 'delete' | 'get',
  path: (id: string) => string,
  body?: object,
][] = [
  ...COMMAND_NAMES.map(
    (command) => ['post', (action: string) => `/actions/${action}/${command}`] as ['post', typeof String],
  ),
  ...COMMAND_NAMES.map((command) => ['post', () => `/actions/bulk/${command}`] as ['post', () => string]),
  ['patch', (action) => `/actions/${action}`],
  ['delete', (action) => `/actions/${action}`],
  ['post', (action) => `/actions/${action}/restore`],
  ['get', (action) => `/actions/${action}`],
  ['get', () => '/actions'],
];

describe('a token with the scope propose', () => {
  it.each(FORBIDDEN)('is rejected by %s %s', async (method, path) => {
    const request = tenant.agent.request(method, path(id));
    const response = await (method === 'get' ? request : request.send({}));
    expectProblem(response, 'permission_denied');
  });

  it('has not changed the action', async () => {
    expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'proposed', version: 1 });
    expect(await tenant.log()).toEqual([]);
  });
});

describe('a token with all other scopes', () => {
  it.each(['', '/batch', '/run'])('is rejected by POST /recommendations%s', async (path) => {
    const scopes = ['read', 'decide', 'ledger', 'admin'] as const;
    const token = await tenant.make.aToken([tenant.company], { scopes: [...scopes] });
    const person = new Client(app.url, token, tenant.company);
    const body = path ? {} : aRecommendation(subjectOf(await tenant.anOpenInvoice({})));
    expectProblem(await person.request('post', `/recommendations${path}`).send(body), 'permission_denied');
  });
});
