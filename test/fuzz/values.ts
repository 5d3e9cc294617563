import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../support/api-document.js';
import { RECORDS } from './fixtures.js';

export const weighted = <T>(...choices: [weight: number, arbitrary: Arbitrary<T>][]): Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
export const oneOf = <T>(...values: T[]): Arbitrary<T> => fc.constantFrom(...values);

/** Texts that a layer may misinterpret: NUL, lone surrogates, SQL, HTML, paths, keywords such as null. */
const TRICKY_TEXTS = oneOf(
  '\0',
  'a\0b',
  '\ud83d',
  '\ude00x',
  '\ude00\ud83d',
  '\ufeffx',
  '\ufffd',
  '\uffff',
  '\u202egnp.exe',
  '\u0001\u007f\u0085',
  '\r\nSet-Cookie: a=b',
  "' OR 1=1 --",
  "'; DROP TABLE action; --",
  '$1',
  '%',
  '_',
  '\\',
  '%%%',
  'a\x1fb',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  'null',
  'undefined',
  'NaN',
  '[object Object]',
  'true',
  '0',
  'İıſ',
  'é'.normalize('NFD'),
  '👩‍👩‍👧‍👦',
  '\u3000\u00a0\t',
  '株式会社',
);

export const text: Arbitrary<string> = weighted(
  [4, TRICKY_TEXTS],
  [2, fc.string({ unit: 'grapheme', maxLength: 30 })],
  [1, fc.string({ unit: 'binary', maxLength: 30 })],
  [1, fc.string({ unit: 'grapheme-ascii', maxLength: 300 })],
  [
    1,
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
      .map((units) => String.fromCharCode(...units)),
  ],
  [1, fc.constant('')],
);

/** Texts around a length limit, in characters of one, two and four bytes. */
function textNearLimit(max: number): Arbitrary<string> {
  const unit = max > 10_000 ? oneOf('x', 'ü') : oneOf('x', 'ü', '😀');
  return fc
    .tuple(unit, oneOf(0, 1, max - 1, max, max + 1))
    .map(([character, length]) => character.repeat(length));
}

const DATE_TIMES = oneOf(
  '2026-12-04T17:00:00Z',
  '2026-12-04t17:00:00.123456789+14:00',
  '1900-01-01T00:00:00Z',
  '9998-12-31T23:59:59-23:59',
  '2024-02-29T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-12-04T24:00:00Z',
  '2026-12-04T23:59:60Z',
  '2026-12-04T23:60:00Z',
  '2026-12-04T17:00:00+25:00',
  '2026-12-04T17:00:00',
  '2026-12-04',
  '2026-W49-5',
  '2026-339',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '0000-00-00T00:00:00Z',
  'now',
  'infinity',
  'epoch',
  '1764867600',
);
const DATES = oneOf(
  '2026-10-31',
  '2024-02-29',
  '1900-01-01',
  '9999-12-31',
  '2026-02-30',
  '0026-01-01',
  '2026-1-1',
  '2026-13-01',
  '10000-01-01',
  '2026-10-31T00:00:00Z',
  'today',
  '-infinity',
  '',
);
const generatedDate = fc.date({ noInvalidDate: true });

const IDS = weighted(
  [
    5,
    oneOf(
      ...RECORDS.flatMap((record) => [`{{${record}.own}}`, `{{${record}.foreign}}`]),
      '{{contact.upper}}',
    ),
  ],
  [2, fc.uuid()],
  [1, oneOf('{{company.own}}', '{{action.used}}', '{{random}}')],
  [1, oneOf('1042', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff')],
  [
    1,
    oneOf(
      '{019aaf30-5e6f-7081-92a3-b4c5d6e7f809}',
      'urn:uuid:{{contact.own}}',
      '{{contact.own}} ',
      '{{contact.own}}0',
    ),
  ],
);

export const NUMBERS = oneOf(
  '1',
  '2',
  '20',
  '0',
  '-1',
  '-0',
  '501',
  '1000000',
  '1000001',
  '1e3',
  '1E+2',
  '0x10',
  '0b1',
  '0o7',
  '1.0',
  '1.5',
  '01',
  '+1',
  ' 1 ',
  '1\n',
  '1_000',
  '1,000',
  '１',
  '٣',
  '2147483648',
  '9007199254740993',
  '9223372036854775808',
  '9'.repeat(400),
  '1e400000',
  'NaN',
  'Infinity',
  '',
);

/** A text that matches its schema. */
export function validText({
  type,
  format,
  enum: values,
  pattern,
  maxLength = 60,
}: Schema): Arbitrary<string> {
  if (values) return oneOf(...values.filter((value) => value !== null));
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  if (type === 'integer') return oneOf('1', '2', '20');
  if (type === 'boolean') return oneOf('true', 'false');
  if (format === 'uuid') return oneOf(...RECORDS.map((record) => `{{${record}.own}}`));
  if (format === 'email') return oneOf('ap@acme.example', 'n.okafor@acme.example', 'Grün@example.com');
  if (format === 'date') return oneOf('2026-10-31', '2024-02-29');
  if (format === 'date-time') return fc.date({ min: new Date(0), noInvalidDate: true, max: LATE }).map(iso);
  return fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(60, maxLength) });
}
const LATE = new Date('9998-12-31');
const iso = (date: Date): string => date.toISOString();

/** A text near the limits of its schema, valid or not. */
export function invalidText({
  type,
  format,
  enum: values,
  pattern,
  maxLength = 200,
}: Schema): Arbitrary<string> {
  if (values) return weighted([1, oneOf(values[0]!.toUpperCase(), `${values[0]} `)], [1, text]);
  if (pattern) return weighted([1, oneOf(',', 'proposed,', 'proposed,proposed')], [1, text]);
  if (type === 'integer') return weighted([8, NUMBERS], [1, fc.bigInt().map(String)], [1, text]);
  if (type === 'boolean') return weighted([2, oneOf('TRUE', '1', 'yes', '')], [1, text]);
  if (format === 'uuid') return weighted([6, IDS], [1, text]);
  if (format === 'date')
    return weighted([4, DATES], [2, generatedDate.map((date) => iso(date).slice(0, 10))], [1, text]);
  if (format === 'date-time') return weighted([4, DATE_TIMES], [2, generatedDate.map(iso)], [1, text]);
  return weighted([30, text], [maxLength > 10_000 ? 1 : 10, textNearLimit(maxLength)]);
}

export const valueOf = (schema: Schema): Arbitrary<string> =>
  weighted([3, validText(schema)], [2, invalidText(schema)]);
