import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { poolOf } from '../../src/database/connection/pool.js';
import { useApp } from '../support/app.js';
import { createActions } from '../support/create-actions.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { createTenant, type Tenant } from '../support/tenant.js';

/** A database of its own, because a test renames a table. */
let databaseUrl: string;
const app = useApp({}, async () => (databaseUrl = await createMigratedDatabase()));
const ROWS = 100_000;
let tenant: Tenant;
let open: IncomingMessage[] = [];

beforeAll(async () => {
  tenant = await createTenant(app);
  const [id] = await createActions(
    app.dataSource,
    tenant.company,
    1,
    'Dear customer, please pay. '.repeat(20),
  );
  // On a connection without the time limits of the application.
  await sql(databaseUrl, 'DROP INDEX action_text_trgm_idx');
  await sql(
    databaseUrl,
    `INSERT INTO action (id, company_id, customer_id, invoice_id, action_type, status, description, recommendation,
       recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, content, scheduled_for)
     SELECT gen_random_uuid(), company_id, customer_id, invoice_id, action_type, status, description, recommendation,
       recommendation_label, trigger_event, trigger_event_label, false, action_required, urgency_score, content, scheduled_for
     FROM action, generate_series(3, ${ROWS}) WHERE id = '${id}'`,
  );
}, 120_000);

afterEach(() => {
  for (const response of open) response.destroy();
  open = [];
});

/** Begins an export, which sends nothing more than the buffers of the sockets hold until it is read. */
async function begin(from = tenant, format = 'ndjson'): Promise<IncomingMessage> {
  const url = `${app.url}/api/companies/${from.company.id}/actions?format=${format}`;
  const request = get(url, { headers: { Authorization: `Token ${from.token}` }, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  open.push(response);
  return response;
}

/** Reads the rest of a response; the number of its lines, and whether it is complete. */
async function rest(response: IncomingMessage): Promise<{ lines: number; isComplete: boolean }> {
  let lines = 0;
  response.on('data', (chunk: Buffer) => (lines += chunk.toString('latin1').split('\n').length - 1));
  // once() would throw the error of a connection that is cut off.
  if (!response.closed) await new Promise((resolve) => response.on('close', resolve));
  return { lines, isComplete: response.complete };
}

const inUse = () => {
  const pool = poolOf(app.dataSource);
  return pool.totalCount - pool.idleCount;
};

/** Waits until the condition holds. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await condition()) return;
    await sleep(50);
  }
  throw new Error('The condition was not fulfilled within ten seconds.');
}

describe('an export of 100,000 actions', () => {
  it.each<[string, number]>([
    ['ndjson', ROWS],
    ['csv', ROWS + 1],
  ])(
    'as %s is complete, and takes little memory',
    async (format, lines) => {
      let highest = 0;
      const timer = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20);
      const before = process.memoryUsage().rss;
      const result = await rest(await begin(tenant, format));
      clearInterval(timer);
      expect(result).toEqual({ lines, isComplete: true });
      // The response has 200 MB.
      expect(highest - before).toBeLessThan(150 * 1024 * 1024);
    },
    120_000,
  );

  it('that nobody reads holds no connection, and goes on when it is read', async () => {
    const response = await begin();
    await until(() => inUse() === 0);
    await sleep(1_000);
    expect(inUse()).toBe(0);
    expect(await rest(response)).toEqual({ lines: ROWS, isComplete: true });
  }, 60_000);

  it('is the only one of its company, but not of others', async () => {
    const first = await begin();
    const second = await begin();
    expect([second.statusCode, second.headers['retry-after']]).toEqual([429, '1']);
    const other = await createTenant(app);
    await createActions(app.dataSource, other.company, 10);
    expect(await rest(await begin(other))).toEqual({ lines: 11, isComplete: true });
    first.destroy();
    await until(async () => (await begin()).statusCode === 200);
  }, 60_000);

  it('that its client abandons reads no further', async () => {
    let statements = 0;
    const count = () => (statements += 1);
    const response = await begin();
    response.destroy();
    await until(() => inUse() === 0);
    poolOf(app.dataSource).on('acquire', count);
    await sleep(500);
    poolOf(app.dataSource).off('acquire', count);
    expect(statements).toBe(0);
  }, 30_000);

  it('that fails is cut off', async () => {
    const response = await begin();
    await until(() => inUse() === 0);
    await app.dataSource.query('ALTER TABLE action RENAME TO moved');
    try {
      const { lines, isComplete } = await rest(response);
      expect(isComplete).toBe(false);
      expect(lines).toBeLessThan(ROWS);
    } finally {
      await app.dataSource.query('ALTER TABLE moved RENAME TO action');
    }
  }, 60_000);
});
