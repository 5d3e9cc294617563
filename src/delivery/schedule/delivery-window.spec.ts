import { describe, expect, it } from '@jest/globals';
import type { DeliveryWindow } from '../../settings/delivery-window.js';
import { nextOpening } from './delivery-window.js';
import { MAX_ATTEMPTS, pauseAfter } from './attempts.js';

const WORKDAYS: DeliveryWindow = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '18:00' };

const opening = (
  from: string,
  timeZone = 'UTC',
  closedDays: string[] = [],
  window = WORKDAYS as DeliveryWindow | null,
) => nextOpening(new Date(from), { window, closedDays, timeZone }).toISOString();

describe('nextOpening', () => {
  // 2026-11-27 is a Friday.
  it.each([
    ['2026-11-27T08:00:00Z', 'UTC', '2026-11-27T08:00:00.000Z'],
    ['2026-11-27T17:59:59.999Z', 'UTC', '2026-11-27T17:59:59.999Z'],
    ['2026-11-27T18:00:00Z', 'UTC', '2026-11-30T08:00:00.000Z'],
    ['2026-11-27T07:59:59Z', 'UTC', '2026-11-27T08:00:00.000Z'],
    ['2026-11-28T12:00:00Z', 'UTC', '2026-11-30T08:00:00.000Z'],
    ['2026-11-27T18:00:00Z', 'America/Chicago', '2026-11-27T18:00:00.000Z'],
    ['2026-11-28T01:00:00Z', 'America/Chicago', '2026-11-30T14:00:00.000Z'],
    ['2026-11-27T01:00:00Z', 'Asia/Kolkata', '2026-11-27T02:30:00.000Z'],
    ['2026-11-26T20:00:00Z', 'Pacific/Auckland', '2026-11-26T20:00:00.000Z'],
    ['2026-11-27T10:00:00Z', 'Pacific/Kiritimati', '2026-11-29T18:00:00.000Z'],
  ])('at %s in %s is %s', (from, timeZone, expected) => {
    expect(opening(from, timeZone)).toBe(expected);
  });

  it('skips closed days', () => {
    expect(opening('2026-12-24T19:00:00Z', 'Europe/Vienna', ['2026-12-25', '2026-12-28'])).toBe(
      '2026-12-29T07:00:00.000Z',
    );
    expect(opening('2026-12-25T12:00:00Z', 'UTC', ['2026-12-25'])).toBe('2026-12-28T08:00:00.000Z');
  });

  it('without a window is open at any time but on closed days', () => {
    expect(opening('2026-11-28T03:00:00Z', 'UTC', [], null)).toBe('2026-11-28T03:00:00.000Z');
    expect(opening('2026-11-28T03:00:00Z', 'UTC', ['2026-11-28'], null)).toBe('2026-11-29T00:00:00.000Z');
  });

  it('finds an opening after a whole year of closed days', () => {
    const days = Array.from({ length: 366 }, (_, day) =>
      new Date(Date.UTC(2026, 10, 28 + day)).toISOString().slice(0, 10),
    );
    expect(opening('2026-11-28T03:00:00Z', 'UTC', days)).toBe('2027-11-29T08:00:00.000Z');
  });

  it('finds an opening if the one day of the window is closed for years', () => {
    const mondays = Array.from({ length: 366 }, (_, week) =>
      new Date(Date.UTC(2026, 10, 30 + 7 * week)).toISOString().slice(0, 10),
    );
    const window: DeliveryWindow = { days: ['mon'], start: '08:00', end: '09:00' };
    expect(opening('2026-11-30T08:30:00Z', 'UTC', mondays, window)).toBe('2033-12-05T08:00:00.000Z');
  });

  describe('where the clock changes', () => {
    const NIGHTLY: DeliveryWindow = { days: ['sun', 'mon'], start: '02:30', end: '04:00' };
    it.each([
      // Vienna skips 02:00 to 03:00 on 2026-03-29, and shows 02:00 to 03:00 twice on 2026-10-25.
      ['2026-03-28T12:00:00Z', '2026-03-29T01:30:00.000Z'],
      ['2026-10-24T12:00:00Z', '2026-10-25T00:30:00.000Z'],
      ['2026-10-25T12:00:00Z', '2026-10-26T01:30:00.000Z'],
    ])('from %s opens at %s', (from, expected) => {
      expect(opening(from, 'Europe/Vienna', [], NIGHTLY)).toBe(expected);
    });
  });
});

describe('the pauses between attempts', () => {
  it('grow, and spread ten attempts over about a day', () => {
    const pauses = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => pauseAfter(index + 1)!);
    expect(MAX_ATTEMPTS).toBe(10);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    const hours = pauses.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(22);
    expect(hours).toBeLessThan(26);
    expect(pauseAfter(MAX_ATTEMPTS)).toBeNull();
  });
});
