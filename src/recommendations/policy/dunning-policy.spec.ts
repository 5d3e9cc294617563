import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../time/calendar-date.js';
import { policyFingerprint, recommend } from './dunning-policy.js';
import type { PolicyRecommendation, Receivable } from './dunning-policy.js';

const DUE = '2026-01-31';
const afterDue = (days: number) => addDays(DUE, days);

const invoice = (changes: Partial<Receivable> = {}): Receivable => ({
  invoiceNumber: 'INV-1042',
  customerName: 'Larkfield Mills',
  contactName: 'Ada Brook',
  amount: '1234.50',
  currency: 'USD',
  issuedOn: '2026-01-01',
  dueOn: DUE,
  disputed: false,
  lastContactedOn: null,
  promisedOn: null,
  ...changes,
});

function recommendAt(days: number, changes: Partial<Receivable> = {}): PolicyRecommendation {
  const recommendation = recommend(invoice(changes), afterDue(days));
  if (!recommendation) throw new Error(`Nothing is recommended at ${days} days overdue.`);
  return recommendation;
}

const alternativesOf = (recommendation: PolicyRecommendation | null) =>
  recommendation?.alternatives.map(({ actionType, recommendation }) => `${actionType} ${recommendation}`) ??
  [];

const urgency = (days: number, changes: Partial<Receivable> = {}) =>
  recommendAt(days, changes).alternatives[0]!.urgencyScore;

const FRIENDLY = ['email send_friendly_reminder', 'call call_customer'];
const SECOND = ['email send_second_reminder', 'call call_customer'];
const CALL = ['call call_customer', 'email request_payment_date'];
const FINAL = ['email send_final_notice', 'task escalate_internally'];
const ESCALATE = ['task escalate_internally', 'call call_for_payment_plan'];
const DISPUTE = ['task resolve_dispute', 'call call_about_dispute'];
const COURTESY = ['email send_courtesy_reminder'];

const BOUNDARIES: [days: number, event: string | undefined, alternatives: string[]][] = [
  [-4, undefined, []],
  [-3, 'invoice_due_soon', COURTESY],
  [0, 'invoice_due_soon', COURTESY],
  [1, 'overdue_1_to_7_days', FRIENDLY],
  [7, 'overdue_1_to_7_days', FRIENDLY],
  [8, 'overdue_8_to_21_days', SECOND],
  [21, 'overdue_8_to_21_days', SECOND],
  [22, 'overdue_22_to_45_days', CALL],
  [45, 'overdue_22_to_45_days', CALL],
  [46, 'overdue_46_to_90_days', FINAL],
  [90, 'overdue_46_to_90_days', FINAL],
  [91, 'overdue_over_90_days', ESCALATE],
  [400, 'overdue_over_90_days', ESCALATE],
];

describe('the dunning policy', () => {
  it.each(BOUNDARIES)('recommends at %i days overdue: %s, %j', (days, event, expected) => {
    const recommendation = recommend(invoice(), afterDue(days));
    expect(recommendation?.triggerEvent).toBe(event);
    expect(alternativesOf(recommendation)).toEqual(expected);
  });

  it.each([-3, 0, 1, 91])('resolves a dispute first at %i days overdue, even after a contact', (days) => {
    const lastContactedOn = afterDue(days - 1);
    expect(alternativesOf(recommendAt(days, { disputed: true }))).toEqual(DISPUTE);
    expect(alternativesOf(recommendAt(days, { disputed: true, lastContactedOn }))).toEqual(DISPUTE);
  });

  it('recommends nothing more than three days before the due date, even for a disputed invoice', () => {
    expect(recommend(invoice({ disputed: true }), afterDue(-4))).toBeNull();
  });

  it.each([
    [-4, 0, []],
    [-3, 0, []],
    [0, 7, []],
    [0, 8, COURTESY],
    [1, 0, ['task wait_for_customer', 'email send_friendly_reminder']],
    [10, 7, ['task wait_for_customer', 'email send_second_reminder']],
    [10, 8, SECOND],
    [30, 7, ['task wait_for_customer', 'call call_customer']],
    [60, 7, ['task wait_for_customer', 'email send_final_notice']],
    [100, 7, ['task wait_for_customer', 'task escalate_internally']],
    [10, -1, SECOND],
  ])('recommends at %i days overdue, contacted %i days ago: %j', (days, ago, expected) => {
    const contacted = invoice({ lastContactedOn: afterDue(days - ago) });
    expect(alternativesOf(recommend(contacted, afterDue(days)))).toEqual(expected);
  });
});

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
          urgencyScore: 40,
          confidence: 0.9,
          subject: 'Friendly reminder: invoice INV-1042 for $1,234.50',
          content: expect.stringMatching(/^Hello Ada Brook,\n\n[^]+\n\nKind regards,\nAccounts Receivable$/),
        },
        {
          ...shared,
          actionType: 'call',
          recommendation: 'call_customer',
          recommendationLabel: 'Call the customer',
          description: 'Call Larkfield Mills about invoice INV-1042 for $1,234.50, due on January 31, 2026',
          isRecommended: false,
          urgencyScore: 35,
          confidence: null,
          subject: 'Call about invoice INV-1042',
          content: expect.stringMatching(/^- Speak to Ada Brook: /),
        },
      ],
    });
  });

  it.each([-3, 0])('at %i days overdue is one e-mail, scheduled for the day after the due date', (days) => {
    const scheduled = { status: 'scheduled', scheduledFor: '2026-02-01T09:00:00Z' };
    expect(recommendAt(days).alternatives).toMatchObject([
      { ...scheduled, isRecommended: true, actionRequired: true },
    ]);
  });

  it('has two alternatives on an overdue invoice, of which the first is recommended', () => {
    for (let days = 1; days <= 120; days++)
      for (const changes of [{}, { disputed: true }, { lastContactedOn: afterDue(days - 2) }]) {
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
      expect(alternativesOf(recommend(invoice({ disputed: true }), afterDue(days))).join()).not.toContain(
        'email',
      );
  });

  it('gives the day of the last contact while it waits for the customer', () => {
    const [wait] = recommendAt(10, { lastContactedOn: '2026-02-07' }).alternatives;
    expect(wait).toMatchObject({ recommendation: 'wait_for_customer', actionRequired: false });
    expect(wait?.content).toContain('February 7, 2026');
  });
});

