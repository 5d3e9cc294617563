import type { PastStep } from '../../src/actions/inbox/past-steps.js';
import {
  type PolicyRecommendation,
  type Receivable,
  recommend,
} from '../../src/recommendations/policy/dunning-policy.js';
import { StepHistory } from '../../src/recommendations/policy/step-history.js';
import { addDays } from '../../src/time/calendar-date.js';

export const DUE = '2026-01-31';
export const afterDue = (days: number) => addDays(DUE, days);

export const email = (days: number, code = 'send_friendly_reminder'): PastStep => ({
  code,
  label: 'Send a reminder',
  actionType: 'email',
  isDone: true,
  on: afterDue(days),
  respondsBy: null,
});
export const call = (days: number): PastStep => ({ ...email(days, 'call_customer'), actionType: 'call' });
export const task = (days: number, code: string): PastStep => ({ ...email(days, code), actionType: 'task' });
export const withDeadline = (step: PastStep, days: number): PastStep => ({
  ...step,
  respondsBy: afterDue(days),
});
export const declined = (step: PastStep): PastStep => ({ ...step, isDone: false });
/** A contact long before the due date, so that the customer knows about the invoice. */
export const INTRODUCED = email(-20, 'announce');

export const history = (...steps: PastStep[]) => ({ steps });

/** Whom the e-mails go to. */
export const MAILBOX = { name: 'Ada Brook', address: 'ada@larkfield.example' };

export type Changes = Partial<Receivable> & { steps?: PastStep[] };

const invoice = (asOf: string, { steps = [INTRODUCED], ...changes }: Changes): Receivable => ({
  invoiceNumber: 'INV-1042',
  customerName: 'Larkfield Mills',
  contactName: 'Ada Brook',
  recipient: MAILBOX,
  balance: '1234.50',
  averageBalance: '1234.50',
  currency: 'USD',
  dueOn: DUE,
  disputed: false,
  promisedOn: null,
  history: new StepHistory(steps, asOf),
  ...changes,
});

export const decisionAt = (days: number, changes: Changes = {}) =>
  recommend(invoice(afterDue(days), changes), afterDue(days));

export function recommendAt(days: number, changes: Changes = {}): PolicyRecommendation {
  const decision = decisionAt(days, changes);
  if ('quietUntil' in decision) throw new Error(`Nothing is recommended at ${days} days overdue.`);
  return decision;
}

/** The steps of the alternatives, or the number of days after the due date until which nothing is recommended. */
export function stepsAt(days: number, changes: Changes = {}): string[] | string {
  const decision = decisionAt(days, changes);
  if ('quietUntil' in decision) return decision.quietUntil;
  return decision.alternatives.map(({ actionType, recommendation }) => `${actionType} ${recommendation}`);
}
export const until = (days: number) => afterDue(days);
