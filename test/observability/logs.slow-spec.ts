import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { ENTITIES } from '../../src/schema.js';
import { Client } from '../support/client.js';
import { Factories } from '../support/factories.js';
import { type ProcessResult, killProcesses, type Server, startServer } from '../support/processes.js';
import { aRecommendation } from '../support/recommendation.js';
import { fetchApiDocument, isEndless, type Operation } from '../support/api-document.js';
import { takesToken } from '../tenancy/call-operation.js';
import { CANARY, sendCanaries } from './canary.js';

type LogEntry = Record<string, unknown> & { err: Record<string, unknown> };

/** One server process for all tests: the first tests send requests, the last ones read what it printed. */
let database: string;
let dataSource: DataSource;
let make: Factories;
let server: Server;
let ended: ProcessResult;

beforeAll(async () => {
  database = await createMigratedDatabase();
  dataSource = await new DataSource({
    ...dataSourceOptions({ url: database, poolSize: 2 }),
    entities: ENTITIES,
  }).initialize();
  make = new Factories(dataSource);
  server = await startServer({
    DATABASE_URL: database,
    LOG_LEVEL: 'trace',
    AUTH_FAILURES_PER_MINUTE: '0',
  });
});
afterAll(async () => {
  await dataSource.destroy();
  await killProcesses();
});

const entries = (): LogEntry[] =>
  ended.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogEntry);
const entryOf = (requestId: string, msg = 'request') =>
  entries().find((line) => line.request_id === requestId && line.msg === msg)!;

const tokens: string[] = [];

/** Creates a tenant whose texts all are the canary. */
async function createTenantWithCanaries() {
  const company = await make.aCompany({ name: CANARY });
  const contact = await make.aContact(company, { name: CANARY, email: `${CANARY}@example.com` });
  const token = await make.aToken([company], { name: CANARY });
  tokens.push(token);
  const customer = await make.aCustomer(company, { name: CANARY, externalId: CANARY });
  const { id: invoiceId } = await make.anInvoice(company, { customerId: customer.id, invoiceNumber: CANARY });
  const texts = { subject: CANARY, content: CANARY, description: CANARY, recommendationLabel: CANARY };
  const anAction = () =>
    make.anAction(company, {
      invoiceId,
      customerId: customer.id,
      isRecommended: false,
      ...texts,
      triggerEventLabel: CANARY,
    });
  const client = new Client(server.url, token, company);
  const body = aRecommendation({ invoice_id: invoiceId, source: CANARY });
  const { id: recommendation_id } = (await client.request('post', '/recommendations').send(body).expect(201))
    .body;
  const ids = {
    company_id: company.id,
    contact_id: contact.id,
    customer_id: customer.id,
    invoice_id: invoiceId,
    recommendation_id,
  };
  /** One for each operation on it: a company has few, and one operation deletes its endpoint. */
  const anEndpoint = async ({ path }: Operation): Promise<string> => {
    if (!path.includes('{endpoint_id}')) return '';
    const endpoint = { url: 'https://hooks.acme.example/', description: CANARY };
    return (await client.request('post', '/webhook-endpoints').send(endpoint).expect(201)).body.id;
  };
  return { company, contact, token, ids, anAction, anEndpoint, client };
}

describe('the server', () => {
  it('responds to valid and invalid requests for every operation, with canaries everywhere', async () => {
    const { token, ids, anAction, anEndpoint } = await createTenantWithCanaries();
    const statuses = new Set<number>();
    const refused: string[] = [];
    const { operations } = await fetchApiDocument(server);
    expect(operations.length).toBeGreaterThan(12);
    for (const operation of operations.filter((one) => !isEndless(one))) {
      const named = { ...ids, action_id: (await anAction()).id, endpoint_id: await anEndpoint(operation) };
      const ownStatuses = await sendCanaries(server.url, operation, named, token);
      if (!ownStatuses.some((status) => status < 300)) refused.push(operation.id);
      for (const status of ownStatuses) statuses.add(status);
    }
    expect([...statuses].toSorted((a, b) => a - b)).toEqual([200, 201, 202, 400, 401, 404, 405, 415]);
    // Nobody is logged in. There is no approved action to deliver, no deleted one to restore, no such run of the policy, no suppression, and no event for
    // the endpoint.
    expect(refused.filter((id) => !takesToken(id)).join(' ')).toBe(
      'getSession logIn logOut changeSessionCompany logOutEverywhere',
    );
    expect(refused.filter(takesToken)).toEqual([
      'claimAction',
      'releaseAction',
      'retryAction',
      'restoreAction',
      'getPolicyRun',
      'removeSuppression',
      'resendWebhookDelivery',
    ]);
  });

  it.each([
    ['a violated constraint', 'constrained', '23514', 'ExecConstraints'],
    ['an input that PostgreSQL rejects', 'raised', '22023', 'exec_stmt_raise'],
  ])('responds with 500 to %s', async (_, requestId) => {
    const { client, anAction } = await createTenantWithCanaries();
    const reason = `${CANARY} ${requestId}`;
    await sql(database, SABOTAGE[requestId as keyof typeof SABOTAGE]);
    const response = client.perform('reject', (await anAction()).id, { reason });
    await response.set('X-Request-Id', requestId).expect(500);
    await sql(database, REPAIR);
  });

  it('responds with 503 when it loses its database connection', async () => {
    const { client, anAction } = await createTenantWithCanaries();
    const { id } = await anAction();
    await whileLocked(id, async () => {
      const rejection = client.perform('reject', id, { reason: CANARY }).set('X-Request-Id', 'lost');
      const answered = rejection.then(({ status }) => status);
      await sql(database, 'SELECT pg_terminate_backend($1)', [await waitingBackend()]);
      expect(await answered).toBe(503);
    });
  });

  it('survives a client that disconnects early', async () => {
    const { company, token, anAction } = await createTenantWithCanaries();
    const { id } = await anAction();
    await whileLocked(id, async () => {
      const abort = new AbortController();
      const abandoned = fetch(`${server.url}/api/companies/${company.id}/actions/${id}/reject`, {
        method: 'POST',
        headers: { Authorization: `Token ${token}`, 'X-Request-Id': 'left' },
        signal: abort.signal,
      });
      await waitingBackend();
      abort.abort();
      await expect(abandoned).rejects.toThrow('aborted');
    });
  });

  it('responds to a valid request', async () => {
    const { client } = await createTenantWithCanaries();
    await client.list({ search: CANARY }).set('X-Request-Id', 'good').expect(200);
    await client.detail(uuidv7()).set('X-Request-Id', 'missing').expect(404);
    await sleep(100);
    ended = await server.stop('SIGTERM');
    expect(ended.code).toBe(0);
  });
});

