const DAY_IN_MS = 86_400_000;
const TOKENS: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
};

const SEPARATED = /^(YYYY|MM?|DD?)[^A-Za-z0-9]+(YYYY|MM?|DD?)[^A-Za-z0-9]+(YYYY|MM?|DD?)$/;
const RUN_TOGETHER = /^(YYYY|MM|DD)(YYYY|MM|DD)(YYYY|MM|DD)$/;

/**
 * Whether the text is a day that exists, written `YYYY-MM-DD`, from 1900 to 9999: an earlier year is a slip
 * (0026 for 2026), and a later one has no four digits.
 */
export const isCalendarDate = (text: string): boolean => isDay(text) && text >= '1900';

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  // Date rolls 2026-02-30 over into March, so only a day that survives the round trip is real.
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * Whether a format has YYYY, one of MM and M, one of DD and D, and signs or spaces between them, which may be
 * missing only where every token has its fixed width (`YYYYMMDD`).
 */
export function isDateFormat(format: string): boolean {
  const kinds = (SEPARATED.exec(format) ?? RUN_TOGETHER.exec(format))?.slice(1).map((token) => token[0]);
  return new Set(kinds).size === 3;
}

/**
 * A date written in a format of YYYY, MM, M, DD, D and separators (`M/D/YYYY`, `DD.MM.YYYY`) as `YYYY-MM-DD`,
 * or null where the text is written otherwise or there is no such day; of any year, so that whoever has limits can name
 * them. M and D also take a leading zero.
 * Throws RangeError for a format that `isDateFormat` refuses.
 */
export function parseCalendarDate(text: string, format = 'YYYY-MM-DD'): string | null {
  if (!isDateFormat(format)) throw new RangeError(`Not a date format: ${JSON.stringify(format)}.`);
  const pattern = format.replace(/YYYY|MM?|DD?|[^A-Za-z0-9]/g, (part) => TOKENS[part] ?? `\\${part}`);
  const { year, month = '', day = '' } = new RegExp(`^${pattern}$`).exec(text)?.groups ?? {};
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(date) ? date : null;
}

/**
 * The date `days` later (earlier when negative). Throws RangeError for a text that is no date, and for a
 * result outside of 1900 to 9999.
 */
export function addDays(date: string, days: number): string {
  const result = new Date(midnight(date) + days * DAY_IN_MS).toISOString().slice(0, 10);
  midnight(result);
  return result;
}

/**
 * Days from `from` to `to`, negative when `to` is the earlier one. Throws RangeError for a text that is no
 * date.
 */
export function daysBetween(from: string, to: string): number {
  return (midnight(to) - midnight(from)) / DAY_IN_MS;
}

function midnight(date: string): number {
  if (!isCalendarDate(date)) throw new RangeError(`Not a calendar date: ${JSON.stringify(date)}.`);
  return Date.parse(`${date}T00:00:00Z`);
}
