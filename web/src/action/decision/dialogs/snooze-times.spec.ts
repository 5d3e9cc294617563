import { describe, expect, it } from '@jest/globals';
import { localInputValue, maySnoozeUntil, snoozeTimes } from './snooze-times.js';

describe('snoozeTimes', () => {
  it.each([
    ['a Saturday', new Date(2026, 10, 28, 23, 59), [29, 31, 30]],
    ['a Sunday', new Date(2026, 10, 29, 0, 1), [30, 32, 30]],
    ['a Monday', new Date(2026, 10, 23, 9), [24, 26, 30]],
    ['a Friday', new Date(2026, 10, 27, 9), [28, 30, 30]],
  ])('on %s are mornings of later days', (_, now, days) => {
    const expected = days.map((day) => new Date(2026, 10, day, 8));
    expect(snoozeTimes(now).map(({ until }) => until)).toEqual(expected);
  });
});

describe('maySnoozeUntil', () => {
  const now = new Date('2026-11-28T12:00:00Z');
  it.each([
    ['2026-11-29T08:00:00Z', null, true],
    ['2026-11-28T12:00:00Z', null, false],
    ['2026-11-29T08:00:00Z', '2026-11-29T08:00:00Z', false],
    ['2026-11-29T08:00:00Z', '2026-11-29T08:00:01Z', true],
  ])('until %s, if it expires at %s: %s', (until, expiresAt, expected) => {
    expect(maySnoozeUntil(new Date(until), now, expiresAt)).toBe(expected);
  });
});

describe('localInputValue', () => {
  it('is the local time that reads back as the same instant', () => {
    const date = new Date(2026, 10, 30, 8, 5);
    expect(localInputValue(date)).toBe('2026-11-30T08:05');
    expect(new Date(localInputValue(date))).toEqual(date);
  });
});
