import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import { createActions } from '../support/create-actions.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { killProcesses, type Server } from '../support/processes.js';

const RESTARTS = 20;
const CLIENTS = 8;
const PROMISED_MS = 25_000;
/** Less than a request that never ends is waited for. */
const PATIENCE_MS = 12_000;

let here: Installation;
const sockets: Socket[] = [];

beforeAll(async () => {
  here = await createInstallation();
  await createActions(here.dataSource, here.company, 500);
  await here.dataSource.query(`UPDATE action SET content = repeat('0123456789', 4000)`);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await killProcesses();
  await here.dataSource.destroy();
});

const lists = (size: number) => `/api/companies/${here.company.id}/actions?page_size=${size}`;

/** What waits for a body that never comes. */
const run = () => `/api/companies/${here.company.id}/recommendations/run`;

describe('SIGTERM', () => {
  it(`cuts no answer short, in ${RESTARTS} restarts under load`, async () => {
    const counts = { answers: 0, cut: 0, refused: 0 };
    let next = here.start();
    for (let restart = 1; restart <= RESTARTS; restart++) {
      const server = await next;
      if (restart < RESTARTS) next = here.start();
      const clients = Array.from({ length: CLIENTS }, (_, n) => askUntilRefused(server, 1 + 4 * n, counts));
      for (const goal = counts.answers + CLIENTS; counts.answers < goal;) await sleep(10);
      await sleep(400 * Math.random());
      expect(await server.stop('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
      await Promise.all(clients);
    }
    expect(counts).toMatchObject({ cut: 0, refused: RESTARTS * CLIENTS });
  }, 600_000);

  it('lets a slow client take the whole of its answer', async () => {
    const server = await here.start();
    const socket = await say(server, request('GET', lists(500), 'Connection: keep-alive'));
    await once(socket, 'readable');
    const ended = server.stop('SIGTERM');
    await sleep(2_000);
    const text = await readAll(socket);
    const { length } = text.slice(text.indexOf('\r\n\r\n') + 4);
    expect(length).toBeGreaterThan(15_000_000);
    expect(text).toContain(`Content-Length: ${length}\r\n`);
    expect((await ended).code).toBe(0);
  });

  it('ends with status 0 in 25 s, whatever connections hang on', async () => {
    const server = await here.start();
    const idle = await say(server, request('GET', '/health/live', 'Connection: keep-alive'));
    await once(idle, 'data');
    await say(server, 'GET /health/live HTTP/1.1\r\nHost: x');
    await say(server, request('POST', run(), 'Content-Type: application/json', 'Content-Length: 5'));
    const deaf = await say(server, request('GET', lists(500), 'Connection: keep-alive'));
    await once(deaf, 'readable');
    const since = Date.now();
    expect((await server.stop('SIGTERM')).code).toBe(0);
    expect(Date.now() - since).toBeLessThan(PROMISED_MS);
  });

  it('is meant where it comes twice', async () => {
    const server = await here.start();
    await say(server, request('POST', run(), 'Content-Type: application/json', 'Content-Length: 5'));
    const since = Date.now();
    const ended = server.stop('SIGTERM');
    await sleep(3_000);
    void server.stop('SIGTERM');
    expect((await ended).code).toBe(1);
    expect(Date.now() - since).toBeLessThan(PATIENCE_MS);
  });
});

/** One answer after the other on one connection; how the last one failed tells whether it had begun. */
async function askUntilRefused(
  { url }: Server,
  size: number,
  counts: { answers: number; cut: number; refused: number },
): Promise<void> {
  const client = new KeepAliveClient(url, here.headers);
  try {
    for (;;) {
      const { status, text } = await retryOn503(() => client.send('GET', lists(size)));
      expect({ status, size: (JSON.parse(text) as { data: object[] }).data.length }).toEqual({
        status: 200,
        size,
      });
      counts.answers++;
    }
  } catch (error) {
    const { code, began } = error as { code?: string; began?: true };
    if (began) counts.cut++;
    else if (code === 'ECONNREFUSED' || code === 'ECONNRESET') counts.refused++;
    else throw error;
  } finally {
    client.close();
  }
}

const request = (method: string, path: string, ...lines: string[]): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: x',
    `Authorization: ${here.headers.Authorization}`,
    ...lines,
    '',
    '',
  ].join('\r\n');

/** On a connection of its own, which reads nothing by itself. */
async function say({ url }: Server, text: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  socket.on('error', () => socket.destroy());
  socket.write(text);
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) text += chunk;
  return text;
}
