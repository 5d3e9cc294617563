import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from '../attack.js';
import type { Attacker } from '../attacker.js';

const LIST = '/actions?page_size=500';

/** Connections that ask for lists of long texts, and do not read the responses, or hardly. */
export const READERS: Attack[] = [
  {
    name: 'unread lists',
    does: '30 connections ask for a page of 500 texts of 100,000 characters, and never read',
    company: 'texts',
    run: async (attacker) => {
      await Promise.all(Array.from({ length: 30 }, () => ask(attacker, 1)));
      await attacker.rest();
    },
  },
  {
    name: 'pipelined lists',
    does: 'one connection asks 300 times at once for that page, and never reads',
    company: 'texts',
    run: async (attacker) => {
      await ask(attacker, 300);
      await attacker.rest();
    },
  },
  {
    name: 'slow readers',
    does: '30 connections ask for that page, and read 1 kB a second',
    company: 'texts',
    run: async (attacker) => {
      const sockets = await Promise.all(Array.from({ length: 30 }, () => ask(attacker, 1)));
      while (!attacker.isOver) {
        for (const socket of sockets) socket?.read(1_000);
        await sleep(1_000);
      }
    },
  },
  {
    name: 'read lists',
    does: '30 connections ask for that page again and again, and read it',
    company: 'texts',
    run: (attacker) => attacker.repeat(30, () => attacker.call('GET', LIST)),
  },
];

async function ask(attacker: Attacker, times: number) {
  const socket = await attacker.open();
  // Without a listener for `data`, Node stops reading once its buffer of some kilobytes is full.
  socket?.write(attacker.text('GET', LIST).repeat(times));
  return socket;
}
