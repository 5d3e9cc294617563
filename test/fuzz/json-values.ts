import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../support/api-document.js';
import { JsonObject, type Json, RawJson } from './json.js';
import { isRequired, plausibleList, plausibleObject, plausibleText } from './plausible-values.js';
import { oneOf, validText, invalidText, NUMBERS, weighted, text } from './values.js';

export const rawJson = (texts: Arbitrary<string>): Arbitrary<Json> => texts.map((json) => new RawJson(json));
const oneRawJsonOf = (...texts: string[]): Arbitrary<Json> => rawJson(oneOf(...texts));

export const nested = (open: string, close: string): Arbitrary<string> =>
  oneOf(2, 31, 32, 33, 2_000, 30_000).map((levels) => open.repeat(levels) + close.repeat(levels));

const NUMERALS = weighted(
  [2, NUMBERS.filter((number) => /^-?(0|[1-9]\d*)(\.\d+)?(e\d+)?$/.test(number))],
  [1, oneOf('-1e400000', '1e-400000', `0.${'0'.repeat(400)}1`, '1E+1', '50.000', '12345678901234567890')],
);

/** Values of every JSON type, which match a schema only by chance. */
export const ANY_JSON: Arbitrary<Json> = weighted(
  [3, oneRawJsonOf('null', 'true', 'false', '{}', '[]', '""', '[null]', '{"a":1}', '["x"]')],
  [2, rawJson(NUMERALS)],
  [1, oneRawJsonOf('"\\ud800"', '"\\u0000"', '"\\udc00\\ud800"')],
  [2, rawJson(fc.json({ maxDepth: 4 }))],
  [1, rawJson(nested('[', ']'))],
  [
    1,
    oneRawJsonOf(
      '{"__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{}}}',
      '{"path":"/etc/passwd"}',
    ),
  ],
);

const UNUSUAL_KEYS = oneOf(
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

/** A value that matches its schema and is plausible for its field. */
export function validValue(schema: Schema, name: string): Arbitrary<Json> {
  const { type, items, properties, minimum: min = -1_000, maximum: max = 1_000 } = schema;
  if (properties) return validObject(schema);
  if (type === 'array') return validList(schema, items!, name);
  // The keys of a map are data, such as currencies, which only the example shows.
  if (typeof schema.additionalProperties === 'object')
    return rawJson(
      fc.subarray(Object.entries(schema.example ?? {})).map((entries) => json(Object.fromEntries(entries))),
    );
  if (type === 'object')
    return rawJson(fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.jsonValue()).map(exactJson));
  if (type === 'integer') return fc.integer({ min, max }).map((whole) => new RawJson(String(whole)));
  if (type === 'number')
    return fc.double({ min, max, noNaN: true }).map((number) => new RawJson(json(number)));
  if (type === 'boolean') return oneRawJsonOf('true', 'false');
  if (type === 'string') return plausibleText(name) ?? orNumber(schema, validTextOrExample(schema));
  // A field without a type accepts a text, a list or an object.
  const anything = fc.jsonValue({ maxDepth: 3 });
  return rawJson(fc.oneof(text, fc.array(anything), fc.dictionary(text, anything)).map(exactJson));
}

/** A decimal may also be sent as a JSON number. */
const orNumber = ({ pattern }: Schema, decimal: Arbitrary<string>): Arbitrary<Json> =>
  pattern?.startsWith('^\\d')
    ? weighted<Json>([1, decimal], [1, fc.double({ noNaN: true }).map((number) => new RawJson(json(number)))])
    : decimal;

/** Uses the documented example as well, which follows rules that a schema cannot express. */
function validTextOrExample(schema: Schema): Arbitrary<string> {
  const { example } = schema;
  return typeof example === 'string'
    ? weighted([1, fc.constant(example)], [1, validText(schema)])
    : validText(schema);
}

const json = (value: unknown): string => JSON.stringify(value);

/** Replaces integers above MAX_SAFE_INTEGER: the API refuses to round them. */
const exactJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' && Math.abs(inner) > Number.MAX_SAFE_INTEGER ? 1 / inner : inner,
  );

