import { addDays } from './calendar-date.js';

/** The wall-clock time in a time zone. */
export interface LocalTime {
  /** YYYY-MM-DD. */
  day: string;
  /** HH:MM. */
  time: string;
}

/** Each time with a new format, in 50 µs: kept ones, of 36 kB, would add up, because clients write the names of zones in any case. */
export function localTime(instant: Date, timeZone: string): LocalTime {
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

/**
 * The instant of a wall-clock time: of a time that the clock shows twice in autumn, the first; of one that it skips in spring, as
 * if the clock had not been changed yet.
 */
export function instantOf({ day, time }: LocalTime, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const [before, after] = [-DAY_MS, DAY_MS].map((ms) => asUtc - offsetMs(new Date(asUtc + ms), timeZone));
  const isWanted = (instant: number): boolean => {
    const shown = localTime(new Date(instant), timeZone);
    return shown.day === day && shown.time === time;
  };
  return new Date([before!, after!].toSorted((a, b) => a - b).find(isWanted) ?? before!);
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How far the zone's clock is ahead of UTC. */
function offsetMs(instant: Date, timeZone: string): number {
  const { day, time } = localTime(instant, timeZone);
  return Date.parse(`${day}T${time}:00Z`) - Math.floor(instant.getTime() / MINUTE_MS) * MINUTE_MS;
}

const LAST_DAY = '9999-12-31';

/** The instant at which a calendar day begins in a time zone. */
export const startOfDay = (day: string, timeZone: string): Date =>
  instantOf({ day, time: '00:00' }, timeZone);

/** The instant at which a calendar day ends in a time zone, and the next begins. */
export const endOfDay = (day: string, timeZone: string): Date =>
  startOfDay(day < LAST_DAY ? addDays(day, 1) : LAST_DAY, timeZone);
