const DAY_IN_MS = 86_400_000;
const TOKENS: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
};

const SEPARATED = /^(YYYY|MM?|DD?)[^A-Za-z0-9]+(YYYY|MM?|DD?)[^A-Za-z0-9]+(YYYY|MM?|DD?)$/;
const UNSEPARATED = /^(YYYY|MM|DD)(YYYY|MM|DD)(YYYY|MM|DD)$/;

/**
 * Whether the text is an existing day, written `YYYY-MM-DD`, from 1900 to 9999. An earlier year is probably mistyped (0026 for
 * 2026).
 */
export const isCalendarDate = (text: string): boolean => isExistingDay(text) && text >= '1900';

function isExistingDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  // Computed instead of parsed by Date, because a ledger has several dates in each of thousands of rows.
  return day >= 1 && day <= (month === 2 && isLeapYear(year) ? 29 : (DAYS_OF_MONTHS[month - 1] ?? 0));
}

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/**
 * Whether a format consists of YYYY, MM or M, and DD or D, in any order. Separators may be missing only if every token has a
 * fixed width (`YYYYMMDD`).
 */
export function isDateFormat(format: string): boolean {
  const kinds = (SEPARATED.exec(format) ?? UNSEPARATED.exec(format))?.slice(1).map((token) => token[0]);
  return new Set(kinds).size === 3;
}

/**
 * Parses a date in a format such as `M/D/YYYY` or `DD.MM.YYYY`; M and D also accept a leading zero. Accepts any year, so that
 * callers can report limits of their own.
 * @returns the date as `YYYY-MM-DD`; null if the text does not match the format or the day does not exist
 * @throws RangeError if `isDateFormat` rejects the format
 */
export function parseCalendarDate(text: string, format = 'YYYY-MM-DD'): string | null {
  const pattern = PATTERNS.get(format) ?? patternOf(format);
  PATTERNS.set(format, pattern);
  const { year, month = '', day = '' } = pattern.exec(text)?.groups ?? {};
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isExistingDay(date) ? date : null;
}

/** Cached by format: an installation uses a few. */
const PATTERNS = new Map<string, RegExp>();

function patternOf(format: string): RegExp {
  if (!isDateFormat(format)) throw new RangeError(`Not a date format: ${JSON.stringify(format)}.`);
  const pattern = format.replace(/YYYY|MM?|DD?|[^A-Za-z0-9]/g, (part) => TOKENS[part] ?? `\\${part}`);
  return new RegExp(`^${pattern}$`);
}

/** The day in UTC at a time, YYYY-MM-DD. */
export const utcDay = (time: Date): string => time.toISOString().slice(0, 10);

/** The day that it is at a time in an IANA time zone, or in UTC without one. */
export function dayIn(timeZone: string | null, time: Date): string {
  if (timeZone === null) return utcDay(time);
  const format = DAY_FORMATS.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone });
  DAY_FORMATS.set(timeZone, format);
  return format.format(time);
}

/** Cached by time zone, because creating a format is slow. `en-CA` writes YYYY-MM-DD. */
const DAY_FORMATS = new Map<string, Intl.DateTimeFormat>();

/**
 * The date `days` later, or earlier if negative.
 * @throws RangeError if `date` is not a calendar date, or the result is outside 1900 to 9999
 */
export function addDays(date: string, days: number): string {
  const result = utcDay(new Date(midnight(date) + days * DAY_IN_MS));
  midnight(result);
  return result;
}

/**
 * The number of days from `from` to `to`; negative if `to` is earlier.
 * @throws RangeError if either is not a calendar date
 */
export function daysBetween(from: string, to: string): number {
  return (midnight(to) - midnight(from)) / DAY_IN_MS;
}

function midnight(date: string): number {
  if (!isCalendarDate(date)) throw new RangeError(`Not a calendar date: ${JSON.stringify(date)}.`);
  return Date.parse(`${date}T00:00:00Z`);
}
