/** The minutes after each failed attempt until the next one: ten attempts within about a day. */
const PAUSES_MINUTES = [1, 3, 8, 20, 45, 90, 180, 360, 720];
export const MAX_ATTEMPTS = PAUSES_MINUTES.length + 1;

/** Milliseconds until the next attempt after the given number of attempts; null after the last one. */
export function pauseAfter(attempts: number): number | null {
  const minutes = PAUSES_MINUTES[attempts - 1];
  return minutes === undefined ? null : minutes * 60_000;
}

/** Ends an attempt with a mail server that stays silent or answers slowly. */
export const ATTEMPT_MS = 20_000;
/** How long an attempt is in the hands of its process: longer than any attempt, as long as its job. */
export const LEASE_SECONDS = 45;
