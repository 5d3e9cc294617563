import { describe, expect, it } from '@jest/globals';
import { jsonPieces, jsonText } from './json-pieces.js';

async function* asynchronous<T>(items: T[]): AsyncGenerator<T> {
  yield* items;
}

const NESTED = {
  a: [1, 'two', null, { b: [[], {}, [{ c: [{ d: { e: ['f'] } }] }]] }],
  'g"': undefined,
  h: false,
};

describe('jsonPieces', () => {
  it.each<[unknown]>([
    [null],
    ['text "quoted" \u0001 😀'],
    [-1.5e-7],
    [[]],
    [{}],
    [[undefined, () => {}, Symbol('s')]],
    [{ at: new Date(0), own: { toJSON: () => 'converted' }, named: { toJSON: 'a field' } }],
    [NESTED],
    [Array.from({ length: 300 }, () => NESTED)],
  ])('are the JSON text of a value: %#', async (value) => {
    expect(await jsonText(value)).toBe(JSON.stringify(value));
  });

  it('write asynchronous lists as arrays, at any level', async () => {
    const value = (list: (items: unknown[]) => unknown) => ({
      count: 2,
      data: list([
        { id: 1, actions: list([{ text: 'x' }, { text: 'y' }]), end: true },
        { id: 2, actions: list([]) },
      ]),
      after: list([NESTED]),
    });
    expect(await jsonText(value(asynchronous))).toBe(JSON.stringify(value((items) => items)));
  });

  it('are read one by one, and are short but for long texts', async () => {
    let read = 0;
    async function* items() {
      for (; read < 50; read += 1) yield { text: 'x'.repeat(30_000), number: read };
    }
    const pieces = jsonPieces({ data: items() });
    const { value: first } = await pieces.next();
    expect(read).toBeLessThan(5);
    expect(first!.length).toBeLessThan(150_000);
    let text = first!;
    for await (const piece of pieces) {
      expect(piece.length).toBeLessThan(150_000);
      text += piece;
    }
    expect(JSON.parse(text).data).toHaveLength(50);
  });

  it('stop reading a list when the reader stops', async () => {
    let isClosed = false;
    async function* items() {
      try {
        for (;;) yield 'x'.repeat(100_000);
      } finally {
        isClosed = true;
      }
    }
    for await (const piece of jsonPieces({ data: items() })) {
      expect(piece).not.toBe('');
      break;
    }
    expect(isClosed).toBe(true);
  });
});
