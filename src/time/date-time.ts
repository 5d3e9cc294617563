import { isCalendarDate } from './calendar-date.js';

const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Parses a full RFC 3339 date-time with an offset. Leap seconds, 24:00, impossible days and years outside 1900–9998 are
 * undefined: with any offset, the year in UTC still has four digits.
 */
export function parseDateTime(text: string): Date | undefined {
  const date = RFC_3339.exec(text)?.[1];
  return date && isCalendarDate(date) && date < '9999' ? new Date(text.toUpperCase()) : undefined;
}
