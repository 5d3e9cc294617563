import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../problems/domain-error.js';
import { transition } from './transition.js';
import type { ActionState } from './action-state.js';
import { type Command, type CommandInput, COMMAND_NAMES, SYSTEM } from './transitions.js';
import { sha256 } from '../../hashing.js';
import { STATUSES } from './statuses.js';

const NOW = new Date('2026-11-23T09:30:00.000Z');
const SHA_OF_DRAFT = '3bed3768b0c1e7a42047586e6e623445157a2a1e1af681ba042adbcd16f91ac1';
const SHA_OF_EDIT = 'b4326b07615d373f6270a211f044230abfd094914b5628d2b42d2cc92d185a56';

const anAction = (overrides: Partial<ActionState> = {}): ActionState => ({
  status: 'proposed',
  deletedAt: null,
  expiresAt: null,
  subject: null,
  content: 'The draft.',
  scheduledFor: NOW,
  urgencyScore: 50,
  metadata: {},
  version: 1,
  ...overrides,
});

/** Only an edit can come to nothing. */
const decided = (...asked: Parameters<typeof transition>) => transition(...asked)!;

function refusalOf(action: ActionState, command: Command, versions?: number[]): DomainError {
  try {
    decided(action, command, {}, NOW, versions);
  } catch (error) {
    return error as DomainError;
  }
  throw new Error(`${command} was not refused.`);
}

type Cell = 'processing' | 'cancelled' | 'completed' | 'unchanged' | 400;
type Row = [(typeof STATUSES)[number], Record<Command, Cell>];

/** The contract's table, copied by hand: a change of the rules is a change here. */
const TABLE: Row[] = [
  [
    'proposed',
    {
      approve: 'processing',
      reject: 'cancelled',
      send: 'completed',
      cancel: 'cancelled',
      complete: 'completed',
    },
  ],
  [
    'scheduled',
    {
      approve: 'processing',
      reject: 'cancelled',
      send: 'completed',
      cancel: 'cancelled',
      complete: 'completed',
    },
  ],
  [
    'processing',
    { approve: 400, reject: 'cancelled', send: 400, cancel: 'cancelled', complete: 'completed' },
  ],
  ['completed', { approve: 400, reject: 400, send: 400, cancel: 400, complete: 'unchanged' }],
  ['cancelled', { approve: 400, reject: 'unchanged', send: 400, cancel: 'unchanged', complete: 400 }],
];
const CELLS = TABLE.flatMap(([status, row]) =>
  Object.entries(row).map(([command, cell]) => [status, command as Command, cell] as const),
);
const TRANSITIONS = CELLS.filter(([, , cell]) => typeof cell === 'string' && cell !== 'unchanged');

it('knows five commands and five statuses, and the table names them all', () => {
  expect(COMMAND_NAMES).toEqual(['approve', 'reject', 'send', 'cancel', 'complete']);
  expect(TABLE.map(([status]) => status)).toEqual(STATUSES);
  expect(CELLS).toHaveLength(25);
});

describe('moves', () => {
  it.each(TRANSITIONS)('from %s, %s leads to %s', (status, command, to) => {
    const { change, entry } = decided(anAction({ status, version: 4 }), command, {}, NOW);
    expect(change).toMatchObject({ status: to, version: 5, updatedAt: NOW });
    expect(entry).toMatchObject({ command, fromStatus: status, toStatus: to });
  });

  it.each(TRANSITIONS)(
    'from %s, %s to %s sets executed_at only where it completes',
    (status, command, to) => {
      const { change } = decided(anAction({ status }), command, {}, NOW);
      expect(change!.executedAt).toEqual(to === 'completed' ? NOW : undefined);
    },
  );
});

describe('repeats', () => {
  it.each(CELLS.filter(([, , cell]) => cell === 'unchanged'))(
    'of %s, %s changes nothing, and still has its log entry',
    (status, command) => {
      const { change, entry } = decided(anAction({ status }), command, { reason: 'Again.' }, NOW);
      expect(change).toBeNull();
      expect(entry).toMatchObject({ command, fromStatus: status, toStatus: status, reason: 'Again.' });
    },
  );
});

