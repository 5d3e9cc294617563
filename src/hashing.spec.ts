import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256, sha256OfJson } from './hashing.js';

it.each<[string, unknown, unknown]>([
  ['objects whose keys are in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
  ['objects in lists whose keys are in another order', [{ a: 1, b: 2 }], [{ b: 2, a: 1 }]],
  ['a date and its ISO 8601 text', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
  ['an undefined and an absent key', { a: undefined, b: 1 }, { b: 1 }],
])('canonicalJson is the same for %s', (_, one, other) => {
  expect(canonicalJson(one)).toBe(canonicalJson(other));
});

it.each<[unknown, unknown]>([
  [
    [1, 2],
    [2, 1],
  ],
  [{ a: 1 }, { a: '1' }],
  [{ a: null }, {}],
])('canonicalJson distinguishes %j from %j', (one, other) => {
  expect(canonicalJson(one)).not.toBe(canonicalJson(other));
});

it('sha256OfJson is the hash of the canonical JSON', async () => {
  const values = fc.anything({ key: fc.string({ unit: 'binary' }), withDate: true, withNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      expect(await sha256OfJson([value])).toBe(sha256(canonicalJson([value])));
    }),
  );
  const large = Array.from({ length: 20_000 }, (_, n) => ({
    [`key ${n}`]: 'ü',
    7: new Date(n),
    a: undefined,
  }));
  expect(await sha256OfJson({ large })).toBe(sha256(canonicalJson({ large })));
});
