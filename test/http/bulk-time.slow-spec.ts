import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';

const app = useApp();
/** Well below the lock timeout, but three times that is longer than the deadline of an ordinary request. */
const HELD_MS = 650;

async function lockWith(statement: string, ...values: unknown[]): Promise<QueryRunner> {
  const lock = app.dataSource.createQueryRunner();
  await lock.startTransaction();
  await lock.query(statement, values);
  return lock;
}
async function release(lock: QueryRunner): Promise<void> {
  await lock.rollbackTransaction();
  await lock.release();
}

/** Sends the request as curl does; other clients send Content-Length: 0 if there is no body. */
async function post({ company, token }: TenantWithLedger, path: string, body: string): Promise<string> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  const length = body ? ['Content-Type: application/json', `Content-Length: ${body.length}`] : [];
  const head = [`POST /api/companies/${company.id}${path} HTTP/1.1`, 'Host: x', 'Connection: close'];
  socket.write([...head, `Authorization: Token ${token}`, ...length, '', body].join('\r\n'));
  if (!body) socket.write('\r\n');
  let text = '';
  for await (const chunk of socket) text += chunk as string;
  return text;
}

it.each<[string, string]>([
  ['with a body', '{}'],
  ['without a body', ''],
])(
  'a bulk operation %s may exceed the deadline of an ordinary request, if each of its steps is short',
  async (_, body) => {
    const tenant = await createTenantWithLedger(app);
    await tenant.anOpenInvoice({ dueOn: '2021-06-20' });
    await tenant.runPolicy('2021-06-21');
    const company = await lockWith(
      'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
      `ledger:${tenant.company.id}`,
    );
    const rows = (table: string) =>
      lockWith(`SELECT FROM ${table} WHERE company_id = $1 FOR UPDATE`, tenant.company.id);
    const locks = [company, await rows('action'), await rows('recommendation')];

    const startedAt = performance.now();
    const run = post(tenant, '/recommendations/run', body).then(
      (text) => [text, performance.now() - startedAt] as const,
    );
    for (const lock of locks) {
      await sleep(HELD_MS);
      await release(lock);
    }

    const [text, took] = await run;
    expect(text).toMatch(/^HTTP\/1.1 200 [^]*{"created":1,"kept":0,"superseded":1}/);
    expect(took).toBeGreaterThan(3 * HELD_MS - 100);
  },
);
