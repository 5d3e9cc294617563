import { describe, expect, it } from '@jest/globals';
import { shapeErrors } from './shape.js';

const nested = (levels: number): object => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));
const errorsOf = async (root: object) =>
  (await shapeErrors('body', root)).listed.map(({ field, code }) => [field, code]);

describe('shapeErrors', () => {
  it.each([
    ['an empty object', {}],
    ['plain values', { a: 'text', b: 1, c: true, d: null }],
    ['line breaks, tabs and other controls', { a: 'one\r\n\ttwo\u0001' }],
    ['complete surrogate pairs and any script', { a: '😀 Größe 株式会社 עברית' }],
    ['32 levels', nested(32)],
    ['the largest exact integers', { a: [9007199254740991, -9007199254740991] }],
    ['decimals of many digits', JSON.parse('{"a":[0.30000000000000004,5e-324]}')],
    ['a key that contains a forbidden key', { constructors: 1, my__proto__: 1 }],
  ])('accepts %s', async (_, root) => {
    expect(await errorsOf(root)).toEqual([]);
  });

  it.each([
    ['NUL', { a: 'x\0' }, [['a', 'text']]],
    ['the first half of a surrogate pair', { a: '\ud83d' }, [['a', 'text']]],
    ['the second half of a surrogate pair', { a: 'x\udc00y' }, [['a', 'text']]],
    ['the halves of a surrogate pair in the wrong order', { a: '\ude00\ud83d' }, [['a', 'text']]],
    ['a nested NUL', { a: { b: ['x', '\0'] } }, [['a.b[1]', 'text']]],
    ['NUL in a key', { 'x\0': 1 }, [['x\0', 'key']]],
    ['a number out of range', JSON.parse('{"a":[1e400000]}'), [['a[0]', 'number']]],
    [
      'integers that JavaScript rounds',
      JSON.parse('{"a":[9007199254740993,-1e300]}'),
      [
        ['a[1]', 'number'],
        ['a[0]', 'number'],
      ],
    ],
    ['a __proto__ key', JSON.parse('{"__proto__":{"admin":true}}'), [['__proto__', 'key']]],
    ['a constructor key', { constructor: {} }, [['constructor', 'key']]],
    ['a nested prototype key', { a: { prototype: 1 } }, [['a.prototype', 'key']]],
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
      'NUL in a field with several branches that are too deep',
      { a: [nested(40), nested(40), { c: '\0' }] },
      [
        ['a[2].c', 'text'],
        ['a', 'depth'],
      ],
    ],
    [
      'a forbidden key in a field with a dot in its name',
      { 'a.b': { constructor: 1 } },
      [['a.b.constructor', 'key']],
    ],
    ['a forbidden key in a field without a name', { '': { constructor: 1 } }, [['.constructor', 'key']]],
    ['2,000 levels of arrays', { a: JSON.parse('['.repeat(2_000) + ']'.repeat(2_000)) }, [['a', 'depth']]],
  ])('rejects %s', async (_, root, errors) => {
    expect(await errorsOf(root)).toEqual(errors);
  });

  it('accepts any finite number with exactNumbers', async () => {
    const { listed } = await shapeErrors('body', { a: 1e21, b: Infinity }, { exactNumbers: true });
    expect(listed.map(({ field }) => field)).toEqual(['b']);
  });

  it('states how to send a number that would be rounded', async () => {
    const { listed } = await shapeErrors('body', { a: 2 ** 53, '': 2 ** 53 });
    expect(listed.map(({ detail }) => detail)).toEqual([
      'A field without a name is a whole number beyond ±9,007,199,254,740,991, which JSON parsers round: send it as a string.',
      'a is a whole number beyond ±9,007,199,254,740,991, which JSON parsers round: send it as a string.',
    ]);
  });

  it('reports every error with its part of the request and its field', async () => {
    const { listed } = await shapeErrors('query', { a: '\0', ok: 'fine', b: '\udfff' });
    expect(listed.map((error) => error.field).toSorted()).toEqual(['a', 'b']);
    expect(listed.every((error) => error.in === 'query' && error.detail.includes(error.field))).toBe(true);
  });

  it('replaces lone surrogates in a reported key, so that the response can be stored', async () => {
    const [error] = (await shapeErrors('body', { 'x\ud83d': 1 })).listed;
    expect(error!.field).toBe('x\ufffd');
    expect(error!.detail.isWellFormed()).toBe(true);
  });
  it('lists the first hundred errors and counts the others', async () => {
    const errors = await shapeErrors('body', { a: Array(250).fill('\0') });
    expect([errors.listed.length, errors.count]).toEqual([100, 250]);
  });

  it.each<[string, object, string]>([
    ['20,001 values', { a: Array(20_000).fill(0) }, 'The body contains more than 20,000 values.'],
    ['an array of millions', { a: Array(5_000_000).fill(0) }, 'The body contains more than 20,000 values.'],
    [
      '10,001 members',
      { a: Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`k${n}`, 0])) },
      'a has more than 10,000 members.',
    ],
  ])('rejects %s', async (_, root, detail) => {
    expect((await shapeErrors('body', root)).listed).toMatchObject([{ detail }]);
  });

  it('counts the values of a list that the use case reads, and leaves the rest to it', async () => {
    const root = { items: [{ text: '\0', deep: nested(100) }] };
    expect((await shapeErrors('body', root, { lists: ['items'] })).count).toBe(0);
    const tooDeep = { items: [nested(300)] };
    expect((await shapeErrors('body', tooDeep, { lists: ['items'] })).listed).toMatchObject([
      { field: 'items', code: 'depth' },
    ]);
    const tooMany = { items: [Array(30_000).fill(0)] };
    expect((await shapeErrors('body', tooMany, { lists: ['items'] })).listed).toMatchObject([
      { field: '', code: 'values' },
    ]);
  });
});
