import { expect, it } from '@jest/globals';
import { type ApprovalFacts, warningsOf } from './approval-warnings.js';

const NOW = new Date('2026-11-23T09:30:00.000Z');
const facts = (overrides: Partial<ApprovalFacts> = {}): ApprovalFacts => ({
  lastContactedAt: null,
  draftedBalance: '100.00',
  balance: '100.00',
  currency: 'USD',
  amountChanged: false,
  ...overrides,
});

it('nothing to think over is no warning', () => {
  expect(warningsOf(facts(), NOW)).toEqual([]);
  const without = { draftedBalance: null, balance: null, currency: null, amountChanged: null };
  expect(warningsOf(facts(without), NOW)).toEqual([]);
});

it.each([
  ['2026-11-23T09:30:00.000Z', true],
  ['2026-11-16T09:30:00.000Z', true],
  ['2026-11-16T09:29:59.999Z', false],
])('a contact at %s is within the last seven days: %s', (contact, warned) => {
  const codes = warningsOf(facts({ lastContactedAt: new Date(contact) }), NOW).map(({ code }) => code);
  expect(codes).toEqual(warned ? ['recently_contacted'] : []);
});

it('a changed amount is told with both figures', () => {
  const changed = { draftedBalance: '1250.00', balance: '900.50', amountChanged: true };
  expect(warningsOf(facts(changed), NOW)).toEqual([
    {
      code: 'amount_changed',
      detail: '$1,250.00 was owed when the draft was written; it is $900.50 now.',
    },
  ]);
});
