import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../support/api-document.js';
import { textOf } from './json.js';
import { nested, objectOf, ANY_JSON } from './json-values.js';
import { oneOf, weighted, text } from './values.js';

export interface FuzzBody {
  /** Has placeholders. To send it: resolve them, encode in the charset, apply the damage, compress. */
  text: string;
  charset: 'utf8' | 'utf16le' | 'latin1';
  damage: { bytes: number[]; at: number } | null;
  coding: keyof typeof CODINGS;
  chunked: boolean;
}

const CODINGS = {
  plain: (bytes: Buffer) => bytes,
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  'gzip of two megabytes': (bytes: Buffer) =>
    gzipSync(Buffer.concat([bytes, Buffer.alloc(2_000_000, ' ')]), { level: 1 }),
  'gzip cut short': (bytes: Buffer) => gzipSync(bytes).subarray(0, -6),
  'gzip with a wrong sum': (bytes: Buffer) =>
    Buffer.from(gzipSync(bytes).map((byte, at, all) => byte ^ Number(at > all.length - 9))),
  'gzip in name only': (bytes: Buffer) => bytes,
  'deflate without its head': deflateRawSync,
  'deflate in name only': (bytes: Buffer) => bytes,
  'br in name only': (bytes: Buffer) => bytes,
  'zip in name only': (bytes: Buffer) => bytes,
  identity: (bytes: Buffer) => bytes,
} as const;

export function bytesOf({ charset, damage, coding }: FuzzBody, resolved: string): Buffer {
  const bytes = Buffer.from(resolved, charset);
  const at = damage ? damage.at % (bytes.length + 1) : 0;
  const damaged = damage
    ? Buffer.concat([bytes.subarray(0, at), Buffer.from(damage.bytes), bytes.subarray(at)])
    : bytes;
  return CODINGS[coding](damaged);
}

export const codingHeader = ({ coding }: FuzzBody): Record<string, string> =>
  coding === 'plain' ? {} : { 'Content-Encoding': coding.split(' ', 1)[0]! };

/** JSON values that are not objects, and text that is not JSON. */
const NON_OBJECTS: Arbitrary<string> = weighted(
  [4, ANY_JSON.map(textOf)],
  [
    3,
    oneOf(
      '',
      ' ',
      '\n\t',
      '{',
      '}',
      '{"comment":',
      '{"a":1,}',
      "{'a':1}",
      '{}{}',
      '{} //',
      'undefined',
      '\ufeff{}',
    ),
  ],
  [
    1,
    oneOf(
      'NaN',
      '{"comment":Infinity}',
      '{"comment":"\0"}',
      '{"comment":"\\u12"}',
      '{"comment":"\\x41"}',
      'a=1&b=2',
    ),
  ],
  [1, nested('{"a":[', ']}')],
  [
    1,
    oneOf(19_998, 19_999, 20_001, 60_000, 199_999, 200_001).map(
      (values) => `{"a":[${'0,'.repeat(values)}0]}`,
    ),
  ],
  [1, text],
  [1, fc.json()],
);

const DAMAGE = fc.record({
  bytes: oneOf(
    [0xff],
    [0xc3],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xc0, 0x80],
    [0],
    [0xef, 0xbb, 0xbf],
  ),
  at: fc.nat(200),
});

export function bodyOf(schema: Schema): Arbitrary<FuzzBody> {
  return fc.record({
    text: weighted([12, objectOf(schema).map(textOf)], [2, NON_OBJECTS]),
    charset: weighted([30, fc.constant('utf8' as const)], [1, oneOf('utf16le' as const, 'latin1' as const)]),
    damage: weighted([20, fc.constant(null)], [1, DAMAGE]),
    coding: weighted(
      [12, fc.constant('plain' as const)],
      [1, oneOf(...(Object.keys(CODINGS) as (keyof typeof CODINGS)[]))],
    ),
    chunked: weighted([9, fc.constant(false)], [1, fc.constant(true)]),
  });
}
