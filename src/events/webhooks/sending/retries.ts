const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The pauses after the first to the ninth failure: ten tries in three days. */
export const RETRY_PAUSES_MS = [
  5_000,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
  28 * HOUR,
] as const;
export const MAX_TRIES = RETRY_PAUSES_MS.length + 1;

/** Spreads what failed together. */
const JITTER = 0.1;

/** An endpoint of which nothing has succeeded for so long is disabled. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR;

/** From so many failures in a row on, an endpoint counts as slow: its attempts may take as long. */
export const SUSPECT = 3;
/** From so many failures in a row on, an endpoint gets one attempt at a time, with a rest before each. */
export const FAILING = 10;
const LONGEST_REST_MS = MINUTE;

/**
 * The pause before the next try; null after the last.
 * @param tries so far
 * @param random from 0 to 1
 */
export function retryPauseMs(
  tries: number,
  retryAfterMs: number | null,
  random = Math.random(),
): number | null {
  const pause = RETRY_PAUSES_MS[tries - 1];
  if (pause === undefined) return null;
  return Math.round(Math.max(pause, retryAfterMs ?? 0) * (1 + JITTER * random));
}

/** How long an endpoint rests after its latest failure, by its failures in a row. */
export const restMs = (failures: number): number =>
  failures < FAILING ? 0 : Math.min(1_000 * 2 ** (failures - FAILING), LONGEST_REST_MS);
