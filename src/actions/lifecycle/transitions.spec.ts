import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '../../problems/domain-error.js';
import { transition } from './transition.js';
import type { ActionState } from './action-state.js';
import { COMMAND_NAMES, type TransitionName, TRANSITION_NAMES, type TransitionInput } from './transitions.js';
import { STATUSES, type Status, statusForSchedule } from './statuses.js';

const NOW = new Date('2026-11-23T09:30:00.000Z');
const LATER = new Date('2026-11-23T09:30:00.001Z');
const PAST = new Date('2026-11-01T00:00:00.000Z');

const anAction = (overrides: Partial<ActionState> = {}): ActionState => ({
  status: 'proposed',
  deletedAt: null,
  expiresAt: null,
  subject: 'Overdue',
  content: 'The draft.',
  scheduledFor: PAST,
  urgencyScore: 50,
  metadata: {},
  version: 1,
  ...overrides,
});

/** Only an edit can come to nothing. */
const decided = (...asked: Parameters<typeof transition>) => transition(...asked)!;

type Cell = Status | 'deleted' | 400;

/** What happens to an action besides the commands, copied by hand. */
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
  ['wake', {}, { proposed: 400, scheduled: 'proposed', processing: 400, completed: 400, cancelled: 400 }],
];
const CELLS = TABLE.flatMap(([move, input, row]) =>
  STATUSES.map((status) => ({ move, input, status, cell: row[status] })),
);

const refusal = (action: ActionState, move: TransitionName, input: TransitionInput = {}): DomainError => {
  try {
    decided(action, move, input, NOW);
  } catch (error) {
    return error as DomainError;
  }
  throw new Error(`${move} was not refused.`);
};

it('the table names every move that is no command, but for restore', () => {
  const moves = TABLE.map(([move]) => move);
  expect([...COMMAND_NAMES, ...moves, 'restore'].toSorted()).toEqual(TRANSITION_NAMES.toSorted());
});

it.each(CELLS.filter(({ cell }) => cell !== 400))(
  '$status: $move → $cell',
  ({ move, input, status, cell }) => {
    const { change, entry } = decided(anAction({ status }), move, input, NOW);
    const isDeletion = cell === 'deleted';
    const to = isDeletion ? status : cell;
    expect(entry).toMatchObject({ command: move, fromStatus: status, toStatus: to });
    expect(change).toMatchObject({ status: to, version: 2 });
    // Soft deletion never moves updatedAt.
    expect(change).toMatchObject(isDeletion ? { deletedAt: NOW } : { updatedAt: NOW });
    expect('updatedAt' in change!).toBe(!isDeletion);
  },
);

it.each(CELLS.filter(({ cell }) => cell === 400))('$status: no $move', ({ move, input, status }) => {
  expect(refusal(anAction({ status }), move, input)).toMatchObject({
    code: 'invalid_state',
    extras: { current_status: status },
  });
});

it.each(TRANSITION_NAMES.filter((move) => move !== 'restore'))('of a deleted action: no %s', (move) => {
  expect(refusal(anAction({ deletedAt: PAST }), move).code).toBe('action_deleted');
});

describe('restore', () => {
  it('brings a deleted action back as it was', () => {
    const { change, entry } = decided(anAction({ deletedAt: PAST }), 'restore', {}, NOW);
    expect(change).toEqual({ status: 'proposed', version: 2, deletedAt: null });
    expect(entry).toMatchObject({ command: 'restore', fromStatus: 'proposed', toStatus: 'proposed' });
  });

  it('is refused for what was not deleted, and for what was decided', () => {
    expect(refusal(anAction(), 'restore').message).toContain('not deleted');
    expect(refusal(anAction({ status: 'cancelled', deletedAt: PAST }), 'restore').code).toBe('invalid_state');
  });
});

describe('edit', () => {
  it.each<[string, Status, Date, Status]>([
    ['to a later time', 'proposed', LATER, 'scheduled'],
    ['to now', 'scheduled', NOW, 'proposed'],
    ['to an earlier time', 'scheduled', PAST, 'proposed'],
  ])('puts off %s: %s at %s is %s', (_, status, scheduledFor, to) => {
    const action = anAction({ status, scheduledFor: new Date(0) });
    expect(decided(action, 'edit', { draft: { scheduledFor } }, NOW).entry.toStatus).toBe(to);
    expect(statusForSchedule(scheduledFor, NOW)).toBe(to);
  });

  it('records what it changed, and the digest of the text as it is then', () => {
    const draft = { content: 'Rewritten.', urgencyScore: 50, draftedBalance: '90.00' };
    const { change, entry } = decided(anAction(), 'edit', { draft }, NOW);
    expect(entry.changes).toEqual({ content: { from: 'The draft.', to: 'Rewritten.' } });
    expect(entry.contentSha256).toBe('99dd79f81e913357bc59fa19aac4b71fb98335415b1602a016c04ef154148d6d');
    expect(change).toMatchObject({ content: 'Rewritten.', draftedBalance: '90.00' });
  });

  it('is nothing where it changes nothing, but is refused all the same where it may not be made', () => {
    const draft = { subject: 'Overdue', scheduledFor: new Date(PAST) };
    expect(transition(anAction(), 'edit', { draft }, NOW)).toBeNull();
    expect(transition(anAction(), 'edit', {}, NOW)).toBeNull();
    expect(refusal(anAction({ status: 'completed' }), 'edit', { draft }).code).toBe('invalid_state');
  });
});
