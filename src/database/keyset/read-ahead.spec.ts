import { describe, expect, it } from '@jest/globals';
import { readAhead } from './read-ahead.js';

describe('readAhead', () => {
  it('makes one value ahead, and not more', async () => {
    let made = 0;
    async function* numbers() {
      while (made < 10) yield (made += 1);
    }
    const read = readAhead(numbers());
    expect((await read.next()).value).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBe(2);
  });

  it('throws an error in its turn', async () => {
    async function* failing() {
      yield 1;
      throw new Error('broken');
    }
    const read = readAhead(failing());
    expect((await read.next()).value).toBe(1);
    await expect(read.next()).rejects.toThrow('broken');
  });

  it('ends the source when the reader stops', async () => {
    let isClosed = false;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        isClosed = true;
      }
    }
    const read = readAhead(endless());
    await read.next();
    await read.return(undefined);
    expect(isClosed).toBe(true);
  });
});
