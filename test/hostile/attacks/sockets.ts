import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from '../attack.js';
import type { Attacker } from '../attacker.js';

const GROUP = 100;

/** Connections that are opened in groups, so that the backlog of the server's socket does not overflow. */
async function openMany(attacker: Attacker, count: number, options?: { allowHalfOpen: boolean }) {
  const sockets = [];
  for (let opened = 0; opened < count && !attacker.isOver; opened += GROUP) {
    const group = Array.from({ length: Math.min(GROUP, count - opened) }, () => attacker.open(options));
    sockets.push(...(await Promise.all(group)));
  }
  const open = sockets.filter((socket) => socket !== null);
  attacker.count('connected', open.length);
  return open;
}

const BODY_HEADERS = { 'Content-Type': 'application/json', 'Content-Length': '100000' };

/** Connections that claim resources and give little. */
export const SOCKETS: Attack[] = [
  {
    name: 'slow headers',
    does: '500 connections send a byte of a header every 100 ms',
    run: async (attacker) => {
      const sockets = await openMany(attacker, 500);
      for (const socket of sockets) socket.resume().write('GET /api/companies HTTP/1.1\r\nX-Slow: ');
      while (!attacker.isOver) {
        for (const socket of sockets) if (!socket.destroyed) socket.write('x');
        await sleep(100);
      }
    },
  },
  {
    name: 'half-open',
    does: '500 connections send a request and close their side',
    run: async (attacker) => {
      const sockets = await openMany(attacker, 500, { allowHalfOpen: true });
      for (const socket of sockets) socket.end(attacker.text('GET', '/actions'));
      await attacker.rest();
    },
  },
  {
    name: 'idle connections',
    does: '2,000 connections that send nothing',
    run: async (attacker) => {
      await openMany(attacker, 2_000);
      await attacker.rest();
    },
  },
  {
    name: 'pipelined requests',
    does: '10 connections send 1,000 requests at once, and never read',
    run: async (attacker) => {
      const sockets = await openMany(attacker, 10);
      for (const socket of sockets) socket.write(attacker.text('GET', '/actions/counts').repeat(1_000));
      await attacker.rest();
    },
  },
  {
    name: 'resets',
    does: '30 loops reset the connection in the middle of a request, or of a long response',
    company: 'texts',
    run: (attacker) =>
      attacker.repeat(30, async (index) => {
        const socket = await attacker.open();
        if (!socket) return sleep(20);
        const body = index % 2 === 1;
        socket
          .resume()
          .write(body ? attacker.text('PUT', '/ledger', BODY_HEADERS) : attacker.text('GET', '/actions'));
        await sleep(3 * index);
        socket.resetAndDestroy();
        attacker.count('reset');
      }),
  },
  {
    name: 'Expect',
    does: '30 loops send Expect: 100-continue, and never the body',
    run: (attacker) =>
      attacker.repeat(30, async () => {
        const socket = await attacker.open();
        if (!socket) return sleep(20);
        socket.resume().write(attacker.text('PUT', '/ledger', { ...BODY_HEADERS, Expect: '100-continue' }));
        await sleep(20);
        attacker.count('sent');
      }),
  },
  {
    name: 'broken HTTP',
    does: '30 loops send what is no HTTP',
    run: (attacker) =>
      attacker.repeat(30, async (index) => {
        const socket = await attacker.open();
        if (!socket) return sleep(20);
        socket
          .resume()
          .write(index % 2 ? 'GET / HTTP/9.9\r\n\r\n' : `GET /${'x'.repeat(70_000)} HTTP/1.1\r\n\r\n`);
        await sleep(5);
        socket.destroy();
        attacker.count('sent');
      }),
  },
];