describe('refusals', () => {
  const ALLOWED_FROM: Record<Command, string[]> = {
    approve: ['proposed', 'scheduled'],
    reject: ['proposed', 'scheduled', 'processing'],
    send: ['proposed', 'scheduled'],
    cancel: ['proposed', 'scheduled', 'processing'],
    complete: ['proposed', 'scheduled', 'processing'],
  };

  it.each(CELLS.filter(([, , cell]) => cell === 400))(
    'of %s, %s is invalid_state and says from where it goes',
    (status, command) => {
      const error = refusalOf(anAction({ status }), command);
      expect(error).toBeInstanceOf(DomainError);
      expect(error.code).toBe('invalid_state');
      expect(error.extras).toEqual({ current_status: status, allowed_from: ALLOWED_FROM[command] });
    },
  );

  it.each(CELLS)('of a soft-deleted %s one, %s is action_deleted', (status, command) => {
    expect(refusalOf(anAction({ status, deletedAt: NOW }), command).code).toBe('action_deleted');
  });

  it.each([
    ['approve', 'processing', 'Only proposed or scheduled actions can be approved; this one is processing.'],
    [
      'reject',
      'completed',
      'Only proposed, scheduled, or processing actions can be rejected; this one is completed.',
    ],
    ['send', 'cancelled', 'Only proposed or scheduled actions can be sent; this one is cancelled.'],
  ] as const)('tell a person in a sentence why %s of a %s one fails', (command, status, sentence) => {
    expect(refusalOf(anAction({ status }), command).message).toBe(sentence);
  });
});

describe('what a command records', () => {
  it('of the edited text: metadata.final_content, beside what is known, and never the draft', () => {
    const action = anAction({ metadata: { language: 'en', final_content: 'An older edit.' } });
    const { change } = decided(action, 'approve', { final_content: 'The edited text.' }, NOW);
    expect(change!.metadata).toEqual({ language: 'en', final_content: 'The edited text.' });
    expect(change).not.toHaveProperty('content');
    expect(action.metadata.final_content).toBe('An older edit.');
  });

  it('of a delivery: channel, external id and response deadline', () => {
    const response_deadline = new Date('2026-12-01T12:00:00Z');
    const input = { channel_id: 'thread_1', external_id: 'crm-1', response_deadline };
    expect(decided(anAction(), 'send', input, NOW).change).toMatchObject({
      channelId: 'thread_1',
      externalId: 'crm-1',
      responseDeadline: response_deadline,
    });
  });

  it('of nothing given: the status, the version and the time, no more', () => {
    const { change } = decided(anAction(), 'approve', {}, NOW);
    expect(change).toEqual({ status: 'processing', version: 2, updatedAt: NOW });
  });

  it('in the log: who, why and a remark, null where not given', () => {
    const input = { approved_by: 'f00d', reason: 'Paid.', comment: 'By cheque.' };
    expect(decided(anAction(), 'reject', input, NOW).entry).toEqual({
      command: 'reject',
      fromStatus: 'proposed',
      toStatus: 'cancelled',
      approvedBy: 'f00d',
      reason: 'Paid.',
      comment: 'By cheque.',
      contentSha256: SHA_OF_DRAFT,
      changes: null,
    });
    expect(decided(anAction(), 'complete', {}, NOW).entry).toMatchObject({
      approvedBy: null,
      reason: null,
      comment: null,
    });
  });

  const earlierEdit = { metadata: { final_content: 'The edited text.' } };
  it.each<[string, Partial<ActionState>, CommandInput, string | null]>([
    ['the draft', {}, {}, SHA_OF_DRAFT],
    ['the edited text that comes with it', {}, { final_content: 'The edited text.' }, SHA_OF_EDIT],
    ['the text edited before', earlierEdit, {}, SHA_OF_EDIT],
    ['the draft, where the edit is no text', { metadata: { final_content: 7 } }, {}, SHA_OF_DRAFT],
    ['nothing, where there is no text', { content: null }, {}, null],
  ])('in the log: the SHA-256 of %s', (_, action, input, digest) => {
    expect(decided(anAction(action), 'approve', input, NOW).entry.contentSha256).toBe(digest);
  });

  it('hashes the UTF-8 of a text', () => {
    expect(sha256('Über 1.250 €')).toBe('456bb2887ba27f9c2e50b2f606d8b3d9b458ee262a23fda7ab97934aaceac6fc');
  });
});

describe('the version that a client decides on', () => {
  it.each([[[3]], [[1, 3]], [undefined]])('%j lets version 3 move on', (versions) => {
    expect(decided(anAction({ version: 3 }), 'approve', {}, NOW, versions).change?.version).toBe(4);
  });

  it.each([[[2]], [[1, 2]], [[]]])('%j is a conflict with version 3, told before all else', (versions) => {
    const refusal = refusalOf(anAction({ version: 3, deletedAt: NOW }), 'approve', versions);
    expect(refusal).toMatchObject({ code: 'version_conflict', extras: { current_version: 3 } });
    expect(refusal.message).toBe('The action has changed since it was read.');
  });
});

it('the system is called system in the log', () => {
  expect(SYSTEM).toBe('system');
});
