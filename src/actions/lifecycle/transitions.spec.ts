import { describe, expect, it } from '@jest/globals';
import { createAction, NOW, PAST } from '../../../test/support/action-state.js';
import type { DomainError } from '../../problems/domain-error.js';
import { transition } from './transition.js';
import type { ActionState } from './action-state.js';
import { COMMAND_NAMES, type TransitionName, TRANSITION_NAMES, type TransitionInput } from './transitions.js';
import { STATUSES, type Status, statusForSchedule } from './statuses.js';

const LATER = new Date('2026-11-23T09:30:00.001Z');

/** transition(), which returns null only for edits that change nothing. */
const decide = (...args: Parameters<typeof transition>) => transition(...args)!;

/** `recorded`: the log gets an entry, and the action does not change. */
type Cell = Status | 'deleted' | 'recorded' | 400;

/** The transitions besides the commands, not derived from the rules. */
const TABLE: [TransitionName, TransitionInput, Record<Status, Cell>][] = [
  [
    'edit',
    { draft: { urgencyScore: 51 } },
    { proposed: 'proposed', scheduled: 'scheduled', processing: 400, completed: 400, cancelled: 400 },
  ],
  ['delete', {}, { proposed: 'deleted', scheduled: 400, processing: 400, completed: 400, cancelled: 400 }],
  [
    'supersede',
    {},
    { proposed: 'deleted', scheduled: 'deleted', processing: 400, completed: 400, cancelled: 400 },
  ],
  [
    'promote',
    {},
    { proposed: 'proposed', scheduled: 'scheduled', processing: 400, completed: 400, cancelled: 400 },
  ],
  [
    'demote',
    {},
    { proposed: 'proposed', scheduled: 'scheduled', processing: 400, completed: 400, cancelled: 400 },
  ],
  ['wake', {}, { proposed: 400, scheduled: 'proposed', processing: 400, completed: 400, cancelled: 400 }],
  ...(['claim', 'release', 'retry', 'defer', 'fail'] as const).map((name): (typeof TABLE)[number] => [
    name,
    {},
    { proposed: 400, scheduled: 400, processing: 'recorded', completed: 400, cancelled: 400 },
  ]),
  ['deliver', {}, { proposed: 400, scheduled: 400, processing: 'completed', completed: 400, cancelled: 400 }],
];
const CELLS = TABLE.flatMap(([name, input, row]) =>
  STATUSES.map((status) => ({ name, input, status, cell: row[status] })),
);

const refusal = (action: ActionState, name: TransitionName, input: TransitionInput = {}): DomainError => {
  try {
    decide(action, name, input, NOW);
  } catch (error) {
    return error as DomainError;
  }
  throw new Error(`${name} was not refused.`);
};

it('covers every transition that is not a command, except restore', () => {
  const names = TABLE.map(([name]) => name);
  expect([...COMMAND_NAMES, ...names, 'restore'].toSorted()).toEqual(TRANSITION_NAMES.toSorted());
});

it.each(CELLS.filter(({ cell }) => cell === 'recorded'))(
  '$name is recorded for a $status action, whose columns stay',
  ({ name, input, status }) => {
    const { change, entry } = decide(createAction({ status }), name, input, NOW);
    expect(change).toBeNull();
    expect(entry).toMatchObject({ command: name, fromStatus: status, toStatus: status });
  },
);

it.each(CELLS.filter(({ cell }) => cell !== 400 && cell !== 'recorded'))(
  '$name changes a $status action to $cell',
  ({ name, input, status, cell }) => {
    const { change, entry } = decide(createAction({ status }), name, input, NOW);
    const isDeletion = cell === 'deleted';
    const to = isDeletion ? status : cell;
    expect(entry).toMatchObject({ command: name, fromStatus: status, toStatus: to });
    expect(change).toMatchObject({ status: to, version: 2 });
    // Soft deletion never moves updatedAt.
    expect(change).toMatchObject(isDeletion ? { deletedAt: NOW } : { updatedAt: NOW });
    expect('updatedAt' in change!).toBe(!isDeletion);
  },
);

it.each(CELLS.filter(({ cell }) => cell === 400))(
  'refuses to $name a $status action',
  ({ name, input, status }) => {
    expect(refusal(createAction({ status }), name, input)).toMatchObject({
      code: 'invalid_state',
      extras: { current_status: status },
    });
  },
);

it.each(TRANSITION_NAMES.filter((name) => name !== 'restore'))('refuses to %s a deleted action', (name) => {
  expect(refusal(createAction({ deletedAt: PAST }), name).code).toBe('action_deleted');
});

it.each([
  ['promote', true],
  ['demote', false],
] as const)('%s changes whether the action is recommended: %s', (name, isRecommended) => {
  expect(decide(createAction(), name, {}, NOW).change).toMatchObject({ isRecommended });
});

describe('restore', () => {
  it('restores a deleted action with its status', () => {
    const { change, entry } = decide(createAction({ deletedAt: PAST }), 'restore', {}, NOW);
    expect(change).toEqual({ status: 'proposed', version: 2, deletedAt: null });
    expect(entry).toMatchObject({ command: 'restore', fromStatus: 'proposed', toStatus: 'proposed' });
  });

  it('is refused for actions that are not deleted or were decided', () => {
    expect(refusal(createAction(), 'restore').message).toContain('not deleted');
    expect(refusal(createAction({ status: 'cancelled', deletedAt: PAST }), 'restore').code).toBe(
      'invalid_state',
    );
  });
});

describe('edit', () => {
  it.each<[string, Status, Date, Status]>([
    ['to a later time', 'proposed', LATER, 'scheduled'],
    ['to now', 'scheduled', NOW, 'proposed'],
    ['to an earlier time', 'scheduled', PAST, 'proposed'],
  ])('reschedules %s: a %s action, for %s, becomes %s', (_, status, scheduledFor, to) => {
    const action = createAction({ status, scheduledFor: new Date(0) });
    expect(decide(action, 'edit', { draft: { scheduledFor } }, NOW).entry.toStatus).toBe(to);
    expect(statusForSchedule(scheduledFor, NOW)).toBe(to);
  });

  it('logs the changed fields and the hash of the new text', () => {
    const draft = { content: 'Rewritten.', urgencyScore: 50, draftedBalance: '90.00' };
    const { change, entry } = decide(createAction(), 'edit', { draft }, NOW);
    const sha256 = '99dd79f81e913357bc59fa19aac4b71fb98335415b1602a016c04ef154148d6d';
    expect(entry.changes).toEqual({ content: { from: 'The draft.', to_sha256: sha256 } });
    expect(entry.contentSha256).toBe(sha256);
    expect(change).toMatchObject({ content: 'Rewritten.', draftedBalance: '90.00' });
  });

  it('returns null if nothing changes, but is refused if it is not allowed', () => {
    const draft = { subject: 'Overdue', scheduledFor: new Date(PAST) };
    expect(transition(createAction(), 'edit', { draft }, NOW)).toBeNull();
    expect(transition(createAction(), 'edit', {}, NOW)).toBeNull();
    expect(refusal(createAction({ status: 'completed' }), 'edit', { draft }).code).toBe('invalid_state');
  });
});
