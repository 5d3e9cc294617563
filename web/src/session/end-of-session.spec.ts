import { describe, expect, it } from '@jest/globals';
import { endOfSession } from './end-of-session.js';

const HOUR = 3_600_000;
const READ = Date.parse('2026-11-28T08:00:00Z');
const SESSION = { idle_ends_at: '2026-11-28T20:00:00Z', ends_at: '2026-12-05T08:00:00Z' };
const TIMES = { readAt: READ, seenAt: READ, skewMs: 0 };

describe('the end of a session', () => {
  it('is the idle end', () => {
    expect(endOfSession(SESSION, TIMES)).toEqual({ at: READ + 12 * HOUR, isFinal: false });
  });

  it('moves with what is done in another tab', () => {
    const { at } = endOfSession(SESSION, { ...TIMES, seenAt: READ + 3 * HOUR });
    expect(at).toBe(READ + 15 * HOUR);
  });

  it('is by the clock of the browser, which may be wrong', () => {
    const { at } = endOfSession(SESSION, { ...TIMES, skewMs: -13 * HOUR });
    expect(at).toBe(READ + 25 * HOUR);
  });

  it('is final at the latest end, however much the session is used', () => {
    const ends_at = '2026-11-28T20:00:00Z';
    expect(endOfSession({ ...SESSION, ends_at }, { ...TIMES, seenAt: READ + HOUR })).toEqual({
      at: READ + 12 * HOUR,
      isFinal: true,
    });
  });
});
