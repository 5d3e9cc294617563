import { describe, expect, it } from '@jest/globals';
import { isCounted, listOf } from './lists.js';

const RANGE = { from: '2026-11-01', to: '2026-11-30', time_zone: 'Europe/London' };

describe('listOf', () => {
  it('keeps the range with its time zone, and the recommendation if there is one', () => {
    expect(listOf('approved', RANGE)).toBe(
      '/figures/list?of=approved&from=2026-11-01&to=2026-11-30&time_zone=Europe%2FLondon',
    );
    expect(listOf('edited', RANGE, 'send & wait')).toMatch(/&recommendation=send\+%26\+wait$/);
  });
});

describe('isCounted', () => {
  it('knows the figures that have a list', () => {
    expect([isCounted('sent'), isCounted('nonsense')]).toEqual([true, false]);
  });
});
