import type { ActionState } from '../../src/actions/lifecycle/action-state.js';

/** The SHA-256 of 'The draft.'. */
export const SHA_OF_DRAFT = '3bed3768b0c1e7a42047586e6e623445157a2a1e1af681ba042adbcd16f91ac1';

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
  contentSha256: SHA_OF_DRAFT,
  hasFinalContent: false,
  invoiceId: 'invoice',
  toRecipients: [{ name: 'Ada', address: 'ada@acme.example' }],
  ccRecipients: null,
  assignedTo: null,
  finalSubject: null,
  version: 1,
  ...overrides,
});
