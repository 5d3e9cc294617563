import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../time/calendar-date.js';
import { fingerprint, recommend } from './dunning-policy.js';
import type { PolicyRecommendation, Receivable } from './dunning-policy.js';

const DUE = '2026-01-31';
const after = (days: number) => addDays(DUE, days);

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

/** The proposal, which must be one. */
function proposed(days: number, changes: Partial<Receivable> = {}): PolicyRecommendation {
  const proposal = recommend(invoice(changes), after(days));
  if (!proposal) throw new Error(`Nothing is proposed at ${days} days.`);
  return proposal;
}

const choices = (proposal: PolicyRecommendation | null) =>
  proposal?.alternatives.map(({ actionType, recommendation }) => `${actionType} ${recommendation}`) ?? [];

const urgency = (days: number, changes: Partial<Receivable> = {}) =>
  proposed(days, changes).alternatives[0]!.urgencyScore;

const FRIENDLY = ['email send_friendly_reminder', 'call call_customer'];
const SECOND = ['email send_second_reminder', 'call call_customer'];
const CALL = ['call call_customer', 'email request_payment_date'];
const FINAL = ['email send_final_notice', 'task escalate_internally'];
const ESCALATE = ['task escalate_internally', 'call call_for_payment_plan'];
const DISPUTE = ['task resolve_dispute', 'call call_about_dispute'];
const COURTESY = ['email send_courtesy_reminder'];

const BOUNDARIES: [days: number, event: string | undefined, choices: string[]][] = [
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

describe('the stages', () => {
  it.each(BOUNDARIES)('%i days overdue: %s, %j', (days, event, expected) => {
    const proposal = recommend(invoice(), after(days));
    expect(proposal?.triggerEvent).toBe(event);
    expect(choices(proposal)).toEqual(expected);
  });

  it.each([-3, 0, 1, 91])('%i days overdue and disputed: its dispute, whatever the last contact', (days) => {
    const lastContactedOn = after(days - 1);
    expect(choices(proposed(days, { disputed: true }))).toEqual(DISPUTE);
    expect(choices(proposed(days, { disputed: true, lastContactedOn }))).toEqual(DISPUTE);
  });

  it('more than three days before it is due: nothing, disputed or not', () => {
    expect(recommend(invoice({ disputed: true }), after(-4))).toBeNull();
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
  ])('%i days overdue and contacted %i days ago: %j', (days, ago, expected) => {
    expect(choices(recommend(invoice({ lastContactedOn: after(days - ago) }), after(days)))).toEqual(
      expected,
    );
  });
});

describe('what is proposed', () => {
  it('is, whole, an e-mail and a call for an invoice that is one day overdue', () => {
    const shared = {
      status: 'proposed',
      actionRequired: true,
      reasoning: '1–7 days overdue: a friendly e-mail, or else a call ($1,234.50, due on January 31, 2026).',
      scheduledFor: '2026-02-01T00:00:00Z',
    };
    expect(proposed(1)).toEqual({
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

  it.each([-3, 0])('at %i days is one courtesy e-mail, scheduled for the day after the due date', (days) => {
    expect(proposed(days).alternatives).toMatchObject([
      {
        status: 'scheduled',
        isRecommended: true,
        actionRequired: true,
        scheduledFor: '2026-02-01T09:00:00Z',
      },
    ]);
  });

  it('is always two or three alternatives of an overdue invoice, exactly one recommended', () => {
    for (let days = 1; days <= 120; days++)
      for (const changes of [{}, { disputed: true }, { lastContactedOn: after(days - 2) }]) {
        const { alternatives } = proposed(days, changes);
        expect([2, 3]).toContain(alternatives.length);
        expect(alternatives.map(({ isRecommended }) => isRecommended)).toEqual([true, false]);
        for (const action of alternatives) {
          expect(action.actionRequired).toBe(action.recommendation !== 'wait_for_customer');
          expect(action.scheduledFor).toBe(`${after(days)}T00:00:00Z`);
          expect(`${action.description} ${action.subject} ${action.content}`).not.toMatch(
            /undefined|null|NaN/,
          );
        }
      }
  });

  it('is never an e-mail for a disputed invoice', () => {
    for (let days = -10; days <= 120; days++)
      expect(choices(recommend(invoice({ disputed: true }), after(days))).join()).not.toContain('email');
  });

  it('names the day of the last contact while it waits for the customer', () => {
    const [wait] = proposed(10, { lastContactedOn: '2026-02-07' }).alternatives;
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
    [8, { lastContactedOn: after(7) }, 43],
  ])('at %i days with %j is %i', (days, changes, score) => {
    expect(urgency(days, changes)).toBe(score);
  });

  it('never falls as the days pass', () => {
    for (let days = -3; days < 500; days++) expect(urgency(days + 1)).toBeGreaterThanOrEqual(urgency(days));
  });

  it.each([-3, 1, 30, 400])('at %i days never falls as the amount grows', (days) => {
    const scores = ['0.01', '1', '50', '999.99', '1000', '12000', '999999', '999999999999999'].map((amount) =>
      urgency(days, { amount }),
    );
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(new Set(scores).size).toBeGreaterThan(3);
  });
});

describe('fingerprint', () => {
  const at = (days: number, changes: Partial<Receivable> = {}) => fingerprint(proposed(days, changes));

  it('is a SHA-256, the same however the amount is written', () => {
    expect(at(1)).toMatch(/^[0-9a-f]{64}$/);
    expect(at(1, { amount: '1234.5000' })).toBe(at(1));
  });

  it.each([1, 8, 15, 22, 50, 92])('stays the same for the week from day %i', (from) => {
    for (let days = from; days < from + 7; days++) expect(at(days)).toBe(at(from));
  });

  it('stays the same while the customer has time to answer', () => {
    const lastContactedOn = after(8);
    for (let days = 8; days <= 14; days++)
      expect(at(days, { lastContactedOn })).toBe(at(8, { lastContactedOn }));
  });

  it('stays the same until the due day, and for ever while an invoice is disputed', () => {
    for (const days of [-2, -1, 0]) expect(at(days)).toBe(at(-3));
    expect(at(400, { disputed: true })).toBe(at(-3, { disputed: true }));
  });

  it.each([1, 8, 15, 22, 46, 91])('differs on day %i from the day before', (days) => {
    expect(at(days)).not.toBe(at(days - 1));
  });

  it.each([
    { amount: '1234.51' },
    { currency: 'EUR' },
    { invoiceNumber: 'INV-1043' },
    { customerName: 'Larkfield Mill' },
    { contactName: null },
    { dueOn: '2026-01-30' },
    { disputed: true },
    { lastContactedOn: after(9) },
  ])('differs with %j', (changes) => {
    expect(at(10, changes)).not.toBe(at(10));
  });

  it('counts the day for which a courtesy e-mail is scheduled', () => {
    const proposal = proposed(0);
    const [action] = proposal.alternatives;
    const moved = { ...proposal, alternatives: [{ ...action!, scheduledFor: '2026-02-02T09:00:00Z' }] };
    expect(fingerprint(moved)).not.toBe(fingerprint(proposal));
  });
});
