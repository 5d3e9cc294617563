import { expect, it } from '@jest/globals';
import { type Deadline, runWithDeadline } from './deadline.js';
import { Slices, yieldToEventLoop } from './slices.js';

it('runs one slice in each turn of the event loop, however many loops there are', async () => {
  let turns = 0;
  let isOver = false;
  const countTurn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(countTurn);
  };
  countTurn();
  const order: number[] = [];
  const loop = async (name: number): Promise<void> => {
    for (let slice = 0; slice < 10; slice += 1) {
      await yieldToEventLoop();
      order.push(name);
    }
  };
  await Promise.all([1, 2, 3, 4, 5].map(loop));
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(50);
  expect(order.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
});

it('ends a slice after some milliseconds, and a loop whose deadline has passed', async () => {
  const slices = new Slices();
  expect(slices.isOver).toBe(false);
  const startedAt = performance.now();
  while (!slices.isOver) expect(performance.now() - startedAt).toBeLessThan(1_000);
  await slices.next();
  expect(slices.isOver).toBe(false);
  const deadline: Deadline = {
    hasPassed: true,
    at: 0,
    abandoned: new AbortController().signal,
    extend: () => {},
  };
  await expect(runWithDeadline(deadline, () => slices.next())).rejects.toMatchObject({
    code: 'service_unavailable',
  });
});

it('shares a slice among the loops that start in one turn of the event loop', async () => {
  await new Promise(setImmediate);
  const first = new Slices();
  while (!first.isOver);
  const second = new Slices();
  expect(second.isOver).toBe(true);
  await second.next();
  expect(second.isOver).toBe(false);
  await new Promise(setImmediate);
  expect(new Slices().isOver).toBe(false);
});
