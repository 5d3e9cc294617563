import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:net';
import { expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';

const app = useApp();
/** Far less than a statement may wait, but three times that is more than an ordinary request may take. */
const HELD_MS = 650;

async function holding(statement: string, ...values: unknown[]): Promise<QueryRunner> {
  const holder = app.dataSource.createQueryRunner();
  await holder.startTransaction();
  await holder.query(statement, values);
  return holder;
}
async function release(holder: QueryRunner): Promise<void> {
  await holder.rollbackTransaction();
  await holder.release();
}

/** To the letter, as curl sends it: other clients say that a body has no length where there is none. */
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
  ['without one', ''],
])('a bulk operation %s may take longer than an ordinary one, in steps that may not', async (_, body) => {
  const tenant = await createTenantWithLedger(app);
  await tenant.anOpenInvoice({ dueOn: '2021-06-20' });
  await tenant.runPolicy('2021-06-21');
  const company = await holding(
    'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
    `ledger:${tenant.company.id}`,
  );
  const rows = (table: string) =>
    holding(`SELECT FROM ${table} WHERE company_id = $1 FOR UPDATE`, tenant.company.id);
  const holders = [company, await rows('action'), await rows('recommendation')];

  const since = performance.now();
  const run = post(tenant, '/recommendations/run', body).then(
    (text) => [text, performance.now() - since] as const,
  );
  for (const holder of holders) {
    await sleep(HELD_MS);
    await release(holder);
  }

  const [text, took] = await run;
  expect(text).toMatch(/^HTTP\/1.1 200 [^]*{"created":1,"kept":0,"superseded":1}/);
  expect(took).toBeGreaterThan(3 * HELD_MS - 100);
});
