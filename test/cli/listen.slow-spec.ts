import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { aFolder, removeFolders } from '../support/folders.js';
import { cli, killProcesses, startCli } from '../support/processes.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let url: string;
const app = useApp({}, async () => (url = await createMigratedDatabase()));
const received: Received[] = [];
let status = 204;
const receiver = createServer(async (request, response) => {
  received.push({ headers: request.headers, body: await text(request) });
  response.writeHead(status).end();
});
let environment: Record<string, string>;
let hook: string;
let tenant: TenantWithAgent;

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  environment = { DATABASE_URL: url, DATA_DIR: await aFolder() };
  tenant = await createTenantWithAgent(app);
});
afterAll(async () => {
  receiver.close();
  await killProcesses();
  await removeFolders();
});

async function untilReceived(count: number): Promise<void> {
  for (const deadline = Date.now() + 20_000; received.length < count && Date.now() < deadline;)
    await sleep(20);
}

it('forwards the events from now on with signatures, goes on after an error, and ends with Ctrl-C', async () => {
  const { body } = await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
  const args = [
    'listen',
    '--company',
    tenant.company.id,
    '--forward-to',
    hook,
    '--types',
    'action.rejected,action.deleted',
  ];
  const listener = await startCli(environment, /Signing secret {2}whsec_\S+\n$/, ...args);
  const webhook = new Webhook(/whsec_\S+/.exec(listener.welcome)![0]);

  status = 500;
  await tenant.client.request('delete', `/actions/${body.actions[0].id}`).expect(200);
  await untilReceived(1);
  status = 204;
  await tenant.client.request('post', `/actions/${body.actions[0].id}/restore`).expect(200);
  await tenant.client.perform('reject', body.actions[0].id).expect(200);
  await untilReceived(2);

  const events = received.map(({ headers, body }) => webhook.verify(body, headers as Record<string, string>));
  expect(events).toMatchObject([
    { type: 'action.deleted' },
    { type: 'action.rejected', data: { status: 'cancelled' } },
  ]);
  const { stdout, code } = await listener.stop('SIGINT');
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n').slice(2)).toEqual([
    expect.stringMatching(/^\S+Z {2}action\.deleted {2}\S+ {2}→ {2}500 in \d+ ms$/),
    expect.stringMatching(/^\S+Z {2}action\.rejected {2}\S+ {2}→ {2}204 in \d+ ms$/),
  ]);
});

it('refuses what it cannot use, by name', async () => {
  const listen = (...args: string[]) => cli(environment, 'listen', '--company', tenant.company.id, ...args);
  expect((await listen('--forward-to', 'ftp://x')).stderr).toContain('http://');
  expect((await listen('--forward-to', hook, '--types', 'action.eaten')).stderr).toContain(
    'Unknown: action.eaten',
  );
  expect((await listen('--forward-to', hook, '--secret', 'abc')).stderr).toContain('whsec_');
});
