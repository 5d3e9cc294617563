import { expect, it } from '@jest/globals';
import { MAX_TRIES, restMs, RETRY_PAUSES_MS, retryPauseMs } from './retries.js';

const HOUR = 3_600_000;

it('a failed event is tried ten times in three days', () => {
  const pauses = Array.from({ length: MAX_TRIES }, (_, tries) => retryPauseMs(tries + 1, null, 0));
  expect(pauses).toEqual([...RETRY_PAUSES_MS, null]);
  const total = RETRY_PAUSES_MS.reduce((sum, pause) => sum + pause, 0);
  expect(total / HOUR).toBeGreaterThanOrEqual(72);
  expect((total * 1.1) / HOUR).toBeLessThan(84);
});

it('a pause is up to a tenth longer by chance, and as long as the receiver asks', () => {
  expect(retryPauseMs(2, null, 1)).toBe(66_000);
  expect(retryPauseMs(1, 40_000, 0)).toBe(40_000);
  expect(retryPauseMs(3, 40_000, 0)).toBe(300_000);
  expect(retryPauseMs(10, 40_000, 0)).toBeNull();
});

it('an endpoint rests from its tenth failure in a row on, for at most a minute', () => {
  expect([0, 9, 10, 11, 13, 16, 1_000].map(restMs)).toEqual([0, 0, 1_000, 2_000, 8_000, 60_000, 60_000]);
});
