import type { SettingsResponse } from '@daybook/client';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY_MS = 86_400_000;
/** As the API: a window of one day a week may be closed for 366 of its days. */
const SEARCHED_DAYS = 7 * 367;

interface Rules extends Pick<SettingsResponse, 'delivery_window' | 'closed_days'> {
  /** The IANA zone of the customer, or of the company if the customer has none. */
  timeZone: string;
}

/**
 * When an e-mail that is approved now can leave: at once within the delivery window, otherwise when it opens next. What else may
 * hold it back, such as a failed attempt, is only known after the approval.
 * @param from the earliest time
 */
export function whenItGoesOut(from: Date, { delivery_window, closed_days, timeZone }: Rules): Date {
  if (!delivery_window && closed_days.length === 0) return from;
  const { days, start, end } = delivery_window ?? { days: WEEKDAYS, start: '00:00', end: '24:00' };
  const now = localTime(from, timeZone);
  const isOpenOn = (day: string): boolean =>
    (days as readonly string[]).includes(weekdayOf(day)) && !closed_days.includes(day);
  if (isOpenOn(now.day) && now.time >= start && now.time < end) return from;
  for (let offset = now.time < start ? 0 : 1; offset <= SEARCHED_DAYS; offset += 1) {
    const day = addDays(now.day, offset);
    if (isOpenOn(day)) return instantOf(day, start, timeZone);
  }
  return from;
}

/** The earliest time at which the customer may get another e-mail; `now` if no minimum interval applies. */
export const notBefore = (now: Date, lastEmailAt: string | null, minimumIntervalDays: number): Date => {
  if (lastEmailAt === null || minimumIntervalDays === 0) return now;
  return new Date(Math.max(now.getTime(), Date.parse(lastEmailAt) + minimumIntervalDays * DAY_MS));
};

/** Sunday is the first day of getUTCDay(). */
const weekdayOf = (day: string) => WEEKDAYS[(new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7]!;

const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);

/** The wall clock in a zone: YYYY-MM-DD and HH:MM. */
export function localTime(instant: Date, timeZone: string): { day: string; time: string } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` };
}

/** Of a time that the clock shows twice in autumn, the first; of one that it skips in spring, as before the change. */
function instantOf(day: string, time: string, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const [before, after] = [-DAY_MS, DAY_MS].map((ms) => asUtc - offsetMs(new Date(asUtc + ms), timeZone));
  const isWanted = (instant: number): boolean => {
    const shown = localTime(new Date(instant), timeZone);
    return shown.day === day && shown.time === time;
  };
  return new Date([before!, after!].toSorted((a, b) => a - b).find(isWanted) ?? before!);
}

/** How far the clock of the zone is ahead of UTC. */
function offsetMs(instant: Date, timeZone: string): number {
  const { day, time } = localTime(instant, timeZone);
  return Date.parse(`${day}T${time}:00Z`) - Math.floor(instant.getTime() / 60_000) * 60_000;
}