describe('urgency', () => {
  it.each([
    [0, {}, 15],
    [5, { disputed: true }, 45],
    [200, { disputed: true }, 45],
    [7, {}, 40],
    [8, {}, 43],
    [14, {}, 43],
    [15, {}, 46],
    [91, {}, 76],
    [91, { amount: '0.01' }, 61],
    [400, { amount: '25000000' }, 100],
    [8, { lastContactedOn: afterDue(7) }, 43],
  ])('at %i days overdue with %j is %i', (days, changes, score) => {
    expect(urgency(days, changes)).toBe(score);
  });

  it('never decreases over time', () => {
    for (let days = -3; days < 500; days++) expect(urgency(days + 1)).toBeGreaterThanOrEqual(urgency(days));
  });

  it.each([-3, 1, 30, 400])('at %i days overdue never decreases with the amount', (days) => {
    const scores = ['0.01', '1', '50', '999.99', '1000', '12000', '999999', '999999999999999'].map((amount) =>
      urgency(days, { amount }),
    );
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBeGreaterThan(3);
  });
});

describe('policyFingerprint', () => {
  const fingerprintAt = (days: number, changes: Partial<Receivable> = {}) =>
    policyFingerprint(recommendAt(days, changes));

  it('is a SHA-256, which ignores trailing zeros of the amount', () => {
    expect(fingerprintAt(1)).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintAt(1, { amount: '1234.5000' })).toBe(fingerprintAt(1));
  });

  it.each([1, 8, 15, 22, 50, 92])('is stable for the week from day %i', (from) => {
    for (let days = from; days < from + 7; days++) expect(fingerprintAt(days)).toBe(fingerprintAt(from));
  });

  it('is stable for seven days after a contact', () => {
    const lastContactedOn = afterDue(8);
    for (let days = 8; days <= 14; days++)
      expect(fingerprintAt(days, { lastContactedOn })).toBe(fingerprintAt(8, { lastContactedOn }));
  });

  it('is stable until the due date, and as long as an invoice is disputed', () => {
    for (const days of [-2, -1, 0]) expect(fingerprintAt(days)).toBe(fingerprintAt(-3));
    expect(fingerprintAt(400, { disputed: true })).toBe(fingerprintAt(-3, { disputed: true }));
  });

  it.each([1, 8, 15, 22, 46, 91])('changes on day %i', (days) => {
    expect(fingerprintAt(days)).not.toBe(fingerprintAt(days - 1));
  });

  it.each([
    { amount: '1234.51' },
    { currency: 'EUR' },
    { invoiceNumber: 'INV-1043' },
    { customerName: 'Larkfield Mill' },
    { contactName: null },
    { dueOn: '2026-01-30' },
    { disputed: true },
    { lastContactedOn: afterDue(9) },
  ])('changes with %j', (changes) => {
    expect(fingerprintAt(10, changes)).not.toBe(fingerprintAt(10));
  });

  it('changes with the day for which a courtesy e-mail is scheduled', () => {
    const original = recommendAt(0);
    const alternatives = [{ ...original.alternatives[0]!, scheduledFor: '2026-02-02T09:00:00Z' }];
    expect(policyFingerprint({ ...original, alternatives })).not.toBe(policyFingerprint(original));
  });
});