function validObject({ properties = {}, required = [] }: Schema): Arbitrary<JsonObject> {
  const names = Object.keys(properties);
  const fields = Object.entries(properties).map(([name, schema]) => {
    const value = validValue(schema, name).map((json) => [[name, json]] satisfies JsonObject['entries']);
    const isAlwaysSent = required.includes(name) || isRequired(name, names);
    return isAlwaysSent ? value : weighted<JsonObject['entries']>([1, value], [1, fc.constant([])]);
  });
  return fc.tuple(...fields).map((entries) => plausibleObject(new JsonObject(entries.flat())));
}

function validList({ minItems = 0, maxItems = 3 }: Schema, items: Schema, name: string): Arbitrary<Json[]> {
  const length = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) };
  return fc.array(validValue(items, name), length).map(plausibleList);
}

/** A value near the limits of its schema, valid or not. */
function invalidValue(schema: Schema, name: string): Arbitrary<Json> {
  const { type, items, properties, minimum = 0, maximum = 100 } = schema;
  if (properties) return invalidObject(schema);
  if (type === 'array' && items) return invalidList(schema, items, name);
  if (type === 'boolean') return oneRawJsonOf('"true"', '"false"', '0', '1', '""', '[true]');
  if (type === 'integer' || type === 'number') {
    const edges = [minimum - 1, minimum, maximum, maximum + 1, minimum - 0.5, maximum - 0.5].map(String);
    return weighted([2, oneRawJsonOf(...edges)], [3, rawJson(NUMERALS)], [1, NUMBERS]);
  }
  return type === 'string' ? invalidText(schema) : ANY_JSON;
}

function invalidList(schema: Schema, items: Schema, name: string): Arbitrary<Json> {
  const { maxItems = 100 } = schema;
  // Longer lists of valid items take so long that other requests miss their deadlines.
  const manyItems = Math.min(maxItems, 20);
  const list = validList(schema, items, name);
  const validItem = validValue(items, name);
  const invalidItem = weighted([3, invalidValue(items, name)], [1, ANY_JSON]);
  return weighted<Json>(
    [6, fc.tuple(list, invalidItem).map(([validItems, last]) => [...validItems, last])],
    [1, fc.constant([])],
    [1, validItem],
    [
      1,
      fc
        .tuple(validItem, oneOf(2, manyItems, maxItems + 1))
        .map(([item, times]) => Array<Json>(times).fill(item)),
    ],
    [1, oneOf(19_998, 20_001).map((count) => Array.from({ length: count }, () => new RawJson('0')))],
  );
}

/** An object with errors: invalid values at any depth, repeated, missing or unknown fields. */
export function invalidObject(schema: Schema): Arbitrary<JsonObject> {
  type Field = JsonObject['entries'][number];
  const own = Object.entries(schema.properties ?? {}).map(([name, field]): Arbitrary<Field> =>
    weighted([8, invalidValue(field, name)], [2, ANY_JSON], [1, oneRawJsonOf('null')]).map((value) => [
      name,
      value,
    ]),
  );
  const unknownField = fc.tuple(
    weighted([3, UNUSUAL_KEYS], [1, text]),
    weighted<Json>([1, ANY_JSON], [1, text]),
  );
  const mutations = fc.record({
    changed:
      own.length > 0 ? fc.array(fc.oneof(...own), { minLength: 1, maxLength: 2 }) : fc.constant<Field[]>([]),
    isRepeated: weighted([6, fc.constant(false)], [1, fc.constant(true)]),
    removed: weighted<string | null>(
      [6, fc.constant(null)],
      [1, oneOf(...(schema.required ?? []), 'comment')],
    ),
    added: weighted<Field[]>([10, fc.constant([])], [1, fc.array(unknownField, { maxLength: 2 })]),
  });
  return fc.tuple(validObject(schema), mutations).map(([valid, { changed, isRepeated, removed, added }]) => {
    const change = (object: JsonObject, [name, value]: Field) =>
      isRepeated ? object.append(name, value) : object.set(name, value);
    const extended = added.reduce((object, field) => object.append(...field), changed.reduce(change, valid));
    return removed === null ? extended : extended.remove(removed);
  });
}

export const objectOf = (schema: Schema): Arbitrary<JsonObject> =>
  weighted([1, validObject(schema)], [1, invalidObject(schema)]);
