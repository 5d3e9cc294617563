import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { batches } from './batches.js';

const OPTIONS = { firstMs: 10, longestMs: 40 };

describe('gathered events', () => {
  it('come together, and those that follow while they are worked on come in a later batch', async () => {
    const seen: number[][] = [];
    let isBusy = false;
    const gathered = batches<number>((items) => seen.push(items), { ...OPTIONS, isBusy: () => isBusy });
    gathered.add(1);
    gathered.add(2);
    expect(seen).toEqual([]);
    while (seen.length === 0) await sleep(5);
    isBusy = true;
    gathered.add(3);
    await sleep(60);
    expect(seen).toEqual([[1, 2]]);
    isBusy = false;
    while (seen.length === 1) await sleep(5);
    expect(seen).toEqual([[1, 2], [3]]);
    gathered.end();
  });

  it('do not come after the end', async () => {
    const seen: number[][] = [];
    const gathered = batches<number>((items) => seen.push(items), OPTIONS);
    gathered.add(1);
    gathered.end();
    await sleep(40);
    expect(seen).toEqual([]);
  });
});
