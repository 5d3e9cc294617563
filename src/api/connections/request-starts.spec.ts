import { expect, it } from '@jest/globals';
import { RequestStarts } from './request-starts.js';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('starts one request in each turn of the event loop, and serves the clients in turns', async () => {
  const starts = new RequestStarts();
  const started: string[] = [];
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'])
    starts.start(name[0]!, () => started.push(name));
  expect(started).toEqual(['a1']);
  for (let count = 2; count <= 7; count += 1) {
    await nextTurn();
    expect(started).toHaveLength(count);
  }
  expect(started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  await nextTurn();
  starts.start('d', () => started.push('d1'));
  expect(started.at(-1)).toBe('d1');
});

it('starts the others if one fails', async () => {
  const starts = new RequestStarts();
  const started: string[] = [];
  expect(() =>
    starts.start('a', () => {
      throw new Error('fails');
    }),
  ).toThrow('fails');
  starts.start('a', () => started.push('a2'));
  await nextTurn();
  expect(started).toEqual(['a2']);
});
