import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../limits.js';
import { BodyMemory } from './body-memory.js';

const FOREVER = 60_000;
const shares = (token: string, company = 'one') =>
  new Map([
    [token, 10],
    [company, 15],
  ]);

/** Whether a claim is granted, waits or was refused. */
const stateOf = ({ granted }: { granted: Promise<void> }): Promise<string> =>
  Promise.race([
    granted.then(
      () => 'granted',
      (error: { code: string }) => error.code,
    ),
    new Promise<string>((resolve) => setImmediate(() => resolve('waits'))),
  ]);

describe('BodyMemory', () => {
  it('lets a body wait until its token has room, and a smaller one pass', async () => {
    const memory = new BodyMemory();
    const first = memory.claim(shares('a'), 8, FOREVER);
    const second = memory.claim(shares('a'), 8, FOREVER);
    const small = memory.claim(shares('a'), 2, FOREVER);
    expect([await stateOf(first), await stateOf(second), await stateOf(small)]).toEqual([
      'granted',
      'waits',
      'granted',
    ]);
    first.release();
    expect(await stateOf(second)).toBe('granted');
    second.release();
  });

  it('lets the tokens of a company share its room, and those of others have their own', async () => {
    const memory = new BodyMemory();
    const first = memory.claim(shares('a'), 10, FOREVER);
    const sibling = memory.claim(shares('b'), 10, FOREVER);
    const other = memory.claim(shares('c', 'two'), 10, FOREVER);
    expect([await stateOf(first), await stateOf(sibling), await stateOf(other)]).toEqual([
      'granted',
      'waits',
      'granted',
    ]);
    first.release();
    expect(await stateOf(sibling)).toBe('granted');
  });

  it('gives back what a body of unknown size does not need', async () => {
    const memory = new BodyMemory();
    const first = memory.claim(shares('a'), 10, FOREVER);
    const second = memory.claim(shares('a'), 9, FOREVER);
    expect(await stateOf(second)).toBe('waits');
    first.shrinkTo(1);
    expect(await stateOf(second)).toBe('granted');
    first.release();
    first.release();
    expect(await stateOf(memory.claim(shares('a'), 2, 0))).toBe('waits');
  });

  it('refuses a body that waits too long, and one that finds too many waiting', async () => {
    const memory = new BodyMemory();
    const first = memory.claim(shares('a'), 10, FOREVER);
    await expect(memory.claim(shares('a'), 1, 1).granted).rejects.toMatchObject({ code: 'throttled' });
    const waiting = Array.from({ length: LIMITS.waitingBodies }, () => memory.claim(shares('a'), 1, FOREVER));
    expect(await stateOf(waiting.at(-1)!)).toBe('waits');
    expect(await stateOf(memory.claim(shares('a'), 1, FOREVER))).toBe('throttled');
    // A client that disconnects makes room in the queue.
    waiting[0]!.release();
    expect(await stateOf(waiting[0]!)).toBe('throttled');
    expect(await stateOf(memory.claim(shares('b'), 1, 1))).toBe('granted');
    first.release();
    expect(await stateOf(waiting.at(-1)!)).toBe('waits');
    expect(await stateOf(waiting[1]!)).toBe('granted');
    for (const claim of waiting) claim.release();
  });
});
