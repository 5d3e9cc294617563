import { LANGUAGE } from './language.js';

const currencyFormats = new Map<string, Intl.NumberFormat>();
const dayFormat = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short' });
const numberFormat = new Intl.NumberFormat(LANGUAGE);
const percentFormat = new Intl.NumberFormat(LANGUAGE, { style: 'percent', maximumFractionDigits: 0 });
const relativeFormat = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });

/** @param amount a decimal string, which is formatted exactly, not as a float */
export function money(amount: string, currency: string): string {
  let format = currencyFormats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat(LANGUAGE, { style: 'currency', currency });
    currencyFormats.set(currency, format);
  }
  return format.format(amount as Intl.StringNumericLiteral);
}

/** @param day YYYY-MM-DD */
export const day = (text: string): string => dayFormat.format(new Date(`${text}T00:00:00Z`));
/** @param time an RFC 3339 date-time, shown in the time zone of the browser */
export const time = (text: string): string => timeFormat.format(new Date(text));
export const number = (value: number): string => numberFormat.format(value);
/** @param share from 0 to 1 */
export const percent = (share: number): string => percentFormat.format(share);

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Such as "2 minutes ago" or "in 3 days". */
export function relativeTime(text: string, now = Date.now()): string {
  const ms = new Date(text).getTime() - now;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? (['minute', 60_000] as const);
  return relativeFormat.format(Math.round(ms / size), unit);
}
