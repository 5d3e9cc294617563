import { describe, expect, it } from '@jest/globals';
import type { Action, LogEntry } from '../action.js';
import { entriesSince, hasLeft, whatChanged } from './what-changed.js';

const entry = (id: string): LogEntry => ({ id }) as LogEntry;
const ACTION = {
  status: 'proposed',
  is_deleted: false,
  to: [{ name: 'Jana', address: 'jana@x.example' }],
  cc: [],
  effective_subject: 'Reminder',
  effective_content: 'Hello',
  scheduled_for: '2026-11-28T00:00:00.000Z',
  invoice: { balance: '50.00', due_date: '2026-10-08' },
  delivery: null,
  version: 1,
  urgency_score: 50,
  approval_log: [entry('1')],
} as unknown as Action;
const changed = (values: object): Action => ({ ...ACTION, version: 2, ...values });

describe('whatChanged', () => {
  it.each<[string, object, unknown]>([
    ['nothing', {}, []],
    ['an assignment and the urgency', { assigned_to: { id: '1', name: 'D' }, urgency_score: 9 }, []],
    ['waking up', { status: 'scheduled' }, []],
    ['the text', { effective_content: 'Hi' }, [{ field: 'content', before: 'Hello', now: 'Hi' }]],
    [
      'recipients',
      { to: [], cc: [{ name: null, address: 'b@x.example' }] },
      [
        { field: 'to', before: 'Jana <jana@x.example>', now: null },
        { field: 'cc', before: null, now: 'b@x.example' },
      ],
    ],
    [
      'a payment',
      { version: 1, invoice: { balance: '48.00', due_date: '2026-10-08' } },
      [{ field: 'balance', before: '50.00', now: '48.00' }],
    ],
    ['an approval', { status: 'processing' }, [{ field: 'status', before: 'proposed', now: 'processing' }]],
    ['a deletion', { is_deleted: true }, [{ field: 'deleted', before: null, now: 'deleted' }]],
    [
      'a failed delivery',
      { delivery: { status: 'failed' } },
      [{ field: 'delivery', before: null, now: 'failed' }],
    ],
  ])('of %s', (_, values, expected) => {
    expect(whatChanged(ACTION, changed(values))).toEqual(expected);
  });
});

describe('entriesSince', () => {
  it('are those after the last one that was known, though older ones were left out', () => {
    const now = changed({ approval_log: [entry('1'), entry('2'), entry('3')] });
    expect(entriesSince(ACTION, now).map(({ id }) => id)).toEqual(['2', '3']);
    expect(entriesSince(ACTION, changed({ approval_log: [entry('8')] })).map(({ id }) => id)).toEqual(['8']);
    expect(entriesSince(ACTION, ACTION)).toEqual([]);
  });
});

describe('hasLeft', () => {
  it('is true once it no longer waits for a decision', () => {
    expect(hasLeft(ACTION, changed({ status: 'cancelled' }))).toBe(true);
    expect(hasLeft(ACTION, changed({ is_deleted: true }))).toBe(true);
    expect(hasLeft(ACTION, changed({ status: 'scheduled' }))).toBe(false);
    expect(hasLeft(changed({ status: 'processing' }), changed({ status: 'completed' }))).toBe(false);
  });
});
