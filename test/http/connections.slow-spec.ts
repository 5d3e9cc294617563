import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { configureServer } from '../../src/api/connections/configure-server.js';
import { Connections } from '../../src/api/connections/connections.js';
import { respondToInvalidHttp } from '../../src/api/connections/invalid-http.js';
import { limitConnections } from '../../src/api/connections/limit-connections.js';
import { limitMemory } from '../../src/api/connections/limit-memory.js';
import { LIMITS } from '../../src/limits.js';
import { RawConnection, rawRequest } from '../support/raw-http.js';

const MEBIBYTE = 1024 * 1024;
/** More than the kernel keeps for a connection whose client does not read. */
const LARGE = Buffer.alloc(16 * MEBIBYTE, 'x');
const TIMEOUT_MS = 1_000;

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server with the limits of the API, and with timeouts of one second. */
async function startServer(handle: RequestListener, maxConnections = 100) {
  const server = createServer(handle);
  servers.push(server);
  const connections = new Connections();
  connections.serve(server);
  limitConnections(server, connections, maxConnections);
  limitMemory(server, connections);
  configureServer(server, 60_000);
  respondToInvalidHttp(server, connections);
  Object.assign(server, { headersTimeout: TIMEOUT_MS, connectionsCheckingInterval: 100 });
  server.listen(0);
  await once(server, 'listening');
  return { server, connections, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const sendLarge: RequestListener = (_request, response) => void response.end(LARGE);
const respond: RequestListener = (_request, response) => void response.end('{}');
const keepWaiting: RequestListener = () => undefined;
const GET = rawRequest('GET /');

/** Requests something and never reads the response. */
async function openWithoutReading(server: { url: string }, localAddress?: string): Promise<RawConnection> {
  const connection = await RawConnection.open(server, localAddress);
  connection.socket.pause();
  return connection.send(GET);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(50);
}

describe('a client that does not read its response', () => {
  it('loses its connection after a time without progress', async () => {
    const started = await startServer(sendLarge);
    started.server.timeout = TIMEOUT_MS;
    await openWithoutReading(started);
    await until(() => started.connections.count === 1);
    await until(() => started.connections.count === 0);
  });

  it('keeps its connection if it reads slowly', async () => {
    const started = await startServer(sendLarge);
    started.server.timeout = 2 * TIMEOUT_MS;
    const startedAt = Date.now();
    const client = await openWithoutReading(started);
    while (!client.isClosed && client.text.length < LARGE.length) {
      await sleep(20);
      client.socket.read();
    }
    expect(client.text.length).toBeGreaterThan(LARGE.length);
    expect(Date.now() - startedAt).toBeGreaterThan(2 * TIMEOUT_MS);
  });
});

describe('the memory of all connections', () => {
  it('is bounded at the expense of the client that uses the most', async () => {
    const started = await startServer((request, response) => {
      // As TokenGuard does.
      Object.assign(request, { user: { tokenId: request.headers.authorization } });
      sendLarge(request, response);
    });
    const open = async (token: string) => {
      const connection = await RawConnection.open(started);
      connection.socket.pause();
      connection.send(rawRequest('GET /', [`Authorization: ${token}`]));
    };
    await open('modest');
    for (let n = 0; n < 20; n += 1) await open('greedy');
    const kept = () => {
      const open = started.connections.all();
      const tokens = open.map(({ exchanges }) => exchanges[0]?.request.headers.authorization);
      return { bytes: open.reduce((sum, { socket }) => sum + socket.writableLength, 0), tokens };
    };
    await until(() => kept().bytes > LIMITS.connectionMemory);
    await until(() => kept().bytes <= LIMITS.connectionMemory);
    expect(kept().tokens).toContain('modest');
    expect(kept().tokens).toContain('greedy');
  });
});

describe('a request that does not arrive', () => {
  it('gets 400 if its headers are late', async () => {
    const connection = await RawConnection.open(await startServer(respond));
    await connection.send(GET.slice(0, -2)).closed();
    expect(connection.statuses).toEqual([400]);
    expect(connection.bodies).toMatchObject([{ code: 'parse_error', detail: 'The request timed out.' }]);
  });

  it('gets 400 after the response before it, if its headers are late', async () => {
    const connection = await RawConnection.open(
      await startServer((_request, response) => void setTimeout(() => response.end('{}'), 3 * TIMEOUT_MS)),
    );
    await connection.send(GET + GET.slice(0, -2)).closed();
    expect(connection.statuses).toEqual([200, 400]);
  });

  it('gets no response if nothing of it arrives', async () => {
    const connection = await RawConnection.open(await startServer(respond));
    expect(await connection.closed()).toBe('');
  });

  it('may begin later than the time for headers on an idle connection', async () => {
    const connection = await RawConnection.open(await startServer(respond));
    await connection.send(GET).received('{}');
    await sleep(3 * TIMEOUT_MS);
    connection.send(GET);
    await until(() => connection.statuses.length === 2);
    expect(connection.isClosed).toBe(false);
  });
});

describe('the number of connections', () => {
  const MAX = 5;

  it('is bounded by closing the oldest connection without a request', async () => {
    const started = await startServer(respond, MAX);
    const idle: RawConnection[] = [];
    for (let n = 0; n < MAX; n += 1) idle.push(await RawConnection.open(started));
    for (const connection of idle) await connection.send(GET).received('{}');
    const next = await RawConnection.open(started);
    await next.send(GET).received('{}');
    await idle[0]!.closed();
    expect(idle.map(({ isClosed }) => isClosed)).toEqual([true, false, false, false, false]);
  });

  it('is bounded by refusing an address that has requests on all of them', async () => {
    const started = await startServer(keepWaiting, MAX);
    const busy: RawConnection[] = [];
    for (let n = 0; n < MAX; n += 1) busy.push((await RawConnection.open(started)).send(GET));
    await until(() => started.connections.all().every(({ exchanges }) => exchanges.length === 1));
    const refused = await RawConnection.open(started);
    await refused.send(GET).closed();
    expect(busy.map(({ isClosed }) => isClosed)).toEqual([false, false, false, false, false]);
  });

  it('does not let one address lock out another', async () => {
    // Other systems than Linux have only one loopback address.
    if (process.platform !== 'linux') return;
    const started = await startServer(keepWaiting, MAX);
    const busy: RawConnection[] = [];
    for (let n = 0; n < MAX; n += 1) busy.push((await RawConnection.open(started)).send(GET));
    await until(() => started.connections.all().every(({ exchanges }) => exchanges.length === 1));
    const others = [
      await RawConnection.open(started, '127.0.0.2'),
      await RawConnection.open(started, '127.0.0.2'),
    ];
    await until(() => busy.filter(({ isClosed }) => isClosed).length === 2);
    expect(others.map(({ isClosed }) => isClosed)).toEqual([false, false]);
  });
});
