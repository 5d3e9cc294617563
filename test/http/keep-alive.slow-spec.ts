import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type RunningApp, useApp } from '../support/app.js';

const app = useApp();
const impatient = useApp({ KEEP_ALIVE_SECONDS: 1 });
/** Node's own timeout is 5 seconds, and newer versions add one second. */
const DEFAULT_OF_NODE_MS = 6_500;

const sockets: Socket[] = [];
afterAll(() => sockets.forEach((socket) => socket.destroy()));

async function openConnection({ url }: RunningApp): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket.setEncoding('latin1'));
  await once(socket, 'connect');
  return socket;
}

async function requestOn(socket: Socket): Promise<string> {
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  const [text] = (await once(socket, 'data')) as [string];
  return text;
}

describe('H2: an idle connection', () => {
  it('serves the next request after a pause that is longer than the default of Node', async () => {
    const socket = await openConnection(app);
    expect(await requestOn(socket)).toContain('Keep-Alive: timeout=75\r\n');
    await sleep(DEFAULT_OF_NODE_MS);
    expect(await requestOn(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it('is closed after KEEP_ALIVE_SECONDS', async () => {
    const socket = await openConnection(impatient);
    expect(await requestOn(socket)).toContain('Keep-Alive: timeout=1\r\n');
    const idleSince = Date.now();
    await once(socket, 'close');
    expect(Date.now() - idleSince).toBeLessThan(DEFAULT_OF_NODE_MS);
  });
});
