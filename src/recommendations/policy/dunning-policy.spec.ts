import { describe, expect, it } from '@jest/globals';
import type { PastStep } from '../../actions/inbox/past-steps.js';
import { addDays } from '../../time/calendar-date.js';
import {
  policyFingerprint,
  type PolicyRecommendation,
  type Receivable,
  recommend,
} from './dunning-policy.js';
import { StepHistory } from './step-history.js';

const DUE = '2026-01-31';
const afterDue = (days: number) => addDays(DUE, days);

const email = (days: number, code = 'send_friendly_reminder'): PastStep => ({
  code,
  label: 'Send a reminder',
  actionType: 'email',
  isDone: true,
  on: afterDue(days),
});
const call = (days: number): PastStep => ({ ...email(days, 'call_customer'), actionType: 'call' });
const task = (days: number, code: string): PastStep => ({ ...email(days, code), actionType: 'task' });
const declined = (step: PastStep): PastStep => ({ ...step, isDone: false });
/** A contact long before the due date, so that the customer knows about the invoice. */
const INTRODUCED = email(-20, 'announce');

const history = (...steps: PastStep[]) => ({ steps });

type Changes = Partial<Receivable> & { steps?: PastStep[] };

const invoice = (asOf: string, { steps = [INTRODUCED], ...changes }: Changes): Receivable => ({
  invoiceNumber: 'INV-1042',
  customerName: 'Larkfield Mills',
  contactName: 'Ada Brook',
  hasEmail: true,
  balance: '1234.50',
  averageBalance: '1234.50',
  currency: 'USD',
  dueOn: DUE,
  disputed: false,
  promisedOn: null,
  history: new StepHistory(steps, asOf),
  ...changes,
});

const decisionAt = (days: number, changes: Changes = {}) =>
  recommend(invoice(afterDue(days), changes), afterDue(days));

function recommendAt(days: number, changes: Changes = {}): PolicyRecommendation {
  const decision = decisionAt(days, changes);
  if ('quietUntil' in decision) throw new Error(`Nothing is recommended at ${days} days overdue.`);
  return decision;
}

/** The steps of the alternatives, or the number of days after the due date until which nothing is recommended. */
function stepsAt(days: number, changes: Changes = {}): string[] | string {
  const decision = decisionAt(days, changes);
  if ('quietUntil' in decision) return decision.quietUntil;
  return decision.alternatives.map(({ actionType, recommendation }) => `${actionType} ${recommendation}`);
}
const until = (days: number) => afterDue(days);

const FRIENDLY = ['email send_friendly_reminder', 'call call_customer'];
const SECOND = ['email send_second_reminder', 'call call_customer'];
const CALL = ['call call_customer', 'email request_payment_date'];
const FINAL = ['email send_final_notice', 'task escalate_internally'];
const ESCALATE = ['task escalate_internally', 'call call_for_payment_plan'];
const DISPUTE = ['task resolve_dispute', 'call call_about_dispute'];
const COURTESY = ['email send_courtesy_reminder'];
const FIRST = ['email send_first_notice', 'call call_customer'];
const REVIEW = ['task review_invoice'];

