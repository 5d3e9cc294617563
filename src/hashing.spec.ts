import { expect, it } from '@jest/globals';
import { canonicalJson } from './hashing.js';

it.each<[string, unknown, unknown]>([
  ['whatever the order of keys', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
  ['also inside lists', [{ a: 1, b: 2 }], [{ b: 2, a: 1 }]],
  ['dates as their text', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
  ['what is undefined as absent', { a: undefined, b: 1 }, { b: 1 }],
])('is the same %s', (_, one, other) => {
  expect(canonicalJson(one)).toBe(canonicalJson(other));
});

it.each<[unknown, unknown]>([
  [
    [1, 2],
    [2, 1],
  ],
  [{ a: 1 }, { a: '1' }],
  [{ a: null }, {}],
])('%j is not %j', (one, other) => {
  expect(canonicalJson(one)).not.toBe(canonicalJson(other));
});
