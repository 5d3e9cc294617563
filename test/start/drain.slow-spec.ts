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
/** Less than the time for which the server waits for open requests. */
const FORCED_MS = 12_000;

let installation: Installation;
const sockets: Socket[] = [];

beforeAll(async () => {
  installation = await createInstallation();
  await createActions(installation.dataSource, installation.company, 500);
  await installation.dataSource.query(`UPDATE action SET content = repeat('0123456789', 4000)`);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await killProcesses();
  await installation.dataSource.destroy();
});

const listPath = (size: number) => `/api/companies/${installation.company.id}/actions?page_size=${size}`;

/** The path of a request whose body never arrives. */
const runPath = () => `/api/companies/${installation.company.id}/recommendations/run`;

describe('SIGTERM', () => {
  it(`truncates no response, in ${RESTARTS} restarts under load`, async () => {
    const counts = { responses: 0, truncated: 0, refused: 0 };
    let next = installation.start();
    for (let restart = 1; restart <= RESTARTS; restart++) {
      const server = await next;
      if (restart < RESTARTS) next = installation.start();
      const clients = Array.from({ length: CLIENTS }, (_, n) => readUntilRefused(server, 1 + 4 * n, counts));
      for (const goal = counts.responses + CLIENTS; counts.responses < goal;) await sleep(10);
      await sleep(400 * Math.random());
      expect(await server.stop('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
      await Promise.all(clients);
    }
    expect(counts).toMatchObject({ truncated: 0, refused: RESTARTS * CLIENTS });
  }, 600_000);

  it('lets a slow client receive its complete response', async () => {
    const server = await installation.start();
    const socket = await send(server, request('GET', listPath(500), 'Connection: keep-alive'));
    await once(socket, 'readable');
    const ended = server.stop('SIGTERM');
    await sleep(2_000);
    const text = await readAll(socket);
    expect(text.length).toBeGreaterThan(15_000_000);
    expect(text).toContain('Transfer-Encoding: chunked\r\n');
    expect(text.endsWith('\r\n0\r\n\r\n')).toBe(true);
    expect((await ended).code).toBe(0);
  });

  it('ends the process with status 0 in 25 s, despite open connections', async () => {
    const server = await installation.start();
    const idle = await send(server, request('GET', '/health/live', 'Connection: keep-alive'));
    await once(idle, 'data');
    await send(server, 'GET /health/live HTTP/1.1\r\nHost: x');
    await send(server, request('POST', runPath(), 'Content-Type: application/json', 'Content-Length: 5'));
    const unread = await send(server, request('GET', listPath(500), 'Connection: keep-alive'));
    await once(unread, 'readable');
    const startedAt = Date.now();
    expect((await server.stop('SIGTERM')).code).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(PROMISED_MS);
  });

  it('H2: closes idle connections without waiting for KEEP_ALIVE_SECONDS', async () => {
    const server = await installation.start({ KEEP_ALIVE_SECONDS: '3600' });
    const idle = await send(server, request('GET', '/health/live', 'Connection: keep-alive'));
    await once(idle, 'data');
    const startedAt = Date.now();
    expect((await server.stop('SIGTERM')).code).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  });

  it('ends the process at once if it is sent twice', async () => {
    const server = await installation.start();
    await send(server, request('POST', runPath(), 'Content-Type: application/json', 'Content-Length: 5'));
    const startedAt = Date.now();
    const ended = server.stop('SIGTERM');
    await sleep(3_000);
    void server.stop('SIGTERM');
    expect((await ended).code).toBe(1);
    expect(Date.now() - startedAt).toBeLessThan(FORCED_MS);
  });
});

/** Reads one list after the other on one connection, until the connection is refused; counts truncated responses. */
async function readUntilRefused(
  { url }: Server,
  size: number,
  counts: { responses: number; truncated: number; refused: number },
): Promise<void> {
  const client = new KeepAliveClient(url, installation.headers);
  try {
    for (;;) {
      const { status, text } = await retryOn503(() => client.send('GET', listPath(size)));
      expect({ status, size: (JSON.parse(text) as { data: object[] }).data.length }).toEqual({
        status: 200,
        size,
      });
      counts.responses++;
    }
  } catch (error) {
    const { code, began } = error as { code?: string; began?: true };
    if (began) counts.truncated++;
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
    `Authorization: ${installation.headers.Authorization}`,
    ...lines,
    '',
    '',
  ].join('\r\n');

/** Sends text on a new connection; the response is read only by the test. */
async function send({ url }: Server, text: string): Promise<Socket> {
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