describe('the dunning policy', () => {
  it.each<[number, string | undefined, string[] | string]>([
    [-4, undefined, until(-3)],
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
  ])('recommends at %i days overdue to a customer who knows: %s, %j', (days, event, expected) => {
    const decision = decisionAt(days);
    expect('triggerEvent' in decision ? decision.triggerEvent : undefined).toBe(event);
    expect(stepsAt(days)).toEqual(expected);
  });

  it.each<[number, string[]]>([
    [-3, COURTESY],
    [1, FRIENDLY],
    [8, FIRST],
    [22, FIRST],
    [46, FIRST],
    [91, FIRST],
    [1000, FIRST],
  ])('R4: at %i days overdue first tells a customer who was never contacted: %j', (days, expected) => {
    expect(stepsAt(days, history())).toEqual(expected);
  });

  it('R4: escalates internally if a person declined every first contact', () => {
    const refused = history(declined(email(46, 'send_first_notice')), declined(call(46)));
    expect(stepsAt(60, refused)).toEqual(['task escalate_internally']);
  });

  it.each([-3, 0, 1, 91])('resolves a dispute first at %i days overdue', (days) => {
    expect(stepsAt(days, { disputed: true })).toEqual(DISPUTE);
    expect(stepsAt(days, { disputed: true, promisedOn: '2030-01-01' })).toEqual(DISPUTE);
  });

  it('recommends nothing more than three days before the due date, even for a disputed invoice', () => {
    expect(stepsAt(-4, { disputed: true })).toBe(until(-3));
  });

  it('is quiet until the day after a promise', () => {
    expect(stepsAt(10, { promisedOn: afterDue(30) })).toBe(until(31));
    expect(stepsAt(10, { promisedOn: afterDue(9) })).toEqual(SECOND);
  });

  it.each<[number, number, string[] | string]>([
    [-3, 0, until(5)],
    [0, 7, until(1)],
    [0, 8, COURTESY],
    [2, 1, ['task wait_for_customer', 'email send_friendly_reminder']],
    [10, 7, ['task wait_for_customer', 'email send_second_reminder']],
    [10, 8, SECOND],
    [30, 7, ['task wait_for_customer', 'call call_customer']],
    [60, 7, ['task wait_for_customer', 'email send_final_notice']],
    [100, 7, ['task wait_for_customer', 'task escalate_internally']],
  ])('at %i days overdue, contacted by an agent %i days ago: %j', (days, ago, expected) => {
    expect(stepsAt(days, history(email(days - ago, 'write_a_sonnet')))).toEqual(expected);
  });

  it('is quiet until the end of the pause if a person has decided on the wait', () => {
    const waited = [email(9, 'announce'), task(11, 'wait_for_customer')];
    expect(stepsAt(12, history(...waited))).toBe(until(17));
    expect(stepsAt(17, history(...waited))).toEqual(SECOND);
  });

  it.each([false, true])(
    'L6: recommends no e-mail to a customer without an address (disputed: %s)',
    (disputed) => {
      for (let days = 1; days <= 120; days++) {
        const steps = stepsAt(days, { hasEmail: false, disputed, ...history() });
        expect(steps).toEqual(expect.arrayContaining([expect.stringMatching(/^(call|task) /)]));
        expect(steps.toString()).not.toContain('email');
      }
    },
  );
});

describe('the memory of the policy', () => {
  it('recommends no step twice, also in a run for a day before it was taken', () => {
    const later = history(INTRODUCED, email(50, 'send_second_reminder'));
    expect(stepsAt(10, later)).toEqual(['call call_customer']);
  });

  it('counts a contact of the next day in UTC, which can be the same day for the customer', () => {
    expect(stepsAt(10, history(email(11, 'announce')))).toEqual([
      'task wait_for_customer',
      'email send_second_reminder',
    ]);
  });

  it('R3: goes on to the next step of the stage, and to the next stage when it begins', () => {
    expect(stepsAt(54, history(INTRODUCED, email(46, 'send_final_notice')))).toEqual([
      'task escalate_internally',
    ]);
    const escalated = history(INTRODUCED, email(46, 'send_final_notice'), task(54, 'escalate_internally'));
    expect(stepsAt(60, escalated)).toBe(until(69));
    expect(stepsAt(69, escalated)).toBe(until(91));
    expect(stepsAt(91, escalated)).toEqual(['call call_for_payment_plan']);
  });

  it('R5: comes back after seven days with the next step if a person declined one', () => {
    const rejected = history(INTRODUCED, declined(task(130, 'escalate_internally')));
    expect(stepsAt(130, rejected)).toBe(until(138));
    expect(stepsAt(138, rejected)).toEqual(['call call_for_payment_plan']);
  });

  it('R5: asks for a decision every 30 days once every step was taken, with another text each time', () => {
    const steps = [INTRODUCED, task(100, 'escalate_internally'), call(114)];
    steps.push({ ...call(121), code: 'call_for_payment_plan' });
    expect(stepsAt(128, history(...steps))).toEqual(['task wait_for_customer']);
    expect(stepsAt(129, history(...steps))).toEqual(REVIEW);
    const texts = [129, 160, 191].map((days) => {
      const review = recommendAt(days, history(...steps)).alternatives[0]!;
      steps.push({ ...task(days, 'review_invoice'), label: review.recommendationLabel });
      expect(stepsAt(days + 30, history(...steps))).toBe(until(days + 31));
      return review.content;
    });
    expect(new Set(texts).size).toBe(3);
  });

  it('R5: comes back to a disputed invoice too', () => {
    const tried = [task(10, 'resolve_dispute'), declined({ ...call(30), code: 'call_about_dispute' })];
    expect(stepsAt(25, { disputed: true, ...history(tried[0]!) })).toEqual(['call call_about_dispute']);
    expect(stepsAt(24, { disputed: true, ...history(tried[0]!) })).toBe(until(25));
    expect(stepsAt(38, { disputed: true, ...history(...tried) })).toEqual(REVIEW);
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
          urgencyScore: 30,
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
      '46–90 days overdue: the customer was not contacted about it before, so the first letter introduces the matter ' +
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
