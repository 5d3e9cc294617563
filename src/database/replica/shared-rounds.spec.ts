import { expect, it } from '@jest/globals';
import { SharedRounds } from './shared-rounds.js';

it('gives each caller the result of a round that began after its call, and runs one round at a time', async () => {
  let state = 'old';
  let started = 0;
  let running = 0;
  const ends: (() => void)[] = [];
  const rounds = new SharedRounds(async () => {
    started += 1;
    running += 1;
    expect(running).toBe(1);
    const seen = state;
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
    return seen;
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  const first = [rounds.next(), rounds.next()];
  await settle();
  state = 'new';
  const second = [rounds.next(), rounds.next(), rounds.next()];
  await settle();
  expect(started).toBe(1);
  ends.shift()!();
  expect(await Promise.all(first)).toEqual(['old', 'old']);
  await settle();
  ends.shift()!();
  expect(await Promise.all(second)).toEqual(['new', 'new', 'new']);
  expect(started).toBe(2);
});
