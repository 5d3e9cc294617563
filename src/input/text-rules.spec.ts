import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../limits.js';
import { normalizeText } from './normalize-text.js';
import { hasAtMost, isBlank, isNormalizable, isOneLine } from './text-rules.js';

const name = (character: string) =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
/** Each character of the text with its name. */
const named = (text: string) => Array.from(text, (character) => [name(character), character] as const);

describe('isBlank', () => {
  it.each(
    named(
      ' \t\0\u0085\u00a0\u3000\u2028\u200b\u200d\u2060\ufeff\u00ad\u034f\u061c\u115f\u1160\u3164\uffa0\u180e\u202e' +
        '\u2066\u2800\ufe0f\u{e0100}\u{e0041}\u{1d173}',
    ),
  )('is true for %s alone', (_, character) => {
    expect([isBlank(character), isBlank(character.repeat(3)), isBlank(` ${character}\n`)]).toEqual(
      Array(3).fill(true),
    );
    expect(isBlank(`${character}x`)).toBe(false);
  });

  it.each(named('x.株ㅎ😀\u0301\u20e3'))('is false for %s', (_, character) => {
    expect(isBlank(character)).toBe(false);
  });
});

describe('isOneLine', () => {
  it.each(named('\n\r\t\v\f\0\u0085\u2028\u2029\u202a\u202e\u2066\u2069'))(
    'is false with %s',
    (_, character) => {
      expect(isOneLine(`a${character}b`)).toBe(false);
    },
  );

  it.each(named('\u200e\u200f\u061c\u200d\ufe0f\u00a0'))(
    'is true with %s, which names and emoji contain',
    (_, character) => {
      expect(isOneLine(`a${character}b`)).toBe(true);
    },
  );
});

it.each([
  ['abc', 3, true],
  ['abcd', 3, false],
  ['😀😀😀', 3, true],
  ['😀😀😀😀', 3, false],
  ['😀😀ab', 3, false],
])('hasAtMost(%s, %i) is %j', (text, max, expected) => {
  expect(hasAtMost(text, max)).toBe(expected);
});

describe('normalizeText', () => {
  it('composes the characters of a text in any script', () => {
    for (const text of ['Müller', '각', 'Việt Nam', 'ᾂ', 'के', 'שָּׁ'])
      expect(normalizeText(` ${text.normalize('NFD')}\n`)).toBe(text.normalize('NFC'));
  });

  it('leaves a text with long runs of combining characters, which the rules reject, as it is', () => {
    const text = `a${'\u0301\u0316'.repeat(20_000)}`;
    expect(isNormalizable(text)).toBe(false);
    expect(normalizeText(text)).toBe(text);
    expect(isNormalizable(`a${'\u0301'.repeat(30)}b${'\u0301'.repeat(30)}`)).toBe(true);
  });

  it('knows that no character composes from more units than LIMITS.normalizable has for each of the longest text', () => {
    const composed = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code)).filter(
      (character) => character.isWellFormed() && character.normalize('NFC') === character,
    );
    const most = maxOf(composed.map((character) => character.normalize('NFD').length));
    expect(most * LIMITS.reasoning).toBeLessThanOrEqual(LIMITS.normalizable);
  });
});

const maxOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);
