import { describe, expect, it } from '@jest/globals';
import {
  afterDue,
  type Changes,
  email,
  history,
  recommendAt,
  stepsAt,
} from '../../../test/support/policy-cases.js';
import { policyFingerprint } from './dunning-policy.js';

describe('a recommendation', () => {
  it('has an e-mail and a call, with every field, at one day overdue', () => {
    const shared = {
      status: 'proposed',
      actionRequired: true,
      reasoning: '1–7 days overdue: a friendly e-mail, or else a call ($1,234.50, due on January 31, 2026).',
      scheduledFor: '2026-02-01T00:00:00Z',
    };
    expect(recommendAt(1)).toEqual({
      triggerEvent: 'overdue_1_to_7_days',
      triggerEventLabel: '1–7 days overdue',
      alternatives: [
        {
          ...shared,
          actionType: 'email',
          recommendation: 'send_friendly_reminder',
          recommendationLabel: 'Send a friendly reminder',
          description:
            'Friendly e-mail to Larkfield Mills about invoice INV-1042 for $1,234.50, due on January 31, 2026',
          isRecommended: true,
          urgencyScore: 30,
          confidence: 0.9,
          subject: 'Friendly reminder: invoice INV-1042 for $1,234.50',
          to: [{ name: 'Ada Brook', address: 'ada@larkfield.example' }],
          content: expect.stringMatching(/^Hello Ada Brook,\n\n[^]+\n\nKind regards,\nAccounts Receivable$/),
        },
        {
          ...shared,
          actionType: 'call',
          recommendation: 'call_customer',
          recommendationLabel: 'Call the customer',
          description: 'Call Larkfield Mills about invoice INV-1042 for $1,234.50, due on January 31, 2026',
          isRecommended: false,
          urgencyScore: 25,
          confidence: null,
          subject: 'Call about invoice INV-1042',
          content: expect.stringMatching(/^- Speak to Ada Brook: /),
        },
      ],
    });
  });

  it('says why the first letter introduces the matter', () => {
    expect(recommendAt(60, history()).alternatives[0]!.reasoning).toBe(
      '46–90 days overdue: the customer was not contacted about it before, so the first contact introduces the matter ' +
        '($1,234.50, due on January 31, 2026).',
    );
  });

  it.each([-3, 0])('at %i days overdue is one e-mail, scheduled for the day after the due date', (days) => {
    const scheduled = { status: 'scheduled', scheduledFor: '2026-02-01T09:00:00Z' };
    expect(recommendAt(days).alternatives).toMatchObject([
      { ...scheduled, isRecommended: true, actionRequired: true },
    ]);
  });

  it('has two alternatives on an overdue invoice, of which the first is recommended', () => {
    for (let days = 1; days <= 120; days++)
      for (const changes of [{}, { disputed: true }, history(email(days - 2, 'announce')), history()]) {
        const { alternatives } = recommendAt(days, changes);
        expect(alternatives.map(({ isRecommended }) => isRecommended)).toEqual([true, false]);
        for (const action of alternatives) {
          expect(action.actionRequired).toBe(action.recommendation !== 'wait_for_customer');
          expect(action.scheduledFor).toBe(`${afterDue(days)}T00:00:00Z`);
          const { description, subject, content } = action;
          expect([description, subject, content].join()).not.toMatch(/undefined|null|NaN/);
        }
      }
  });

  it('is never an e-mail on a disputed invoice', () => {
    for (let days = -10; days <= 120; days++)
      expect(stepsAt(days, { disputed: true }).toString()).not.toContain('email');
  });

  it('gives the day of the last contact while it waits for the customer', () => {
    const [wait] = recommendAt(10, history(email(7))).alternatives;
    expect(wait).toMatchObject({ recommendation: 'wait_for_customer', actionRequired: false });
    expect(wait?.content).toContain('February 7, 2026');
  });
});

describe('policyFingerprint', () => {
  const fingerprintAt = (days: number, changes: Changes = {}) =>
    policyFingerprint(recommendAt(days, changes));

  it('is a SHA-256, which ignores trailing zeros of the amount', () => {
    expect(fingerprintAt(1)).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintAt(1, { balance: '1234.5000' })).toBe(fingerprintAt(1));
  });

  it.each([1, 8, 15, 22, 50, 92])('is stable for the week from day %i', (from) => {
    for (let days = from; days < from + 7; days++) expect(fingerprintAt(days)).toBe(fingerprintAt(from));
  });

  it('is stable for seven days after a contact', () => {
    const contacted = history(email(8, 'announce'));
    for (let days = 8; days <= 14; days++)
      expect(fingerprintAt(days, contacted)).toBe(fingerprintAt(8, contacted));
  });

  it('is stable until the due date, and for small changes of the average balance', () => {
    for (const days of [-2, -1, 0]) expect(fingerprintAt(days)).toBe(fingerprintAt(-3));
    expect(fingerprintAt(10, { averageBalance: '1300' })).toBe(fingerprintAt(10));
  });

  it.each([1, 8, 15, 22, 46, 91])('changes on day %i', (days) => {
    expect(fingerprintAt(days)).not.toBe(fingerprintAt(days - 1));
  });

  it.each([
    { balance: '1234.51' },
    { currency: 'EUR' },
    { invoiceNumber: 'INV-1043' },
    { customerName: 'Larkfield Mill' },
    { contactName: null },
    { dueOn: '2026-01-30' },
    { disputed: true },
    history(email(9)),
  ])('changes with %j', (changes) => {
    expect(fingerprintAt(10, changes)).not.toBe(fingerprintAt(10));
  });

  it('changes with the day for which a courtesy e-mail is scheduled', () => {
    const original = recommendAt(0);
    const alternatives = [{ ...original.alternatives[0]!, scheduledFor: '2026-02-02T09:00:00Z' }];
    expect(policyFingerprint({ ...original, alternatives })).not.toBe(policyFingerprint(original));
  });
});
