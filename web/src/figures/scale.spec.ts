import { describe, expect, it } from '@jest/globals';
import { inUnits, lastDays, percentages, roundTop } from './scale.js';

describe('roundTop', () => {
  it.each([
    [[], 1],
    [[0, 0], 1],
    [[3, 1], 5],
    [[10], 10],
    [[11], 20],
    [[999, 4], 1_000],
  ])('ends a scale for %j at %i', (counts, top) => {
    expect(roundTop(counts)).toBe(top);
  });
});

describe('percentages', () => {
  it('adds up to 100 although each share is rounded', () => {
    expect(percentages([1, 1, 1])).toEqual([34, 33, 33]);
    expect(percentages([2, 2, 1, 1])).toEqual([33, 33, 17, 17]);
  });

  it('shows nothing for nothing', () => {
    expect(percentages([0, 0])).toEqual([0, 0]);
  });
});

describe('inUnits', () => {
  it.each([
    [0, 0, 'seconds'],
    [119, 119, 'seconds'],
    [120, 2, 'minutes'],
    [7_199, 120, 'minutes'],
    [9_000, 3, 'hours'],
    [172_800, 2, 'days'],
  ])('writes %i seconds as %i %s', (seconds, count, unit) => {
    expect(inUnits(seconds)).toEqual({ count, unit });
  });
});

describe('lastDays', () => {
  it('counts today as one of the days, across months', () => {
    expect(lastDays(7, '2026-03-03')).toEqual({ from: '2026-02-25', to: '2026-03-03' });
    expect(lastDays(1, '2026-03-03')).toEqual({ from: '2026-03-03', to: '2026-03-03' });
  });
});
