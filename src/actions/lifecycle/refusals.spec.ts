import { describe, expect, it } from '@jest/globals';
import { createAction, NOW } from '../../../test/support/action-state.js';
import type { ActionState } from './action-state.js';
import { allowedCommands, checkTransition, isUndecided } from './refusals.js';
import { STATUSES } from './statuses.js';
import { transition } from './transition.js';
import { type Command, COMMAND_NAMES } from './transitions.js';

/** Whether transition() allows a command and changes the action. */
function changesAction(action: ActionState, command: Command): boolean {
  try {
    return transition(action, command, {}, NOW)!.change !== null;
  } catch {
    return false;
  }
}

describe('allowedCommands', () => {
  it.each([
    ['proposed', ['approve', 'reject', 'send', 'cancel', 'complete']],
    ['scheduled', ['approve', 'reject', 'send', 'cancel', 'complete']],
    ['processing', ['reject', 'cancel', 'complete']],
    ['completed', []],
    ['cancelled', []],
  ] as const)('of a %s action are %j', (status, commands) => {
    expect(allowedCommands({ status, deletedAt: null, expiresAt: null }, NOW)).toEqual(commands);
  });

  it.each([
    ['proposed', ['reject', 'cancel']],
    ['scheduled', ['reject', 'cancel']],
    ['processing', ['reject', 'cancel', 'complete']],
  ] as const)('of an expired %s action are %j', (status, commands) => {
    expect(allowedCommands({ status, deletedAt: null, expiresAt: NOW }, NOW)).toEqual(commands);
    const later = new Date(NOW.getTime() + 1);
    expect(allowedCommands({ status, deletedAt: null, expiresAt: later }, NOW).length).toBeGreaterThan(2);
  });

  it.each(STATUSES)('agrees with transition() for %s actions, expired or not', (status) => {
    for (const expiresAt of [null, NOW]) {
      const action = createAction({ status, expiresAt });
      const changing = COMMAND_NAMES.filter((command) => changesAction(action, command));
      expect(allowedCommands(action, NOW)).toEqual(changing);
    }
  });

  it.each(STATUSES)('of a deleted %s action are none', (status) => {
    expect(allowedCommands({ status, deletedAt: NOW, expiresAt: null }, NOW)).toEqual([]);
  });
});

describe('checkTransition', () => {
  it('refuses an expired action without naming an allowed status', () => {
    expect(() => checkTransition(createAction({ expiresAt: NOW }), 'approve', NOW)).toThrow(
      expect.objectContaining({
        code: 'invalid_state',
        message: 'Only proposed or scheduled actions can be approved; this one has expired.',
        extras: { current_status: 'proposed', allowed_from: [] },
      }),
    );
  });
});

describe('isUndecided', () => {
  it.each([
    ['proposed', true],
    ['scheduled', true],
    ['processing', false],
    ['completed', false],
    ['cancelled', false],
  ] as const)('of a %s action is %j, and false once the action is deleted', (status, undecided) => {
    expect(isUndecided({ status, deletedAt: null })).toBe(undecided);
    expect(isUndecided({ status, deletedAt: NOW })).toBe(false);
  });
});

describe('the refusal of a restoration', () => {
  it.each<[string, Partial<ActionState>, string, string[]]>([
    ['not deleted', {}, 'is not deleted', []],
    ['deleted but decided', { deletedAt: NOW, status: 'completed' }, 'is completed', ['proposed']],
    ['deleted and expired', { deletedAt: NOW, expiresAt: NOW }, 'has expired', []],
  ])('says that the action is %s', (_what, overrides, state, allowedFrom) => {
    const action = createAction(overrides);
    expect(() => checkTransition(action, 'restore', NOW)).toThrow(
      expect.objectContaining({
        code: 'invalid_state',
        message: `Only proposed actions that were deleted can be restored; this one ${state}.`,
        extras: { current_status: action.status, allowed_from: allowedFrom },
      }),
    );
  });
});
