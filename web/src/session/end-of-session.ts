import type { Session } from './session.js';

/** How long before its end a session is warned about. */
export const WARNING_MS = 10 * 60_000;

/** When a session ends, in ms of the clock of this browser. */
export interface EndOfSession {
  at: number;
  /** Whether it ends then however much it is used. */
  isFinal: boolean;
}

/** What the browser knows about the time of the session. */
export interface SessionTimes {
  /** When this tab has read the session. */
  readAt: number;
  /** When any tab of the browser has read it, which keeps it from its idle end. */
  seenAt: number;
  /** By how much the clock of the server is ahead of that of the browser, in ms. */
  skewMs: number;
}

export function endOfSession(
  { idle_ends_at, ends_at }: Pick<Session, 'idle_ends_at' | 'ends_at'>,
  { readAt, seenAt, skewMs }: SessionTimes,
): EndOfSession {
  const idleEnd = Date.parse(idle_ends_at) - skewMs + Math.max(0, seenAt - readAt);
  const end = Date.parse(ends_at) - skewMs;
  return { at: Math.min(idleEnd, end), isFinal: idleEnd >= end };
}
