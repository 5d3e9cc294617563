import { describe, expect, it } from '@jest/globals';
import { jsonBytes } from './json-bytes.js';

const byStringify = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe('jsonBytes', () => {
  it.each<[unknown]>([
    [null],
    [true],
    [-1.5e300],
    ['text with "quotes", \\ and \u0001'],
    ['Zürich 😀 ﬁ'],
    [[]],
    [{}],
    [[1, [2, [3, {}]], null]],
    [{ a: 1, 'b"': ['x', { c: null }], d: {} }],
    [{ at: new Date(0), left_out: undefined, list: [undefined] }],
  ])('counts the bytes of %j', (value) => {
    expect(jsonBytes(value)).toBe(byStringify(value));
  });

  it('stops counting above the maximum', () => {
    let read = 0;
    const items = Array.from({ length: 1_000 }, () => ({
      get text() {
        read += 1;
        return 'x'.repeat(100);
      },
    }));
    expect(jsonBytes(items, 2_000)).toBeGreaterThan(2_000);
    expect(read).toBeLessThan(30);
  });

  it('does not convert a text that is longer than the maximum', () => {
    expect(jsonBytes(['\0'.repeat(10)], 9)).toBeGreaterThan(9);
    expect(jsonBytes(['\0'.repeat(10)])).toBe(64);
  });

  it('measures values that are nested too deeply to serialize', () => {
    let nested: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) nested = [nested];
    expect(jsonBytes(nested)).toBe(200_001);
  });
});
