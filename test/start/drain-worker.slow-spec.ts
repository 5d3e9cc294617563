import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { RunningApp } from '../support/app.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { killProcesses, type Server, startWorker } from '../support/processes.js';
import { SmtpSink } from '../support/smtp-sink.js';
import { type Tenant, tenantOf } from '../support/tenant.js';

const PROMISED_MS = 25_000;
/** An attempt that has not sent its e-mail by then must not send it. */
const LATEST_MS = 24_000;

const sink = new SmtpSink();
let installation: Installation;
let settings: { [name: string]: string };
let server: Server;
let tenant: Tenant;

beforeAll(async () => {
  installation = await createInstallation();
  const mail = { SMTP_URL: await sink.start(), SMTP_FROM: 'ar@daybook.example', AUDIT_CHECKPOINT_HOURS: '0' };
  settings = { ...mail, LOG_LEVEL: 'fatal', DATABASE_URL: installation.databaseUrl };
  server = await installation.start(settings, ['api']);
  const app = { dataSource: installation.dataSource, url: server.url } as RunningApp;
  tenant = await tenantOf(app, installation.company);
  const change = { delivery_window: null, minimum_interval_days: 0 };
  await tenant.client.request('patch', '/settings').send(change).expect(200);
});
afterEach(() => void (sink.behaviour = {}));
afterAll(async () => {
  await killProcesses();
  await sink.stop();
  await installation.dataSource.destroy();
});

async function anApprovedEmail(): Promise<string> {
  const { id } = await tenant.make.anAction(tenant.company);
  await tenant.client.perform('approve', id).expect(200);
  return id;
}
const deliveryOf = async (id: string): Promise<{ status: string; attempts: number; last_error: string }> =>
  (await tenant.client.detail(id).expect(200)).body.delivery;

/** Waits until the delivery has the status. */
async function until(id: string, status: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; (await deliveryOf(id)).status !== status; await sleep(50))
    if (Date.now() > deadline) throw new Error(`The delivery is ${JSON.stringify(await deliveryOf(id))}.`);
}

it('after SIGTERM a worker ends and stores the attempt in progress, and begins no other', async () => {
  sink.behaviour = { delayMs: 8_000 };
  const worker = await startWorker(settings);
  const slow = await anApprovedEmail();
  await until(slow, 'sending');
  const startedAt = Date.now();
  const ended = worker.stop('SIGTERM');
  const late = await anApprovedEmail();
  expect((await ended).code).toBe(0);
  expect(Date.now() - startedAt).toBeLessThan(PROMISED_MS);
  expect(await deliveryOf(slow)).toMatchObject({ status: 'sent' });
  expect(await deliveryOf(late)).toMatchObject({ status: 'waiting', attempts: 0 });
  expect(sink.mails).toHaveLength(1);
  await tenant.client.perform('cancel', late).expect(200);
});

it('a process with API and worker begins no attempt while it waits for its responses', async () => {
  const both = await installation.start(settings);
  // A request whose body never arrives keeps the process for as long as it waits for responses.
  const socket = connect(Number(new URL(both.url).port), '127.0.0.1').on('error', () => {});
  const path = `/api/companies/${tenant.company.id}/actions/bulk/approve`;
  const headers = `Authorization: Token ${tenant.token}\r\nContent-Type: application/json\r\nContent-Length: 5`;
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n`);
  await sleep(500);
  const ended = both.stop('SIGTERM');
  await sleep(300);
  const id = await anApprovedEmail();
  const first = await Promise.race([ended, sleep(3_000, 'waits' as const)]);
  expect(first).toBe('waits');
  expect(await deliveryOf(id)).toMatchObject({ status: 'waiting', attempts: 0 });
  socket.destroy();
  expect((await ended).code).toBe(0);
  await tenant.client.perform('cancel', id).expect(200);
});

it('a worker that was paused before it sent, and for too long, does not send any more', async () => {
  const mails = sink.mails.length;
  const worker = await startWorker({
    ...settings,
    NODE_ENV: 'test',
    DAYBOOK_FAILPOINT: 'before-hand-over:1:stop',
  });
  const id = await anApprovedEmail();
  await until(id, 'sending');
  await sleep(LATEST_MS);
  process.kill(worker.pid, 'SIGCONT');
  await until(id, 'waiting');
  expect(await deliveryOf(id)).toMatchObject({
    attempts: 1,
    last_error: expect.stringContaining('too slow'),
  });
  expect(sink.mails).toHaveLength(mails);
  await worker.stop('SIGKILL');
});
