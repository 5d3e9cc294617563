import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../support/operations.js';
import { Fields, type Json, Raw } from './json.js';
import { isNeeded, sensibleList, sensibleObject, sensibleText } from './sense.js';
import { among, fit, misfit, NUMBERS, odds, text } from './values.js';

export const rawly = (texts: Arbitrary<string>): Arbitrary<Json> => texts.map((one) => new Raw(one));
const rawOf = (...texts: string[]): Arbitrary<Json> => rawly(among(...texts));

export const nested = (open: string, close: string): Arbitrary<string> =>
  among(2, 31, 32, 33, 2_000, 30_000).map((levels) => open.repeat(levels) + close.repeat(levels));

const NUMERALS = odds(
  [2, NUMBERS.filter((number) => /^-?(0|[1-9]\d*)(\.\d+)?(e\d+)?$/.test(number))],
  [1, among('-1e400000', '1e-400000', `0.${'0'.repeat(400)}1`, '1E+1', '50.000', '12345678901234567890')],
);

/** JSON that nobody asked for. */
export const OTHER_JSON: Arbitrary<Json> = odds(
  [3, rawOf('null', 'true', 'false', '{}', '[]', '""', '[null]', '{"a":1}', '["x"]')],
  [2, rawly(NUMERALS)],
  [1, rawOf('"\\ud800"', '"\\u0000"', '"\\udc00\\ud800"')],
  [2, rawly(fc.json({ maxDepth: 4 }))],
  [1, rawly(nested('[', ']'))],
  [1, rawOf('{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{}}}', '{"path":"/etc/passwd"}')],
);

const STRANGE_KEYS = among(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  'a.b',
  'a\0b',
  '\ud800',
  'status',
  'company_id',
  'access_token',
  'final_contents',
  'Final_Content',
  '$where',
  '0',
);

/** A value as its schema wants it, and as the name of its field lets expect. */
export function fitting(schema: Schema, name: string): Arbitrary<Json> {
  const { type, items, properties, minimum: min = -1_000, maximum: max = 1_000 } = schema;
  if (properties) return fittingObject(schema);
  if (type === 'array') return fittingList(schema, items!, name);
  if (type === 'object')
    return rawly(fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.jsonValue()).map(exactJson));
  if (type === 'integer') return fc.integer({ min, max }).map((whole) => new Raw(String(whole)));
  if (type === 'number') return fc.double({ min, max, noNaN: true }).map((number) => new Raw(json(number)));
  if (type === 'boolean') return rawOf('true', 'false');
  if (type === 'string') return sensibleText(name) ?? orNumber(schema, fittingText(schema));
  // A field without a type takes a text, a list or an object.
  const anything = fc.jsonValue({ maxDepth: 3 });
  return rawly(fc.oneof(text, fc.array(anything), fc.dictionary(text, anything)).map(exactJson));
}

/** A decimal may be sent as a JSON number, too. */
const orNumber = ({ pattern }: Schema, decimal: Arbitrary<string>): Arbitrary<Json> =>
  pattern?.startsWith('^\\d')
    ? odds<Json>([1, decimal], [1, fc.double({ noNaN: true }).map((number) => new Raw(json(number)))])
    : decimal;

/** The example that the document gives is one that keeps also the rules which it does not tell. */
function fittingText(schema: Schema): Arbitrary<string> {
  const { example } = schema;
  return typeof example === 'string' ? odds([1, fc.constant(example)], [1, fit(schema)]) : fit(schema);
}

const json = (value: unknown): string => JSON.stringify(value);

/** Without the whole numbers that would be rounded, and are refused for it. */
const exactJson = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'number' && Math.abs(one) > Number.MAX_SAFE_INTEGER ? 1 / one : one,
  );

