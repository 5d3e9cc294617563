import { isolated, isRightToLeft } from './direction.js';
import { LANGUAGE } from './language.js';

/** The words are English: amounts and dates of another direction would mix with them. */
const own: (text: string) => string = isRightToLeft(LANGUAGE) ? isolated : (text) => text;

const currencyFormats = new Map<string, Intl.NumberFormat>();
const dayFormat = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeZone: 'UTC' });
const longDayFormat = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' });
const nearTimeFormat = new Intl.DateTimeFormat(LANGUAGE, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
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
  return own(format.format(amount as Intl.StringNumericLiteral));
}

/** @param day YYYY-MM-DD */
export const day = (text: string): string => own(dayFormat.format(new Date(`${text}T00:00:00Z`)));
/** @param time an RFC 3339 date-time, shown in the time zone of the browser */
export const time = (text: string): string => own(timeFormat.format(new Date(text)));
const weekdayFormat = new Intl.DateTimeFormat(LANGUAGE, { weekday: 'long' });
/** @param text an RFC 3339 date-time of the near future or past: without the year, in the time zone of the browser */
export const nearTime = (text: string): string => own(nearTimeFormat.format(new Date(text)));
/** @param text an RFC 3339 date-time, of which only the day in the time zone of the browser is shown */
export const localDay = (text: string): string => own(longDayFormat.format(new Date(text)));
/** @param text an RFC 3339 date-time: within a week its weekday, otherwise its day, in the time zone of the browser */
export function weekday(text: string, now = Date.now()): string {
  const at = new Date(text);
  return own((at.getTime() - now < 6 * 86_400_000 ? weekdayFormat : longDayFormat).format(at));
}
export const number = (value: number): string => own(numberFormat.format(value));
/** @param share from 0 to 1 */
export const percent = (share: number): string => own(percentFormat.format(share));

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Such as "2 minutes ago" or "in 3 days". */
export function relativeTime(text: string, now = Date.now()): string {
  const ms = new Date(text).getTime() - now;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? (['minute', 60_000] as const);
  return own(relativeFormat.format(Math.round(ms / size), unit));
}

/** Words joined as in "the subject and the text": English, as the words are. */
export const LIST_FORMAT = new Intl.ListFormat('en');

/** Weekday and time such as "Monday 08:00", or with the date if it is not within the week ahead. @param timeZone of the reader or of the place */
export function weekdayTime(date: Date, timeZone?: string, now = new Date()): string {
  const clock = { hour: '2-digit', minute: '2-digit', timeZone } as const;
  const isSoon = date.getTime() - now.getTime() < 6 * 86_400_000;
  const dayFormat = isSoon ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'short' } as const);
  const [dayText, timeText] = [{ ...dayFormat, timeZone }, clock].map((options) =>
    new Intl.DateTimeFormat(LANGUAGE, options).format(date),
  );
  return own(`${dayText} ${timeText}`);
}

/** Such as "08:00". */
export const clockTime = (date: Date, timeZone?: string): string =>
  own(new Intl.DateTimeFormat(LANGUAGE, { hour: '2-digit', minute: '2-digit', timeZone }).format(date));
