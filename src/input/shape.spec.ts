import { describe, expect, it } from '@jest/globals';
import { shapeErrors } from './shape.js';

const nested = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));
const found = (root: unknown) => shapeErrors('body', root).map(({ field, code }) => [field, code]);

describe('shapeErrors', () => {
  it.each([
    ['an empty object', {}],
    ['plain values', { a: 'text', b: 1, c: true, d: null }],
    ['line breaks, tabs and other controls', { a: 'one\r\n\ttwo\u0001' }],
    ['whole surrogate pairs and any script', { a: '😀 Größe 株式会社 עברית' }],
    ['32 levels', nested(32)],
    ['the longest whole numbers that are exact', { a: [9007199254740991, -9007199254740991] }],
    ['numbers of many digits that are not whole', JSON.parse('{"a":[0.30000000000000004,5e-324]}')],
    ['a key that only contains a forbidden one', { constructors: 1, my__proto__: 1 }],
  ])('finds nothing wrong with %s', (_, root) => {
    expect(found(root)).toEqual([]);
  });

  it.each([
    ['NUL', { a: 'x\0' }, [['a', 'text']]],
    ['the first half of a surrogate pair', { a: '\ud83d' }, [['a', 'text']]],
    ['the second half', { a: 'x\udc00y' }, [['a', 'text']]],
    ['the halves in the wrong order', { a: '\ude00\ud83d' }, [['a', 'text']]],
    ['NUL deep inside', { a: { b: ['x', '\0'] } }, [['a.b[1]', 'text']]],
    ['NUL in a key', { 'x\0': 1 }, [['x\0', 'key']]],
    ['a number beyond all', JSON.parse('{"a":[1e400000]}'), [['a[0]', 'number']]],
    [
      'whole numbers that are rounded',
      JSON.parse('{"a":[9007199254740993,-1e300]}'),
      [
        ['a[1]', 'number'],
        ['a[0]', 'number'],
      ],
    ],
    ['a __proto__ key', JSON.parse('{"__proto__":{"admin":true}}'), [['__proto__', 'key']]],
    ['a constructor key', { constructor: {} }, [['constructor', 'key']]],
    ['a prototype key, inside', { a: { prototype: 1 } }, [['a.prototype', 'key']]],
    ['33 levels', nested(33), [['a', 'depth']]],
    ['2,000 levels', nested(2_000), [['a', 'depth']]],
    [
      'several fields of 33 levels',
      { a: nested(33), b: nested(33) },
      [
        ['b', 'depth'],
        ['a', 'depth'],
      ],
    ],
    [
      'one in a field with many deep branches',
      { a: [nested(40), nested(40), { c: '\0' }] },
      [
        ['a[2].c', 'text'],
        ['a', 'depth'],
      ],
    ],
    ['a key in a field with a dot in its name', { 'a.b': { constructor: 1 } }, [['a.b.constructor', 'key']]],
    ['a key in a nameless field', { '': { constructor: 1 } }, [['.constructor', 'key']]],
    ['2,000 levels of arrays', { a: JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) }, [['a', 'depth']]],
  ])('refuses %s', (_, root, errors) => {
    expect(found(root)).toEqual(errors);
  });

  it('leaves whole numbers alone where their fields read them exactly', () => {
    const errors = shapeErrors('body', { a: 1e21, b: Infinity }, { exactNumbers: true });
    expect(errors.map(({ field }) => field)).toEqual(['b']);
  });

  it('says how to send a number that would be rounded', () => {
    expect(shapeErrors('body', { a: 2 ** 53, '': 2 ** 53 }).map(({ detail }) => detail)).toEqual([
      'A nameless field is a whole number beyond ±9,007,199,254,740,991, which JSON readers round: send it as a text.',
      'a is a whole number beyond ±9,007,199,254,740,991, which JSON readers round: send it as a text.',
    ]);
  });

  it('names every one, and where it stands', () => {
    const errors = shapeErrors('query', { a: '\0', ok: 'fine', b: '\udfff' });
    expect(errors.map((error) => error.field).toSorted()).toEqual(['a', 'b']);
    expect(errors.every((error) => error.in === 'query' && error.detail.includes(error.field))).toBe(true);
  });

  it('gives a key back in whole characters, so that the answer itself can be stored', () => {
    const [error] = shapeErrors('body', { 'x\ud83d': 1 });
    expect(error!.field).toBe('x\ufffd');
    expect(error!.detail.isWellFormed()).toBe(true);
  });
});
