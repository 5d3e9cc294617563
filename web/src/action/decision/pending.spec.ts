import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../api/api-error.js';
import {
  begin,
  type Decision,
  failed,
  isDecided,
  isUndoable,
  isUnsent,
  latestUndoable,
  secondsLeft,
  sending,
  succeeded,
  UNDO_MS,
} from './pending.js';

const NOW = 1_000_000;
const decisionOf = (values: Partial<Decision> = {}): Decision => ({
  doing: 'Approving',
  done: 'Approved',
  title: 'INV-1',
  href: '/inbox/needs_action/1',
  companyId: 'c',
  actionIds: ['1'],
  isDelayed: true,
  send: async () => undefined,
  ...values,
});
const REVERSIBLE = decisionOf({ isDelayed: false, takeBack: async () => undefined });

describe('a pending decision', () => {
  it('that is delayed waits six seconds, and can be undone until it is sent', () => {
    const waiting = begin('k', decisionOf(), NOW);
    expect(waiting).toMatchObject({ stage: 'counting', endsAt: NOW + UNDO_MS });
    expect([isUndoable(waiting), isUnsent(waiting), isDecided(waiting)]).toEqual([true, true, true]);
    const sent = sending(waiting);
    expect(sent).toMatchObject({ stage: 'sending', endsAt: null, attempts: 1 });
    expect([isUndoable(sent), isUnsent(sent), isDecided(sent)]).toEqual([false, false, true]);
  });

  it('that is not delayed is sent at once, and offers its undo afterwards if it can be taken back', () => {
    expect(begin('k', REVERSIBLE, NOW)).toMatchObject({ stage: 'sending', endsAt: null });
    const done = succeeded(sending(begin('k', REVERSIBLE, NOW)), NOW);
    expect(done).toMatchObject({ stage: 'done', endsAt: NOW + UNDO_MS });
    expect(isUndoable(done)).toBe(true);
    expect(isUndoable(succeeded(sending(begin('k', decisionOf(), NOW)), NOW))).toBe(false);
  });

  it('that is not delayed and cannot be taken back is said when it is stored', () => {
    const final = decisionOf({ isDelayed: false });
    const done = succeeded(sending(begin('k', final, NOW)), NOW);
    expect(done).toMatchObject({ stage: 'done', endsAt: NOW + UNDO_MS });
    expect([isUndoable(done), isUnsent(done)]).toEqual([false, false]);
    const shownElsewhere = sending(begin('k', { ...final, done: null }, NOW));
    expect(succeeded(shownElsewhere, NOW).stage).toBe('sent');
  });

  it.each([
    ['without an answer, after twice the time each time', new ApiError(0, 'offline', ''), 1_000],
    ['with a busy server', new ApiError(503, 'service_unavailable', ''), 1_000],
    [
      'with too many requests, after the time that the API asks',
      new ApiError(429, 'throttled', '', {}, 42),
      42_000,
    ],
    ['while the first request is in progress', new ApiError(409, 'idempotency_in_flight', ''), 1_000],
  ])('that failed %s is repeated', (_, error, wait) => {
    const again = failed(sending(begin('k', decisionOf(), NOW)), error, NOW);
    expect(again).toMatchObject({ stage: 'repeating', endsAt: NOW + wait, error });
    expect([isUndoable(again), isUnsent(again), isDecided(again)]).toEqual([false, true, true]);
  });

  it('waits at most 15 seconds between its own repetitions', () => {
    const error = new ApiError(0, 'offline', '');
    const many = { ...begin('k', decisionOf(), NOW), attempts: 30 };
    expect(failed(many, error, NOW).endsAt).toBe(NOW + 15_000);
  });

  it.each([
    ['a changed action', new ApiError(412, 'version_conflict', '')],
    ['a second person that is needed', new ApiError(409, 'four_eyes', '')],
    ['an action that is gone', new ApiError(404, 'not_found', '')],
    ['an ended session', new ApiError(401, 'not_authenticated', '')],
    ['a defect of the page', new TypeError('x')],
  ])('that failed because of %s goes back to the person', (_, error) => {
    const back = failed(sending(begin('k', decisionOf(), NOW)), error, NOW);
    expect(back).toMatchObject({ stage: 'failed', endsAt: null, error });
    expect([isUndoable(back), isUnsent(back), isDecided(back)]).toEqual([false, false, false]);
  });

  it('is undone by the key if it is the latest that can be', () => {
    const [first, second] = [begin('a', decisionOf(), NOW), begin('b', decisionOf(), NOW + 1)];
    expect(latestUndoable([first, second])).toBe(second);
    expect(latestUndoable([first, sending(second)])).toBe(first);
    expect(latestUndoable([])).toBeUndefined();
  });

  it('counts whole seconds down to zero', () => {
    const waiting = begin('k', decisionOf(), NOW);
    expect([0, 1, 5_999, 6_000, 9_000].map((ms) => secondsLeft(waiting, NOW + ms))).toEqual([6, 6, 1, 0, 0]);
  });
});
