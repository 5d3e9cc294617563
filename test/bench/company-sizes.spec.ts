import { describe, expect, it } from '@jest/globals';
import { companySizes } from '../../bench/data/company-sizes.js';

const near = (sizes: readonly number[], size: number): number[] =>
  sizes.filter((actions) => Math.abs(actions - size) <= size * 0.2);

describe('companySizes', () => {
  it.each([
    [100_000, [1_000, 10_000]],
    [1_000_000, [1_000, 10_000, 100_000]],
    [10_000_000, [10_000, 100_000, 400_000, 1_000_000]],
  ])('has companies of the measured sizes among %d actions', (actions, measured) => {
    const sizes = companySizes(actions, 2_000, 0.1);

    expect(sizes).toHaveLength(2_000);
    expect(sizes[0]).toBe(actions / 10);
    const sum = sizes.reduce((total, size) => total + size, 0);
    expect(Math.abs(sum - actions)).toBeLessThan(actions / 50);
    for (const size of measured) expect(near(sizes, size)).not.toEqual([]);
  });
});
