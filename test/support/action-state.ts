import type { ActionState } from '../../src/actions/lifecycle/action-state.js';

export const NOW = new Date('2026-11-23T09:30:00.000Z');

export const PAST = new Date('2026-11-01T00:00:00.000Z');

/** A proposed action that is due, for tests of the pure lifecycle. */
export const createAction = (overrides: Partial<ActionState> = {}): ActionState => ({
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
