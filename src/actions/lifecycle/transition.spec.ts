import { describe, expect, it } from '@jest/globals';
import { createAction, NOW, SHA_OF_DRAFT } from '../../../test/support/action-state.js';
import { DomainError } from '../../problems/domain-error.js';
import { transition } from './transition.js';
import { SYSTEM } from '../../tenancy/caller.js';
import type { ActionState } from './action-state.js';
import { type Command, COMMAND_NAMES, type TransitionInput, type TransitionName } from './transitions.js';
import { sha256 } from '../../hashing.js';
import { STATUSES } from './statuses.js';

const SHA_OF_EDIT = 'b4326b07615d373f6270a211f044230abfd094914b5628d2b42d2cc92d185a56';

/** transition(), which returns null only for edits. */
const decide = (...args: Parameters<typeof transition>) => transition(...args)!;

function refusalOf(action: ActionState, command: Command, versions?: number[]): DomainError {
  try {
    decide(action, command, {}, NOW, versions);
  } catch (error) {
    return error as DomainError;
  }
  throw new Error(`${command} was not refused.`);
}

type Cell = 'processing' | 'cancelled' | 'completed' | 'unchanged' | 400;
type Row = [(typeof STATUSES)[number], Record<Command, Cell>];

/** The table of the API contract, not derived from the rules: to change a rule, change this table too. */
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

it('covers the five commands and the five statuses', () => {
  expect(COMMAND_NAMES).toEqual(['approve', 'reject', 'send', 'cancel', 'complete']);
  expect(TABLE.map(([status]) => status)).toEqual(STATUSES);
  expect(CELLS).toHaveLength(25);
});

describe('allowed transitions', () => {
  it.each(TRANSITIONS)('from %s by %s to %s', (status, command, to) => {
    const { change, entry } = decide(createAction({ status, version: 4 }), command, {}, NOW);
    expect(change).toMatchObject({ status: to, version: 5, updatedAt: NOW });
    expect(entry).toMatchObject({ command, fromStatus: status, toStatus: to });
  });

  it.each(TRANSITIONS)(
    'from %s by %s to %s: executed_at is set only for completed',
    (status, command, to) => {
      const { change } = decide(createAction({ status }), command, {}, NOW);
      expect(change!.executedAt).toEqual(to === 'completed' ? NOW : undefined);
    },
  );
});

