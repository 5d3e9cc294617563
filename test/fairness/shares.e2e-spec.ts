import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import request from 'supertest';
import { poolOf } from '../../src/database/connection/pool.js';
import { type Figures, FiguresService } from '../../src/actions/figures/figures.service.js';
import { LIMITS } from '../../src/limits.js';
import { SearchQuery } from '../../src/input/list.query.js';
import { type Operation, OperationRunner } from '../../src/operations/operation-runner.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const { running, waiting } = LIMITS.companyWork.search;

let databaseUrl: string;
const app = useApp({}, async () => (databaseUrl = await createMigratedDatabase()));
/** Holds a lock, so that what takes a connection and waits for the lock keeps the connection. */
let holder: pg.Client;
let greedy: Tenant;
let other: Tenant;

beforeEach(async () => {
  holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  [greedy, other] = [await createTenant(app), await createTenant(app)];
});
afterEach(() => holder.end());

const queueLength = () => poolOf(app.dataSource).queueLength;
const isTrue = async (condition: () => boolean, withinMs = 5_000) => {
  for (const deadline = Date.now() + withinMs; !condition() && Date.now() < deadline;) await sleep(2);
};

/** Of the requests below, only those for figures need the table; they run as searches. */
async function lockApprovalLog(): Promise<void> {
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE approval_log IN ACCESS EXCLUSIVE MODE');
}
const search = ({ client }: Tenant) => client.get('/figures');

describe('thirty searches of one company at once', () => {
  it('get an answer or 429, and other requests get their answers meanwhile', async () => {
    await lockApprovalLog();
    let ended = 0;
    const searches = Array.from({ length: 30 }, () => search(greedy).then((response) => (ended++, response)));
    await isTrue(() => ended === 30 - running - waiting);
    const answers = [greedy.client.list(), other.client.list(), request(app.url).get('/health/ready')];
    for (const answer of answers) expect((await answer).status).toBe(200);
    expect(queueLength()).toBe(waiting);
    await holder.query('ROLLBACK');

    const responses = await Promise.all(searches);
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(30 - running - waiting);
    for (const response of refused) {
      expectProblem(response, 'throttled');
      expect(response.headers['retry-after']).toBe('1');
    }
    const answered = responses.filter(({ status }) => status === 200);
    expect(answered).toHaveLength(running + waiting);
  });

  it('do so too if they do not come over HTTP', async () => {
    const caller = (await app.nest.get(TokensService).authenticate(greedy.token, greedy.company.id))!;
    const operation: Operation<SearchQuery, Figures> = {
      name: 'figures',
      scope: 'read',
      input: SearchQuery,
      perform: (company) => app.nest.get(FiguresService).of(company, {}),
    };
    await lockApprovalLog();
    const call = { caller, companyId: greedy.company.id, input: {}, requestId: 'request' };
    let ended = 0;
    const searches = Array.from({ length: 30 }, () =>
      app.nest
        .get(OperationRunner)
        .run(operation, call)
        .finally(() => (ended += 1)),
    );
    const settled = Promise.allSettled(searches);
    await isTrue(() => ended === 30 - running - waiting);
    expect(queueLength()).toBe(waiting);
    await holder.query('ROLLBACK');
    const results = await settled;
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(running + waiting);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(new Set(refused.map(({ reason }) => (reason as { code: string }).code))).toEqual(
      new Set(['throttled']),
    );
  });

  it('leave the queue when their clients disconnect', async () => {
    await lockApprovalLog();
    const sockets = Array.from({ length: running + waiting }, () => {
      const { hostname, port } = new URL(app.url);
      const path = `/api/companies/${greedy.company.id}/figures`;
      const head = [`GET ${path} HTTP/1.1`, 'Host: x', `Authorization: Token ${greedy.token}`];
      const socket = connect(Number(port), hostname);
      socket.write([...head, '', ''].join('\r\n'));
      return socket;
    });
    await isTrue(() => queueLength() === waiting);
    expect(queueLength()).toBe(waiting);
    for (const socket of sockets) socket.destroy();
    // They would otherwise wait for LIMITS.searchWaitMs.
    await isTrue(() => queueLength() === 0, 2_500);
    expect(queueLength()).toBe(0);
    await holder.query('ROLLBACK');
    expect((await search(greedy)).status).toBe(200);
  });
});

it('commands that hold every connection for clients delay neither authentication nor the readiness check', async () => {
  const tenants = [greedy, other];
  const ids = await Promise.all(tenants.map(async ({ make, company }) => (await make.anAction(company)).id));
  await holder.query('BEGIN');
  await holder.query('SELECT FROM action WHERE id = ANY ($1) FOR UPDATE', [ids]);
  const commands = tenants.flatMap(({ client }, n) =>
    Array.from({ length: 6 }, () => client.perform('approve', ids[n]!).then()),
  );
  // Each company holds half of the eight connections for clients.
  await isTrue(() => queueLength() === 4);
  expect(queueLength()).toBe(4);
  expect((await request(app.url).get('/health/ready')).status).toBe(200);
  const unknown = request(app.url).get(`/api/companies/${greedy.company.id}/actions`);
  expectProblem(await unknown.set('Authorization', 'Token dbk_wrong'), 'authentication_failed');
  const elsewhere = request(app.url).get(`/api/companies/${other.company.id}/actions`);
  expectProblem(await elsewhere.set('Authorization', `Token ${greedy.token}`), 'not_found');
  expect(queueLength()).toBe(4);
  await holder.query('ROLLBACK');
  for (const { status } of await Promise.all(commands)) expect([200, 400, 429, 503]).toContain(status);
});
