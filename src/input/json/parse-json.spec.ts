import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError, type FieldError } from '../../problems/domain-error.js';
import { parseJson } from './parse-json.js';

const MAX_VALUES = 1_000;
const parse = (text: string, rules = {}) => parseJson(Buffer.from(text), { maxValues: MAX_VALUES, ...rules });

/** The code of a refusal; for `invalid`, with its only invalid field. */
async function refusalOf(text: string, rules = {}): Promise<string> {
  const error = (await parse(text, rules).catch((thrown: unknown) => thrown)) as DomainError;
  expect(error).toBeInstanceOf(DomainError);
  if (error.code !== 'invalid') return error.code;
  return (error.extras.errors as FieldError[]).map(({ field, code }) => `${field}: ${code}`).join();
}

const TOKENS =
  '{~}~[~]~,~:~"a"~"b"~0~-0~01~1.~.5~-~1e5~1E+~2e-3~true~fals~nul~null~ ~\n~\v~\ufeff~"~"\\~"\\u00e~"\\ud83d"~"\\x"~"\t"~"\\n"~' +
  `"😀"~\u00a0~//~'a'~NaN~Infinity~{"a":~"__proto__":`;

/** The value, or what is wrong with the text. */
async function resultOf(read: () => unknown): Promise<unknown> {
  try {
    return { value: await read() };
  } catch (error) {
    return error instanceof DomainError && error.code === 'invalid' ? error.extras : 'parse_error';
  }
}

describe('parseJson', () => {
  it('reads any JSON text like JSON.parse', async () => {
    const space = fc.constantFrom('', ' ', '\n', '\t\r ');
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 6 }), space, async (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(await parse(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses the texts that JSON.parse refuses, and reads the others alike', async () => {
    const token = fc.constantFrom(...TOKENS.split('~'));
    await fc.assert(
      fc.asyncProperty(fc.array(token, { maxLength: 9 }), async (tokens) => {
        const text = tokens.join('');
        const result = await resultOf(() => parse(text));
        const isRepeated = JSON.stringify(result).includes('must not be repeated');
        const expected = await resultOf(() => JSON.parse(text.replace(/^\ufeff/, '')) as unknown);
        expect(isRepeated || isDeepStrictEqual(result, expected)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['a member with a special name', '{"__proto__":{"a":1},"constructor":2}'],
    ['members whose names are numbers, in the order of JSON.parse', '{"b":1,"2":1,"1":1}'],
    ['a zero below zero', '[-0]'],
    ['an invisible character at the start of a string', '{"a":"\ufeffx"}'],
    ['every escape', '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\ud83d"'],
    ['257 levels', `${'['.repeat(257)}${']'.repeat(257)}`],
    ['257 levels of objects', `${'{"a":'.repeat(256)}{}${'}'.repeat(256)}`],
  ])('reads %s like JSON.parse', async (_, text) => {
    const value = await parse(text);
    expect(value).toEqual(JSON.parse(text));
    expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(text)));
  });

  it.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])(
    'reads and counts what is nested deeper than 257 levels of %s, but does not keep it',
    async (start, end) => {
      const nested = (levels: number, inner: string) => start.repeat(levels) + inner + end.repeat(levels);
      const kept = JSON.parse(nested(256, start[0]! + end));
      expect(await parse(nested(900, '0'))).toEqual(kept);
      expect(await parse(nested(256, `${start}"x",${start[0] === '{' ? '"b":' : ''}[1]${end}`))).toEqual(
        kept,
      );
      expect(await refusalOf(nested(900, '['))).toBe('parse_error');
      expect(await refusalOf(nested(900, `[${'0,'.repeat(101)}0]`))).toBe(': values');
    },
  );

  it.each([
    ['{"a":1,"a":2}', 'a: repeated'],
    ['{"a":1,"\\u0061":2}', 'a: repeated'],
    ['{"a":1,"b":{},"a":1}', 'a: repeated'],
    ['{"a":[{},{"b":1,"c":2,"b":1}]}', 'a[1].b: repeated'],
    ['{"":1,"":2}', ': repeated'],
    ['{"__proto__":1,"__proto__":2}', '__proto__: repeated'],
  ])('rejects the repeated member of %s', async (text, error) => {
    expect(await refusalOf(text)).toBe(error);
  });

  it('accepts one name in several objects, and names that every object inherits', async () => {
    const text = '{"a":{"a":1},"b":[{"a":1},{"a":1}],"toString":1,"hasOwnProperty":2}';
    expect(await parse(text)).toEqual(JSON.parse(text));
  });

  it.each<[string, string, string]>([
    ['1,001 items', JSON.stringify({ a: Array(1_000).fill(0) }), ': values'],
    ['1,001 nested arrays, before it knows whether they end', '['.repeat(1_002), ': values'],
    ['a string of 1,280 KiB', JSON.stringify(['x'.repeat(1_280 * 1024)]), ': too_long'],
    ['a number of 1,280 KiB', `[1${'0'.repeat(1_280 * 1024)}]`, ': too_long'],
    ['a name of 1,280 KiB', JSON.stringify({ ['x'.repeat(1_280 * 1024)]: 1 }), ': too_long'],
  ])('rejects %s', async (_, text, error) => {
    expect(await refusalOf(text)).toBe(error);
  });

  it('rejects an object with 10,001 members', async () => {
    const members = Array.from({ length: 10_001 }, (_, n) => `"k${n}":0`).join();
    expect(await refusalOf(`{"a":{${members}}}`, { maxValues: 50_000 })).toBe('a: members');
  });

  it.each([
    ['0.30000000000000004', '0.30000000000000004'],
    ['-12345678901234567.89', '-12345678901234567.89'],
    ['1e400000', Infinity],
    ['1234567890.12345', 1234567890.12345],
    ['"12345678901234567890"', '12345678901234567890'],
  ])('reads the number %s exactly if it is asked to', async (text, value) => {
    expect(await parse(text, { exactNumbers: true })).toBe(value);
    expect(await parse(text)).toBe(JSON.parse(text));
  });

  it('lets other work run while it reads a large text', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await parse(JSON.stringify(Array(500_000).fill('x')), { maxValues: 500_000 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });
});
