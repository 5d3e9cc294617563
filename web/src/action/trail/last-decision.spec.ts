import { describe, expect, it } from '@jest/globals';
import type { Action } from '../action.js';
import { lastDecision } from './last-decision.js';

const of = (status: string, ...commands: string[]) =>
  lastDecision({
    status,
    is_deleted: commands.at(-1) === 'delete',
    approval_log: commands.map((command) => ({ command })),
  } as Action)?.command;

describe('the decision about an action', () => {
  it.each([
    ['an approved one', 'processing', ['propose', 'edit', 'approve', 'fail', 'retry'], 'approve'],
    ['a rejected one', 'cancelled', ['propose', 'reject'], 'reject'],
    ['one that was withdrawn after its approval', 'cancelled', ['approve', 'cancel'], 'cancel'],
    ['a sent one', 'completed', ['approve', 'deliver'], 'approve'],
    ['a deleted one', 'proposed', ['propose', 'delete'], 'delete'],
    ['one that waits again', 'proposed', ['delete', 'restore'], undefined],
  ])('is in the log of %s', (_, status, commands, decision) => {
    expect(of(status, ...commands)).toBe(decision);
  });
});
