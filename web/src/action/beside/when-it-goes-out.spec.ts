import { describe, expect, it } from '@jest/globals';
import { notBefore, whenItGoesOut } from './when-it-goes-out.js';

type Window = Parameters<typeof whenItGoesOut>[1]['delivery_window'] | null;
const WORKDAYS: Window = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '18:00' };

const goesOut = (
  from: string,
  timeZone = 'UTC',
  closed_days: string[] = [],
  delivery_window: Window = WORKDAYS,
) => whenItGoesOut(new Date(from), { delivery_window, closed_days, timeZone }).toISOString();

describe('whenItGoesOut', () => {
  // 2026-11-27 is a Friday.
  it.each([
    ['2026-11-27T08:00:00Z', 'UTC', '2026-11-27T08:00:00.000Z'],
    ['2026-11-27T18:00:00Z', 'UTC', '2026-11-30T08:00:00.000Z'],
    ['2026-11-27T07:59:59Z', 'UTC', '2026-11-27T08:00:00.000Z'],
    ['2026-11-28T01:00:00Z', 'America/Chicago', '2026-11-30T14:00:00.000Z'],
    ['2026-11-27T10:00:00Z', 'Pacific/Kiritimati', '2026-11-29T18:00:00.000Z'],
  ])('approved at %s in %s leaves at %s', (from, timeZone, expected) => {
    expect(goesOut(from, timeZone)).toBe(expected);
  });

  it('skips closed days, with and without a window', () => {
    expect(goesOut('2026-12-25T12:00:00Z', 'UTC', ['2026-12-25'])).toBe('2026-12-28T08:00:00.000Z');
    expect(goesOut('2026-11-28T03:00:00Z', 'UTC', ['2026-11-28'], null)).toBe('2026-11-29T00:00:00.000Z');
    expect(goesOut('2026-11-28T03:00:00Z', 'UTC', [], null)).toBe('2026-11-28T03:00:00.000Z');
  });

  // The cases of the sender (src/delivery/schedule/delivery-window.spec.ts): the page must say what it does.
  const NIGHTLY: Window = { days: ['sun', 'mon'], start: '02:30', end: '04:00' };
  it.each([
    // Vienna skips 02:00 to 03:00 on 2026-03-29, and shows 02:00 to 03:00 twice on 2026-10-25.
    ['2026-03-28T12:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T12:00:00Z', '2026-10-26T01:30:00.000Z'],
  ])('where the clock changes, from %s opens at %s', (from, expected) => {
    expect(goesOut(from, 'Europe/Vienna', [], NIGHTLY)).toBe(expected);
  });

  it('finds an opening after years of closed days', () => {
    const mondays = Array.from({ length: 366 }, (_, week) =>
      new Date(Date.UTC(2026, 10, 30 + 7 * week)).toISOString().slice(0, 10),
    );
    const window: Window = { days: ['mon'], start: '08:00', end: '09:00' };
    expect(goesOut('2026-11-30T08:30:00Z', 'UTC', mondays, window)).toBe('2033-12-05T08:00:00.000Z');
  });
});

describe('notBefore', () => {
  const now = new Date('2026-11-28T12:00:00Z');
  it.each([
    [null, 7, '2026-11-28T12:00:00.000Z'],
    ['2026-11-27T12:00:00Z', 0, '2026-11-28T12:00:00.000Z'],
    ['2026-11-27T12:00:00Z', 3, '2026-11-30T12:00:00.000Z'],
    ['2026-11-01T12:00:00Z', 3, '2026-11-28T12:00:00.000Z'],
  ])('after an e-mail at %s with an interval of %i days is %s', (last, days, expected) => {
    expect(notBefore(now, last, days).toISOString()).toBe(expected);
  });
});
