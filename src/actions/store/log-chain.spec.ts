import { describe, expect, it } from '@jest/globals';
import { findBrokenLink, chained, type LogEntry } from './log-chain.js';

const entry = (id: string, overrides: Partial<LogEntry> = {}): LogEntry => ({
  id,
  companyId: 'company',
  actionId: 'action',
  command: 'approve',
  fromStatus: 'proposed',
  toStatus: 'processing',
  approvedBy: null,
  approvedByName: null,
  causedBy: null,
  actor: 'desk',
  reason: null,
  comment: null,
  contentSha256: null,
  changes: null,
  requestId: 'request',
  createdAt: new Date('2026-11-23T09:00:00.123Z'),
  ...overrides,
});

const first = chained(entry('1'), null);
const second = chained(entry('2'), first.hash);
const third = chained(entry('3'), second.hash);

describe('findBrokenLink', () => {
  it('finds nothing in an intact log or an empty log', () => {
    expect(findBrokenLink([first, second, third], third.hash)).toBeNull();
    expect(findBrokenLink([], null)).toBeNull();
  });

  it.each([
    ['the first entry is missing', [second, third], '2'],
    ['an entry in the middle is missing', [first, third], '3'],
    ['the last entry is missing', [first, second], null],
    ['all entries are missing', [], null],
    ['two entries are swapped', [first, third, second], '3'],
    ['an entry is duplicated', [first, first, second, third], '1'],
  ])('finds the break if %s', (_, entries, brokenEntry) => {
    expect(findBrokenLink(entries, third.hash)).toEqual({ entry: brokenEntry });
  });

  it.each(Object.keys(entry('2')) as (keyof LogEntry)[])('finds an entry whose %s was changed', (field) => {
    const value = field === 'createdAt' ? new Date('2026-11-23T09:00:00.124Z') : 'forged';
    const forged = { ...second, [field]: value };
    expect(findBrokenLink([first, forged, third], third.hash)).toEqual({ entry: forged.id });
  });

  it('finds the entry after a forged entry with a recomputed hash', () => {
    const forged = chained(entry('2', { comment: 'forged' }), first.hash);
    expect(findBrokenLink([first, forged, third], third.hash)).toEqual({ entry: '3' });
  });
});
