import { describe, expect, it } from '@jest/globals';
import { parseDateTime } from './date-time.js';

describe('parseDateTime', () => {
  it.each([
    ['2026-06-01T17:00:00Z', '2026-06-01T17:00:00.000Z'],
    ['2026-06-01T17:00:00.5Z', '2026-06-01T17:00:00.500Z'],
    ['2026-06-01T17:00:00.123456Z', '2026-06-01T17:00:00.123Z'],
    ['2026-06-01T17:00:00.123456789Z', '2026-06-01T17:00:00.123Z'],
    ['2026-06-01t17:00:00z', '2026-06-01T17:00:00.000Z'],
    ['2026-06-01T17:00:00+00:00', '2026-06-01T17:00:00.000Z'],
    ['2026-06-01T17:00:00-00:00', '2026-06-01T17:00:00.000Z'],
    ['2026-06-01T17:00:00+02:00', '2026-06-01T15:00:00.000Z'],
    ['2026-06-01T17:00:00-23:59', '2026-06-02T16:59:00.000Z'],
    ['2026-06-01T00:30:00+05:45', '2026-05-31T18:45:00.000Z'],
    ['2028-02-29T23:59:59Z', '2028-02-29T23:59:59.000Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
    ['9998-12-31T23:59:59-23:59', '9999-01-01T23:58:59.000Z'],
  ])('parses %s as %s', (text, expected) => {
    expect(parseDateTime(text)?.toISOString()).toBe(expected);
  });

  it.each([
    ['a time without an offset', '2026-06-01T17:00:00'],
    ['a date without a time', '2026-06-01'],
    ['a time without a date', '17:00:00Z'],
    ['a time without seconds', '2026-06-01T17:00Z'],
    ['a space instead of T', '2026-06-01 17:00:00Z'],
    ['a day that does not exist', '2026-02-30T12:00:00Z'],
    ['29 February of a common year', '2026-02-29T12:00:00Z'],
    ['month 13', '2026-13-01T12:00:00Z'],
    ['day 0', '2026-06-00T12:00:00Z'],
    ['24:00', '2026-06-01T24:00:00Z'],
    ['25 hours', '2026-06-01T25:00:00Z'],
    ['60 minutes', '2026-06-01T17:60:00Z'],
    ['a leap second', '2026-06-30T23:59:60Z'],
    ['an offset of 25 hours', '2026-06-01T17:00:00+25:00'],
    ['an offset of 24 hours', '2026-06-01T17:00:00+24:00'],
    ['an offset of 60 minutes', '2026-06-01T17:00:00+01:60'],
    ['an offset without minutes', '2026-06-01T17:00:00+02'],
    ['an offset without colon', '2026-06-01T17:00:00+0200'],
    ['a time zone name', '2026-06-01T17:00:00 Europe/Berlin'],
    ['the year 275760', '275760-09-13T00:00:00Z'],
    ['the year +275760', '+275760-09-13T00:00:00Z'],
    ['a signed year', '-000001-01-01T00:00:00Z'],
    ['the year 0', '0000-01-01T00:00:00Z'],
    ['a mistyped year', '0026-06-01T17:00:00Z'],
    ['a year above 9999 in UTC', '9999-12-31T23:59:59-23:59'],
    ['a week date', '2026-W23-1T17:00:00Z'],
    ['an ordinal date', '2026-152T17:00:00Z'],
    ['no digit after the point', '2026-06-01T17:00:00.Z'],
    ['a decimal comma', '2026-06-01T17:00:00,5Z'],
    ['a leading space', ' 2026-06-01T17:00:00Z'],
    ['a trailing line break', '2026-06-01T17:00:00Z\n'],
    ['non-ASCII digits', '２０２６-06-01T17:00:00Z'],
    ['a word', 'now'],
    ['infinity', 'infinity'],
    ['seconds since 1970', '1780333200'],
    ['an empty text', ''],
  ])('rejects %s: %j', (_, text) => {
    expect(parseDateTime(text)).toBeUndefined();
  });
});