describe('repeated commands', () => {
  it.each(CELLS.filter(([, , cell]) => cell === 'unchanged'))(
    'on a %s action, %s only adds a log entry',
    (status, command) => {
      const { change, entry } = decide(createAction({ status }), command, { reason: 'Again.' }, NOW);
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
    'on a %s action, %s is invalid_state and names the allowed statuses',
    (status, command) => {
      const error = refusalOf(createAction({ status }), command);
      expect(error).toBeInstanceOf(DomainError);
      expect(error.code).toBe('invalid_state');
      expect(error.extras).toEqual({ current_status: status, allowed_from: ALLOWED_FROM[command] });
    },
  );

  it.each(CELLS)('on a deleted %s action, %s is action_deleted', (status, command) => {
    expect(refusalOf(createAction({ status, deletedAt: NOW }), command).code).toBe('action_deleted');
  });

  it.each([
    ['approve', 'processing', 'Only proposed or scheduled actions can be approved; this one is processing.'],
    [
      'reject',
      'completed',
      'Only proposed, scheduled, or processing actions can be rejected; this one is completed.',
    ],
    ['send', 'cancelled', 'Only proposed or scheduled actions can be sent; this one is cancelled.'],
  ] as const)('explain in a sentence why %s fails on a %s action', (command, status, sentence) => {
    expect(refusalOf(createAction({ status }), command).message).toBe(sentence);
  });
});

describe('the change', () => {
  it('contains the final content and does not change the draft', () => {
    const { change } = decide(createAction(), 'approve', { final_content: 'The edited text.' }, NOW);
    expect(change).toMatchObject({ finalContent: 'The edited text.' });
    expect(change).not.toHaveProperty('content');
  });

  it('of a send contains the channel, the external id and the response deadline', () => {
    const response_deadline = new Date('2026-12-01T12:00:00Z');
    const input = { channel_id: 'thread_1', external_id: 'crm-1', response_deadline };
    expect(decide(createAction(), 'send', input, NOW).change).toMatchObject({
      channelId: 'thread_1',
      externalId: 'crm-1',
      responseDeadline: response_deadline,
    });
  });

  it('without input contains only the status, the version and the time', () => {
    const { change } = decide(createAction(), 'approve', {}, NOW);
    const approvedSha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(change).toEqual({ status: 'processing', version: 2, updatedAt: NOW, approvedSha256 });
  });
});

describe('the log entry', () => {
  it('contains the approver, the reason and the comment, or null', () => {
    const approver = { id: 'f00d', name: 'Ada', proof: 'token' as const };
    const input = { approver, reason: 'Paid.', comment: 'By cheque.' };
    expect(decide(createAction(), 'reject', input, NOW).entry).toEqual({
      command: 'reject',
      fromStatus: 'proposed',
      toStatus: 'cancelled',
      approvedBy: 'f00d',
      approvedByName: 'Ada',
      approvedByProof: 'token',
      reason: 'Paid.',
      comment: 'By cheque.',
      contentSha256: SHA_OF_DRAFT,
      approvedSha256: null,
      changes: null,
    });
    expect(decide(createAction(), 'complete', {}, NOW).entry).toMatchObject({
      approvedBy: null,
      approvedByName: null,
      reason: null,
      comment: null,
    });
  });

  const withFinalContent = { contentSha256: SHA_OF_EDIT, hasFinalContent: true };
  it.each<[string, Partial<ActionState>, TransitionName, TransitionInput, string | null]>([
    ['the text of the action', {}, 'approve', {}, SHA_OF_DRAFT],
    ['the final content in the input', {}, 'approve', { final_content: 'The edited text.' }, SHA_OF_EDIT],
    ['the draft in the input', {}, 'edit', { draft: { content: 'The edited text.' } }, SHA_OF_EDIT],
    [
      'the final content, if an edit changes the draft',
      withFinalContent,
      'edit',
      { draft: { content: 'x' } },
      SHA_OF_EDIT,
    ],
    [
      'the text of the action, if an edit changes only the subject',
      {},
      'edit',
      { draft: { subject: 'x' } },
      SHA_OF_DRAFT,
    ],
    ['nothing, if the action has no text', { content: null, contentSha256: null }, 'approve', {}, null],
  ])('contains the SHA-256 of %s', (_, action, name, input, digest) => {
    expect(decide(createAction(action), name, input, NOW).entry.contentSha256).toBe(digest);
  });

  it('of an edit contains the replaced text and the SHA-256 of the new one', () => {
    const { entry } = decide(
      createAction(),
      'edit',
      { draft: { content: 'The edited text.', urgencyScore: 1 } },
      NOW,
    );
    expect(entry.changes).toEqual({
      content: { from: 'The draft.', to_sha256: SHA_OF_EDIT },
      urgency_score: { from: 50, to: 1 },
    });
  });

  it('hashes text as UTF-8', () => {
    expect(sha256('Über 1.250 €')).toBe('456bb2887ba27f9c2e50b2f606d8b3d9b458ee262a23fda7ab97934aaceac6fc');
  });
});

describe('the versions of If-Match', () => {
  it.each([[[3]], [[1, 3]], [undefined]])('%j allow a change of version 3', (versions) => {
    expect(decide(createAction({ version: 3 }), 'approve', {}, NOW, versions).change?.version).toBe(4);
  });

  it.each([[[2]], [[1, 2]], [[]]])(
    '%j conflict with version 3, even if the action is deleted',
    (versions) => {
      const refusal = refusalOf(createAction({ version: 3, deletedAt: NOW }), 'approve', versions);
      expect(refusal).toMatchObject({ code: 'version_conflict', extras: { current_version: 3 } });
      expect(refusal.message).toBe('The action has changed since it was read.');
    },
  );
});

it('names the system actor "system"', () => {
  expect(SYSTEM).toBe('system');
});

it.each<[Command, string[]]>([
  ['approve', ['approvedSha256', 'status', 'updatedAt', 'version']],
  ['cancel', ['status', 'updatedAt', 'version']],
  ['send', ['executedAt', 'status', 'updatedAt', 'version']],
])('%s without input changes no other columns: %j', (command, columns) => {
  expect(Object.keys(transition(createAction(), command, {}, NOW)!.change!).toSorted()).toEqual(columns);
});
