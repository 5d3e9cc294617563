import { expect, it } from '@jest/globals';
import { previousOf } from './previous.js';

const EARLIER = new Date('2026-11-23T09:00:00Z');
const LATER = new Date('2026-11-23T10:00:00Z');

it('names the fields that changed as the API does, with their earlier values as JSON', () => {
  const before = { status: 'proposed', version: 1, scheduledFor: EARLIER, toRecipients: null } as const;
  const toRecipients = [{ name: null, address: 'ada@acme.example' }];
  expect(previousOf(before, { status: 'scheduled', version: 2, scheduledFor: LATER, toRecipients })).toEqual({
    status: 'proposed',
    version: 1,
    scheduled_for: '2026-11-23T09:00:00.000Z',
    to: [],
  });
});

it('leaves out fields that were written with their value, and columns that the API does not show', () => {
  const before = { scheduledFor: EARLIER, subject: 'a', draftedBalance: '1.00', approvedSha256: null };
  const change = {
    scheduledFor: new Date(EARLIER),
    subject: 'a',
    draftedBalance: '2.00',
    approvedSha256: 'h',
  };
  expect(previousOf(before, change)).toEqual({});
});

it('shows an earlier assignment as the API does, without the name, which the action does not have', () => {
  expect(previousOf({ assignedTo: 'dana' }, { assignedTo: null })).toEqual({ assigned_to: { id: 'dana' } });
  expect(previousOf({ assignedTo: null }, { assignedTo: 'dana' })).toEqual({ assigned_to: null });
});

it('tells of a deletion in both fields that show it', () => {
  expect(previousOf({ deletedAt: null }, { deletedAt: LATER })).toEqual({
    deleted_at: null,
    is_deleted: false,
  });
  expect(previousOf({ deletedAt: LATER }, { deletedAt: null })).toEqual({
    deleted_at: '2026-11-23T10:00:00.000Z',
    is_deleted: true,
  });
});
