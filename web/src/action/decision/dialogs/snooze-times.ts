/** When people come back to work, by the clock of their browser. */
const MORNING = 8;
const MONDAY = 1;

export type SnoozeName = 'tomorrow' | 'in_three_days' | 'next_monday';

/** The usual times until which an action is snoozed: mornings, in the time zone of the browser. */
export function snoozeTimes(now: Date): { name: SnoozeName; until: Date }[] {
  const days = ((MONDAY - now.getDay() + 6) % 7) + 1;
  return [
    { name: 'tomorrow', until: morningIn(now, 1) },
    { name: 'in_three_days', until: morningIn(now, 3) },
    { name: 'next_monday', until: morningIn(now, days) },
  ];
}

const morningIn = (now: Date, days: number): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);

/** Whether an action may be snoozed until then: in the future, and before it expires (RFC 3339; null: never). */
export const maySnoozeUntil = (until: Date, now: Date, expiresAt: string | null): boolean =>
  until > now && (expiresAt === null || until.getTime() < Date.parse(expiresAt));

/** The value of an `<input type="datetime-local">`: local time without a zone, to the minute. */
export function localInputValue(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
