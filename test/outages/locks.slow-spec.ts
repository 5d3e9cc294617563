import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isConnectionFailure } from '../../src/database/connection/connection-failure.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { createTenant } from '../support/tenant.js';
import { expectRecovery, expectUnavailable, operationsOf } from '../support/outage.js';

/** Less than the lock timeout; the rest of the request's deadline is also less than the lock timeout. */
const HELD_MS = 800;

let app: RunningApp;
/** Two connections that hold locks. */
let holder1: pg.Client;
let holder2: pg.Client;

beforeAll(async () => {
  const connectionString = await createMigratedDatabase();
  [holder1, holder2] = [new pg.Client({ connectionString }), new pg.Client({ connectionString })];
  await Promise.all([holder1.connect(), holder2.connect()]);
  app = await startApp(connectionString);
});
afterEach(() => Promise.all([holder1.query('ROLLBACK'), holder2.query('ROLLBACK')]));
afterAll(async () => {
  await app.nest.close();
  await Promise.all([holder1.end(), holder2.end()]);
});

async function lock(holder: pg.Client, statement: string): Promise<void> {
  await holder.query('BEGIN');
  await holder.query(statement);
}

async function waitForBlockedQuery(): Promise<void> {
  const WAITING = 'SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))';
  while ((await holder1.query(WAITING)).rowCount === 0) await sleep(20);
}

describe('while another connection holds a lock', () => {
  it('on an action, commands on it get 503 within 2 s, and other requests succeed', async () => {
    const operations = await operationsOf(app, await createTenant(app));
    await lock(holder1, 'SELECT FROM action FOR UPDATE');
    await Promise.all([operations.command, operations.commandWithKey].map(expectUnavailable));
    for (const operation of [operations.read, operations.ready, operations.live]) {
      expect((await operation()).status).toBe(200);
    }
    await holder1.query('ROLLBACK');
    await expectRecovery(operations);
  });

  it('on a company’s ledger, requests that wait for it do not exhaust the pool', async () => {
    const [waiting, other] = [await createTenant(app), await createTenant(app)];
    const operations = await operationsOf(app, waiting);
    await lock(holder1, `SELECT pg_advisory_xact_lock(hashtextextended('ledger:${waiting.company.id}', 0))`);
    const run = () => waiting.client.request('post', '/recommendations/run');
    const many = Array.from({ length: 30 }, (_, n) => run().set('Idempotency-Key', `run-${n}`));
    const responses = Promise.all(many);
    await waitForBlockedQuery();
    const others = [() => other.client.list(), operations.command, operations.commandWithKey];
    for (const operation of others) expect((await operation()).status).toBe(200);
    await holder1.query('ROLLBACK');
    // The first ones may have passed their deadline.
    for (const { status } of await responses) expect([200, 503]).toContain(status);
    expect((await run()).status).toBe(200);
  });

  it('on an invoice, a new recommendation that waits for it does not block decisions on the current one', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const [{ id }] = (await tenant.propose(invoice).expect(201)).body.actions;
    await lock(holder1, 'SELECT FROM invoice FOR UPDATE');
    const superseding = tenant.propose(invoice, { source: 'another-agent' }).then();
    await waitForBlockedQuery();
    expect((await tenant.client.perform('approve', id)).status).toBe(200);
    await holder1.query('ROLLBACK');
    // It may have passed its deadline.
    expect([201, 503]).toContain((await superseding).status);
    expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'processing', is_deleted: false });
  });

  it.each(['action', 'api_token'])(
    'on the table %s, requests that use it get 503 within 2 s',
    async (table) => {
      const operations = await operationsOf(app, await createTenant(app));
      const { read, command, commandWithKey, live } = operations;
      await lock(holder1, `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      await Promise.all([read, command, commandWithKey].map(expectUnavailable));
      expect((await live()).status).toBe(200);
      await holder1.query('ROLLBACK');
      await expectRecovery(operations);
    },
  );

  it('and another one afterwards, each below the lock timeout, the response comes in time and nothing is committed', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    await lock(holder1, 'SELECT FROM action FOR UPDATE');
    await lock(holder2, 'LOCK TABLE approval_log IN SHARE MODE');
    const refused = expectUnavailable(async () => client.perform('approve', id));
    await waitForBlockedQuery();
    await sleep(HELD_MS);
    await holder1.query('ROLLBACK');
    await refused;
    await holder2.query('ROLLBACK');
    await sleep(500);
    const { body } = await client.detail(id).expect(200);
    expect(body).toMatchObject({ status: 'proposed', version: 1, approval_log: [] });
  });
});

it('PostgreSQL releases the locks of an idle transaction after five seconds', async () => {
  const operations = await operationsOf(app, await createTenant(app));
  const frozen = app.dataSource.createQueryRunner();
  await frozen.startTransaction();
  await frozen.query('SELECT FROM action FOR UPDATE');
  await expectUnavailable(operations.command);
  await sleep(4_500);
  await expectRecovery(operations);
  const failure = await frozen.query('SELECT 1').catch((error: unknown) => error);
  expect(isConnectionFailure(failure)).toBe(true);
  await frozen.release();
});
