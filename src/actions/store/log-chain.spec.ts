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

describe('a chain of approval-log rows', () => {
  it('holds as it was written, and holds where nothing was written', () => {
    expect(findBrokenLink([first, second, third], third.hash)).toBeNull();
    expect(findBrokenLink([], null)).toBeNull();
  });

  it.each([
    ['the first is missing', [second, third], '2'],
    ['one in the middle is missing', [first, third], '3'],
    ['the last is missing', [first, second], null],
    ['all are missing', [], null],
    ['two changed places', [first, third, second], '3'],
    ['one stands twice', [first, first, second, third], '1'],
  ])('breaks where %s', (_, entries, at) => {
    expect(findBrokenLink(entries, third.hash)).toEqual({ entry: at });
  });

  it.each(Object.keys(entry('2')) as (keyof LogEntry)[])('breaks where %s was changed', (field) => {
    const value = field === 'createdAt' ? new Date('2026-11-23T09:00:00.124Z') : 'forged';
    const forged = { ...second, [field]: value };
    expect(findBrokenLink([first, forged, third], third.hash)).toEqual({ entry: forged.id });
  });

  it('breaks where a row was forged with a hash of its own', () => {
    const forged = chained(entry('2', { comment: 'forged' }), first.hash);
    expect(findBrokenLink([first, forged, third], third.hash)).toEqual({ entry: '3' });
  });
});