describe('its output', () => {
  it('contains no canary and no token', () => {
    expect(ended.stderr).toBe('');
    expect(ended.stdout.toLowerCase()).not.toContain(CANARY);
    for (const token of tokens) expect(ended.stdout).not.toContain(token);
    expect(ended.stdout).not.toMatch(/dbk_/);
  });

  it('is one JSON line per request, after the welcome', () => {
    const after = ended.stdout.split('\n').filter((line) => !server.welcome.split('\n').includes(line));
    for (const line of after) expect(() => JSON.parse(line)).not.toThrow();
    const ids = entries().flatMap(({ msg, request_id: id }) => (msg === 'request' ? [id] : []));
    expect(ids.length).toBeGreaterThan(150);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('logs ids, route, status and duration of each request', () => {
    expect(entryOf('good')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      msg: 'request',
      request_id: 'good',
      method: 'GET',
      route: '/api/companies/:company_id/actions',
      status: 200,
      duration_ms: expect.any(Number),
      company_id: expect.stringMatching(/^[\da-f-]{36}$/),
      token_id: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(entryOf('missing')).toMatchObject({
      status: 404,
      route: '/api/companies/:company_id/actions/:action_id',
    });
    expect(entryOf('lost')).toMatchObject({ level: 'error', status: 503 });
    expect(entryOf('left')).toMatchObject({ level: 'info', status: null, aborted: true });
  });

  it.each([
    ['constrained', { sqlstate: '23514', constraint: 'sabotage', routine: 'ExecConstraints' }],
    ['raised', { sqlstate: '22023', routine: 'exec_stmt_raise' }],
  ])('logs an unexpected error with its SQLSTATE and constraint, without the row: %s', (requestId, facts) => {
    const { err, ...line } = entryOf(requestId, 'unexpected error');
    expect(line).toMatchObject({ level: 'error', request_id: requestId });
    expect(err).toMatchObject({ type: 'DatabaseError', ...facts });
    expect(err.at).toContainEqual(expect.stringContaining('action-store'));
    expect(Object.keys(err)).not.toContain('message');
  });

  it('logs a lost connection as a warning with its SQLSTATE', () => {
    const { level, err } = entryOf('lost', 'database unavailable');
    expect({ level, sqlstate: err.sqlstate }).toEqual({ level: 'warn', sqlstate: '57P01' });
  });
});

async function whileLocked(id: string, work: () => Promise<void>) {
  const blocker = dataSource.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('SELECT FROM action WHERE id = $1 FOR UPDATE', [id]);
  await work().finally(() => blocker.rollbackTransaction());
  await blocker.release();
}

/** The PostgreSQL process of a command that waits for a lock. */
async function waitingBackend(): Promise<number> {
  for (;;) {
    const [row] = await sql<{ pid: number }>(database, WAITING);
    if (row) return row.pid;
  }
}

const WAITING = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

const SABOTAGE = {
  constrained: `ALTER TABLE approval_log ADD CONSTRAINT sabotage CHECK (reason IS NULL OR command = '') NOT VALID`,
  raised: `
    CREATE FUNCTION sabotage() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '%', NEW.reason USING ERRCODE = '22023', DETAIL = NEW.reason, HINT = NEW.reason; END $$;
    CREATE TRIGGER sabotage BEFORE INSERT ON approval_log FOR EACH ROW EXECUTE FUNCTION sabotage()`,
};
const REPAIR = `ALTER TABLE approval_log DROP CONSTRAINT IF EXISTS sabotage;
  DROP TRIGGER IF EXISTS sabotage ON approval_log; DROP FUNCTION IF EXISTS sabotage`;
