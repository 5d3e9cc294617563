import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isConnectionFailure } from '../../src/database/connection/connection-failure.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { createTenant } from '../support/tenant.js';
import { expectRecovery, expectUnavailable, operationsOf } from '../support/outage.js';

/** Less than a statement may wait for a lock; what is left of the time for an answer is less too. */
const HELD_MS = 800;

let app: RunningApp;
/** Two who hold locks. */
let somebody: pg.Client;
let another: pg.Client;

beforeAll(async () => {
  const connectionString = await createMigratedDatabase();
  [somebody, another] = [new pg.Client({ connectionString }), new pg.Client({ connectionString })];
  await Promise.all([somebody.connect(), another.connect()]);
  app = await startApp(connectionString);
});
afterEach(() => Promise.all([somebody.query('ROLLBACK'), another.query('ROLLBACK')]));
afterAll(async () => {
  await app.nest.close();
  await Promise.all([somebody.end(), another.end()]);
});

async function lock(holder: pg.Client, statement: string): Promise<void> {
  await holder.query('BEGIN');
  await holder.query(statement);
}

async function untilSomebodyWaits(): Promise<void> {
  const WAITING = 'SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))';
  while ((await somebody.query(WAITING)).rowCount === 0) await sleep(20);
}

describe('while somebody holds a lock', () => {
  it('on an action, commands on it answer 503 within 2 s, and all else goes on', async () => {
    const operations = await operationsOf(app, await createTenant(app));
    await lock(somebody, 'SELECT FROM action FOR UPDATE');
    await Promise.all([operations.command, operations.commandWithKey].map(expectUnavailable));
    for (const operation of [operations.read, operations.ready, operations.live]) {
      expect((await operation()).status).toBe(200);
    }
    await somebody.query('ROLLBACK');
    await expectRecovery(operations);
  });

  it('on a company’s ledger, what waits for it leaves everybody else their connections', async () => {
    const [waiting, other] = [await createTenant(app), await createTenant(app)];
    const operations = await operationsOf(app, waiting);
    await lock(somebody, `SELECT pg_advisory_xact_lock(hashtextextended('ledger:${waiting.company.id}', 0))`);
    const run = () => waiting.client.request('post', '/recommendations/run');
    const many = Array.from({ length: 30 }, (_, n) => run().set('Idempotency-Key', `run-${n}`));
    const answers = Promise.all(many);
    await untilSomebodyWaits();
    const others = [() => other.client.list(), operations.command, operations.commandWithKey];
    for (const operation of others) expect((await operation()).status).toBe(200);
    await somebody.query('ROLLBACK');
    // The first may have been given up by then.
    for (const { status } of await answers) expect([200, 503]).toContain(status);
    expect((await run()).status).toBe(200);
  });

  it('on an invoice, who waits for it to replace a proposal keeps nobody from deciding on that', async () => {
    const tenant = await createTenantWithAgent(app);
    const invoice = await tenant.anOpenInvoice({});
    const [{ id }] = (await tenant.propose(invoice).expect(201)).body.actions;
    await lock(somebody, 'SELECT FROM invoice FOR UPDATE');
    const replacing = tenant.propose(invoice, { source: 'another-agent' }).then();
    await untilSomebodyWaits();
    expect((await tenant.client.perform('approve', id)).status).toBe(200);
    await somebody.query('ROLLBACK');
    // It may have been given up by then.
    expect([201, 503]).toContain((await replacing).status);
    expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'processing', is_deleted: false });
  });

  it.each(['action', 'api_token'])(
    'on the table %s, every use of it answers 503 within 2 s',
    async (table) => {
      const operations = await operationsOf(app, await createTenant(app));
      const { read, command, commandWithKey, live } = operations;
      await lock(somebody, `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      await Promise.all([read, command, commandWithKey].map(expectUnavailable));
      expect((await live()).status).toBe(200);
      await somebody.query('ROLLBACK');
      await expectRecovery(operations);
    },
  );

  it('lock after lock, each short enough, the answer comes in time all the same, and nothing is done behind it', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    await lock(somebody, 'SELECT FROM action FOR UPDATE');
    await lock(another, 'LOCK TABLE approval_log IN SHARE MODE');
    const refused = expectUnavailable(async () => client.perform('approve', id));
    await untilSomebodyWaits();
    await sleep(HELD_MS);
    await somebody.query('ROLLBACK');
    await refused;
    await another.query('ROLLBACK');
    await sleep(500);
    const { body } = await client.detail(id).expect(200);
    expect(body).toMatchObject({ status: 'proposed', version: 1, approval_log: [] });
  });
});

it('a transaction that stands still gives its locks back after five seconds', async () => {
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
