import { describe, expect, it } from '@jest/globals';
import { type ApprovalFacts, warningsOf } from './warnings.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const FACTS: ApprovalFacts = {
  lastContactedAt: null,
  draftedBalance: '1250.00',
  draftedCurrency: 'USD',
  balance: '1250.00',
  currency: 'USD',
  amountChanged: false,
};

const CONTACTED = [{ code: 'recently_contacted', detail: 'The customer was last contacted on 2026-11-16.' }];

describe('warningsOf', () => {
  it('returns no warnings without a contact or a changed amount', () => {
    expect(warningsOf(FACTS, NOW)).toEqual([]);
    const withoutInvoice = {
      draftedBalance: null,
      draftedCurrency: null,
      balance: null,
      currency: null,
      amountChanged: null,
    };
    expect(warningsOf({ lastContactedAt: null, ...withoutInvoice }, NOW)).toEqual([]);
  });

  it.each([
    ['2026-11-16T12:00:00.001Z', CONTACTED],
    ['2026-11-16T12:00:00.000Z', CONTACTED],
    ['2026-11-16T11:59:59.999Z', []],
  ])('warns of a contact within the last seven days: %s', (contacted, expected) => {
    expect(warningsOf({ ...FACTS, lastContactedAt: new Date(contacted) }, NOW)).toEqual(expected);
  });

  it('names both balances if the balance has changed', () => {
    const changed = { ...FACTS, balance: '750.5', amountChanged: true };
    expect(warningsOf(changed, NOW)).toEqual([
      {
        code: 'amount_changed',
        detail: '$1,250.00 was owed when the draft was written; it is $750.50 now.',
      },
    ]);
  });

  it('names each balance in its currency if the currency has changed', () => {
    const changed = { ...FACTS, balance: '1250', currency: 'JPY', amountChanged: true };
    expect(warningsOf(changed, NOW)).toMatchObject([
      { detail: '$1,250.00 was owed when the draft was written; it is ¥1,250 now.' },
    ]);
  });

  it('returns both warnings, the contact first', () => {
    const both = { ...FACTS, balance: '0', amountChanged: true, lastContactedAt: NOW };
    expect(warningsOf(both, NOW).map(({ code }) => code)).toEqual(['recently_contacted', 'amount_changed']);
  });
});
