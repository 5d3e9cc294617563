import { LIMITS } from '../../limits.js';
import { addDays } from '../../time/calendar-date.js';
import { instantOf, localTime } from '../../time/local-time.js';
import { type Weekday, WEEKDAYS, weekdayOf } from '../../time/weekdays.js';

/** The `delivery_window` of the settings: local times, HH:MM. */
interface Window {
  days: readonly Weekday[];
  start: string;
  end: string;
}

/** When a company's e-mails may reach a customer. */
export interface OpeningHours {
  /** Null: always open. Closed days apply all the same. */
  window: Window | null;
  /** YYYY-MM-DD. */
  closedDays: readonly string[];
  /** The zone of the customer, or of the company. */
  timeZone: string;
}

const ALL_DAY: Window = { days: WEEKDAYS, start: '00:00', end: '24:00' };

/** If a window has one day of the week, the longest list of closed days can close it for so many weeks; then it is open. */
const SEARCHED_DAYS = 7 * (LIMITS.closedDays + 1);

/** The first time from `from` on at which an e-mail may be sent: `from` itself within the window. */
export function nextOpening(from: Date, { window, closedDays, timeZone }: OpeningHours): Date {
  if (!window && closedDays.length === 0) return from;
  const { days, start, end } = window ?? ALL_DAY;
  const now = localTime(from, timeZone);
  const closed = new Set(closedDays);
  const isOpenOn = (day: string): boolean => days.includes(weekdayOf(day)) && !closed.has(day);
  if (isOpenOn(now.day) && now.time >= start && now.time < end) return from;
  for (let offset = now.time < start ? 0 : 1; offset <= SEARCHED_DAYS; offset += 1) {
    const day = addDays(now.day, offset);
    if (isOpenOn(day)) return instantOf({ day, time: start }, timeZone);
  }
  throw new RangeError('No day of the window is open.');
}