function fittingObject({ properties = {}, required = [] }: Schema): Arbitrary<Fields> {
  const names = Object.keys(properties);
  const fields = Object.entries(properties).map(([name, schema]) => {
    const value = fitting(schema, name).map((one) => [[name, one]] satisfies Fields['entries']);
    const isThere = required.includes(name) || isNeeded(name, names);
    return isThere ? value : odds<Fields['entries']>([1, value], [1, fc.constant([])]);
  });
  return fc.tuple(...fields).map((entries) => sensibleObject(new Fields(entries.flat())));
}

function fittingList({ minItems = 0, maxItems = 3 }: Schema, items: Schema, name: string): Arbitrary<Json[]> {
  const length = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) };
  return fc.array(fitting(items, name), length).map(sensibleList);
}

/** A value that its schema nearly allows, or allows just so. */
function misfitting(schema: Schema, name: string): Arbitrary<Json> {
  const { type, items, properties, minimum = 0, maximum = 100 } = schema;
  if (properties) return spoiltObject(schema);
  if (type === 'array' && items) return misfittingList(schema, items, name);
  if (type === 'boolean') return rawOf('"true"', '"false"', '0', '1', '""', '[true]');
  if (type === 'integer' || type === 'number') {
    const edges = [minimum - 1, minimum, maximum, maximum + 1, minimum - 0.5, maximum - 0.5].map(String);
    return odds([2, rawOf(...edges)], [3, rawly(NUMERALS)], [1, NUMBERS]);
  }
  return type === 'string' ? misfit(schema) : OTHER_JSON;
}

function misfittingList(schema: Schema, items: Schema, name: string): Arbitrary<Json> {
  const { maxItems = 100 } = schema;
  // More that are good would keep others waiting for too long.
  const enough = Math.min(maxItems, 20);
  const list = fittingList(schema, items, name);
  const one = fitting(items, name);
  const other = odds([3, misfitting(items, name)], [1, OTHER_JSON]);
  return odds<Json>(
    [6, fc.tuple(list, other).map(([some, strange]) => [...some, strange])],
    [1, fc.constant([])],
    [1, one],
    [1, fc.tuple(one, among(2, enough, maxItems + 1)).map(([same, times]) => Array<Json>(times).fill(same))],
    [1, among(19_998, 20_001).map((count) => Array.from({ length: count }, () => new Raw('0')))],
  );
}

/** An object with a fault or two: in a field, at any depth, or beside all fields. */
export function spoiltObject(schema: Schema): Arbitrary<Fields> {
  type Field = Fields['entries'][number];
  const own = Object.entries(schema.properties ?? {}).map(([name, field]): Arbitrary<Field> =>
    odds([8, misfitting(field, name)], [2, OTHER_JSON], [1, rawOf('null')]).map((value) => [name, value]),
  );
  const strange = fc.tuple(odds([3, STRANGE_KEYS], [1, text]), odds<Json>([1, OTHER_JSON], [1, text]));
  const faults = fc.record({
    changed:
      own.length > 0 ? fc.array(fc.oneof(...own), { minLength: 1, maxLength: 2 }) : fc.constant<Field[]>([]),
    isTwice: odds([6, fc.constant(false)], [1, fc.constant(true)]),
    left: odds<string | null>([6, fc.constant(null)], [1, among(...(schema.required ?? []), 'comment')]),
    added: odds<Field[]>([10, fc.constant([])], [1, fc.array(strange, { maxLength: 2 })]),
  });
  return fc.tuple(fittingObject(schema), faults).map(([whole, { changed, isTwice, left, added }]) => {
    const set = (into: Fields, [name, value]: Field) =>
      isTwice ? into.and(name, value) : into.with(name, value);
    const spoilt = added.reduce((into, one) => into.and(...one), changed.reduce(set, whole));
    return left === null ? spoilt : spoilt.without(left);
  });
}

export const objectOf = (schema: Schema): Arbitrary<Fields> =>
  odds([1, fittingObject(schema)], [1, spoiltObject(schema)]);
