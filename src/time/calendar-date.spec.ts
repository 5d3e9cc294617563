import { describe, expect, it } from '@jest/globals';
import { addDays, daysBetween, isCalendarDate, isDateFormat, parseCalendarDate } from './calendar-date.js';

describe('isCalendarDate', () => {
  it.each(['2026-01-31', '2024-02-29', '2000-02-29', '1900-01-01', '9999-12-31'])('accepts %s', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2026-02-30',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '1899-12-31',
  ])('rejects the day %s', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });

  it.each([
    '',
    '2026-1-31',
    '2026-01-31T00:00:00Z',
    ' 2026-01-31',
    '2026-01-31\n',
    '+02026-01-31',
    '31.01.2026',
  ])('rejects the notation %j', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });
});

describe('parseCalendarDate', () => {
  it.each([
    ['2026-01-31', undefined, '2026-01-31'],
    ['1/2/2013', 'M/D/YYYY', '2013-01-02'],
    ['12/31/2013', 'M/D/YYYY', '2013-12-31'],
    ['01/02/2013', 'M/D/YYYY', '2013-01-02'],
    ['02.01.2013', 'DD.MM.YYYY', '2013-01-02'],
    ['2. 1. 2013', 'D. M. YYYY', '2013-01-02'],
    ['20130102', 'YYYYMMDD', '2013-01-02'],
    ['0001-01-01', undefined, '0001-01-01'],
  ])('parses %j in the format %s', (text, format, date) => {
    expect(parseCalendarDate(text, format)).toBe(date);
  });

  it.each([
    ['13/1/2013', 'M/D/YYYY'],
    ['2/29/2013', 'M/D/YYYY'],
    ['1/2/13', 'M/D/YYYY'],
    ['1-2-2013', 'M/D/YYYY'],
    ['1/2/2013 00:00', 'M/D/YYYY'],
    ['2.1.2013', 'DD.MM.YYYY'],
    ['02x01x2013', 'DD.MM.YYYY'],
    ['', 'YYYY-MM-DD'],
  ])('rejects %j in the format %s', (text, format) => {
    expect(parseCalendarDate(text, format)).toBeNull();
  });

  it('throws for an invalid format', () => {
    expect(() => parseCalendarDate('2026-01-31', 'yyyy-mm-dd')).toThrow(RangeError);
  });
});

describe('isDateFormat', () => {
  it.each(['YYYY-MM-DD', 'M/D/YYYY', 'DD.MM.YYYY', 'D. M. YYYY', 'YYYYMMDD'])('accepts %s', (format) => {
    expect(isDateFormat(format)).toBe(true);
  });

  it.each([
    '',
    'YYYY-MM',
    'YYYY-MM-MM',
    'YY-MM-DD',
    'YYYY-MM-DDTHH',
    'MDYYYY',
    'YYYY-MM-DD-DD',
    'dd.mm.yyyy',
  ])('rejects %j', (format) => {
    expect(isDateFormat(format)).toBe(false);
  });
});

describe('addDays and daysBetween', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-01-01', 0, '2026-01-01'],
  ])('%s plus %i days is %s, and back', (date, days, result) => {
    expect(addDays(date, days)).toBe(result);
    expect(daysBetween(date, result)).toBe(days);
  });

  it('throw for a text that is not a date, and for a result outside 1900 to 9999', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => daysBetween('2026-01-01', '')).toThrow(RangeError);
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('1900-01-01', -1)).toThrow(RangeError);
  });
});
