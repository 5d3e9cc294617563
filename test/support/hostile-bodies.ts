import { gzipSync } from 'node:zlib';

export const BULK = 10 * 1024 * 1024;
export const ORDINARY = 1_280 * 1024;

/** As many copies of an item as fit, as the only field of an object. */
export const listOf = (field: string, item: string, bytes = BULK): string => {
  const count = Math.floor((bytes - field.length - 8) / (Buffer.byteLength(item) + 1));
  return `{"${field}":[${Array(count).fill(item).join()}]}`;
};
const textOf = (character: string, bytes: number): string =>
  `{"comment":"${character.repeat(Math.floor((bytes - 20) / Buffer.byteLength(character)))}"}`;
const rowsOf = (count: number, row: (n: number) => object): string =>
  JSON.stringify({ invoices: Array.from({ length: count }, (_, n) => row(n)) });

/** A valid ledger of the largest size. */
export const largeLedger = (): Buffer =>
  Buffer.concat([Buffer.from(ledger()), Buffer.alloc(BULK, ' ')]).subarray(0, BULK);

const ledger = (): string =>
  JSON.stringify({
    customers: Array.from({ length: 1_000 }, (_, n) => ({
      external_id: `C-${n}${'ü'.repeat(200)}`,
      name: '株'.repeat(255),
      contact_name: '株'.repeat(255),
      phone: 'x'.repeat(255),
    })),
    invoices: Array.from({ length: 4_000 }, (_, n) => ({
      external_id: `${n}-${'株'.repeat(240)}`,
      invoice_number: `${n}-${'ü'.repeat(240)}`,
      customer_external_id: `C-${n % 1_000}${'ü'.repeat(200)}`,
      amount: 1250.5,
      currency: 'USD',
      issued_on: '2026-09-12',
      due_date: '2026-10-12',
      status: 'open',
      balance: '99.5',
      disputed: false,
    })),
  });

/** Bodies for PUT ledger that cost as much as their sender can make them. */
export const LEDGERS: [name: string, body: () => string | Buffer][] = [
  ['5 million zeros', () => listOf('a', '0')],
  ['200,000 zeros', () => listOf('a', '0', 400_000)],
  ['3 million empty objects', () => listOf('invoices', '{}')],
  ['199,000 empty objects', () => listOf('invoices', '{}', 199_000 * 3)],
  ['10 MiB of spaces', () => '{}'.padEnd(BULK)],
  ['10 MiB of spaces in the middle', () => `{"a":${' '.repeat(BULK - 10)}1}`],
  ['one string of 10 MiB', () => textOf('x', BULK)],
  ['a number of 9 MiB', () => `{"a":${'9'.repeat(9 * 1024 * 1024)}}`],
  ['numbers of 1 MiB', () => listOf('a', '9'.repeat(1024 * 1024))],
  ['amounts of 1 MiB', () => listOf('invoices', `{"amount":${'9'.repeat(1024 * 1024)}}`)],
  ['strings of 1 MiB', () => listOf('a', JSON.stringify('é'.repeat(512 * 1024)))],
  ['escapes', () => listOf('a', `"${'\\u00e9'.repeat(170_000)}"`)],
  ['10 million opening brackets', () => '['.repeat(BULK)],
  ['arrays of 199,000 levels', () => `{"a":${'['.repeat(199_000)}${']'.repeat(199_000)}}`],
  ['objects of 199,000 levels', () => `{"a":${'{"a":'.repeat(199_000)}1${'}'.repeat(199_000)}}`],
  ['199,000 members', () => `{${Array.from({ length: 199_000 }, (_, n) => `"k${n}":0`).join()}}`],
  ['9,999 members', () => `{${Array.from({ length: 9_999 }, (_, n) => `"k${n}":0`).join()}}`],
  [
    'names of 1 MiB',
    () =>
      `{${Array.from({ length: 9 }, (_, n) => `"${n}${'k'.repeat(1024 * 1024)}":{"constructor":0}`).join()}}`,
  ],
  [
    'a name of 1 MiB above 100,000 invalid values',
    () => `{"${'k'.repeat(1024 * 1024)}":[${Array(100_000).fill('"\\u0000"').join()}]}`,
  ],
  [
    '5,000 rows with 39 unknown fields',
    () => rowsOf(5_000, () => Object.fromEntries(Array.from({ length: 39 }, (_, n) => [`f${n}`, n]))),
  ],
  [
    '5,000 invalid rows',
    () =>
      rowsOf(5_000, () => ({
        external_id: '',
        invoice_number: 'x'.repeat(300),
        amount: 'x',
        currency: 'x',
        issued_on: 'x',
        due_on: 'x',
        status: 'x',
      })),
  ],
  [
    '100,000 combining characters',
    () => rowsOf(1, () => ({ invoice_number: `a${'\u0301\u0316'.repeat(50_000)}` })),
  ],
  [
    '1,000 rows of combining characters',
    () => rowsOf(1_000, () => ({ invoice_number: `a${'\u0301\u0316'.repeat(1_500)}` })),
  ],
  [
    '5,000 long decomposed names',
    () => rowsOf(5_000, (n) => ({ invoice_number: `${n}${'a\u0323\u0302'.repeat(250)}` })),
  ],
  ['characters that expand', () => rowsOf(5_000, (n) => ({ invoice_number: `${n}${'\ufdfa'.repeat(600)}` }))],
  [
    'a list in each scalar field',
    () => rowsOf(10, () => ({ invoice_number: Array.from({ length: 9_000 }, () => ({ a: 1 })) })),
  ],
  ['a large valid ledger', largeLedger],
];

/** Bodies for the approval of an action, which may be 1,280 KiB long. */
export const APPROVALS: [name: string, body: () => string | Buffer][] = [
  ['one string of 1,280 KiB', () => textOf('x', ORDINARY)],
  ['300,000 emoji', () => textOf('😀', ORDINARY)],
  ['a comment of combining characters', () => textOf('\u0301\u0316', ORDINARY)],
  ['a comment of invisible characters', () => textOf('\u200b', ORDINARY)],
  ['a comment of spaces', () => textOf(' ', ORDINARY)],
  ['650,000 zeros', () => listOf('comment', '0', ORDINARY)],
  ['20,000 objects', () => listOf('comment', '{"a":0}', 9_900 * 8)],
  ['an unknown name of 1,280 KiB', () => `{"${'k'.repeat(ORDINARY - 20)}":1}`],
  ['100,000 emoji, escaped', () => `{"final_content":"${'\\ud83d\\ude00'.repeat(100_000)}"}`],
  ['100,000 combining characters', () => `{"final_content":"${'\u0301\u0316'.repeat(50_000)}"}`],
  ['a long id', () => JSON.stringify({ approved_by: 'A'.repeat(ORDINARY - 50) })],
  [
    'a long date',
    () => JSON.stringify({ response_deadline: '2026-01-01T00:00:00.'.padEnd(ORDINARY - 50, '0') }),
  ],
];

/** A body of 10 GiB when it is inflated. */
export const bomb = (): Buffer => {
  const piece = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  return Buffer.concat(Array<Buffer>(160).fill(piece));
};
