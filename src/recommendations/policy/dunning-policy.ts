import { formatMoney } from '../../ledger/money.js';
import type { Recipient } from '../../ledger/customers/recipient.js';
import { OVERDUE_STAGES, STAGE_STARTS, stageAfter } from '../../ledger/overdue-stages.js';
import { canonicalJson, sha256 } from '../../hashing.js';
import { addDays, daysBetween } from '../../time/calendar-date.js';
import { CONTACTED, DISPUTED, FIRST_CONTACT, REVIEW, type Stage, STAGES } from './dunning-stages.js';
import { type Facts, type Step, type StepCode, STEPS } from './dunning-steps.js';
import { dayAfterContactPause, type StepHistory } from './step-history.js';
import { urgencyScore } from './urgency.js';

/** The input of the policy: an open invoice. Dates are `YYYY-MM-DD`. */
export interface Receivable {
  invoiceNumber: string;
  customerName: string;
  /** The person to address at the customer. */
  contactName: string | null;
  /** Whom e-mails go to; null if the customer has no address. */
  recipient: Recipient | null;
  /** The open balance, as a decimal string. */
  balance: string;
  /** The average balance of the company's open invoices in the currency, as a decimal string. */
  averageBalance: string;
  /** ISO 4217. */
  currency: string;
  dueOn: string;
  disputed: boolean;
  /** The day on which the customer promised to pay. */
  promisedOn: string | null;
  history: StepHistory;
}

export interface PolicyAction {
  actionType: 'email' | 'call' | 'task';
  status: 'proposed' | 'scheduled';
  recommendation: string;
  recommendationLabel: string;
  description: string;
  isRecommended: boolean;
  /** Whether a person must act; false for `wait_for_customer`. */
  actionRequired: boolean;
  /** An integer from 0 to 100. */
  urgencyScore: number;
  /** The confidence of the stage, from 0 to 1; null unless the action is the recommended one. */
  confidence: number | null;
  reasoning: string | null;
  subject: string | null;
  content: string | null;
  /** Of an e-mail: whom it addresses. */
  to?: Recipient[];
  /** RFC 3339 in UTC. */
  scheduledFor: string;
}

export interface PolicyRecommendation {
  triggerEvent: string;
  triggerEventLabel: string;
  /** The recommended one first. */
  alternatives: PolicyAction[];
}

/** Nothing is recommended before a day (`YYYY-MM-DD`): no open invoice stays silent for good. */
export interface Quiet {
  quietUntil: string;
}

/**
 * Applies the dunning policy to an open invoice as of a day (`YYYY-MM-DD`). The result changes only with the stage, with what was
 * done about the invoice, and once a week, when the urgency grows: a nightly run must not replace actions that a user is reading.
 * @throws RangeError for an invalid date
 */
export function recommend(receivable: Receivable, asOf: string): PolicyRecommendation | Quiet {
  const { dueOn, disputed, promisedOn, history } = receivable;
  const daysOverdue = daysBetween(dueOn, asOf);
  const age = stageAfter(daysOverdue);
  if (age === 'not_due') return { quietUntil: addDays(dueOn, STAGE_STARTS.due_soon) };
  if (!disputed && promisedOn !== null && promisedOn >= asOf) return { quietUntil: addDays(promisedOn, 1) };

  const stage = stageFor(receivable, disputed ? DISPUTED : STAGES[age]);
  const steps = stepsFor(receivable, stage);
  const { lastContactOn, contactPauseEnd, resumesOn } = history;
  if (!disputed && contactPauseEnd !== null && asOf < contactPauseEnd) {
    const isRecent = asOf < dayAfterContactPause(lastContactOn!);
    const waits = daysOverdue > 0 && isRecent && !history.hasDecidedWaitSince(lastContactOn!);
    if (waits) return build(receivable, asOf, CONTACTED, [...CONTACTED.steps, ...steps.slice(0, 1)]);
    return { quietUntil: contactPauseEnd };
  }
  if (resumesOn !== null && asOf < resumesOn) return { quietUntil: resumesOn };
  if (steps.length > 0) return build(receivable, asOf, stage, steps.slice(0, 2));

  const nextOn = disputed ? null : nextStageOn(age, receivable);
  if (nextOn !== null && daysBetween(asOf, nextOn) <= STEPS.review_invoice.pauseDays)
    return { quietUntil: nextOn };
  return build(receivable, asOf, { ...stage, rule: REVIEW.rule }, REVIEW.steps);
}

/**
 * The SHA-256 (hex) of a recommendation without the day of the run, which is the `scheduledFor` of proposed actions. Equal
 * fingerprints mean that nothing changed.
 */
export function policyFingerprint(recommendation: PolicyRecommendation): string {
  const alternatives = recommendation.alternatives.map((action) =>
    action.status === 'proposed' ? { ...action, scheduledFor: null } : action,
  );
  return sha256(canonicalJson({ ...recommendation, alternatives }));
}

/**
 * The first day of the next stage with a step that was neither taken nor declined; null if no stage has one. Steps can be used
 * up early: by an agent, or if the ledger moves the due date.
 */
function nextStageOn(age: keyof typeof STAGES, receivable: Receivable): string | null {
  const later = OVERDUE_STAGES.slice(OVERDUE_STAGES.indexOf(age) + 1) as (keyof typeof STAGES)[];
  const next = later.find((name) => stepsFor(receivable, stageFor(receivable, STAGES[name])).length > 0);
  return next ? addDays(receivable.dueOn, STAGE_STARTS[next]) : null;
}

/** The stage; if nobody contacted the customer and no letter of the stage introduces the matter, with a first contact instead. */
function stageFor({ disputed, history }: Receivable, stage: Stage): Stage {
  const introduces = stage.steps.some((code) => (STEPS[code] as Step).introduces);
  if (disputed || history.isContacted || introduces) return stage;
  const tasks = stage.steps.filter((code) => STEPS[code].actionType === 'task');
  return { ...stage, ...FIRST_CONTACT, steps: [...FIRST_CONTACT.steps, ...tasks] };
}

/** The steps of a stage that were neither taken nor declined; no e-mail without an address. */
const stepsFor = ({ recipient, history }: Receivable, { steps }: Stage): readonly StepCode[] =>
  steps.filter((code) => history.allows(code) && (recipient !== null || STEPS[code].actionType !== 'email'));

function build(
  receivable: Receivable,
  asOf: string,
  stage: Stage,
  codes: readonly StepCode[],
): PolicyRecommendation {
  const { balance, averageBalance, dueOn, recipient } = receivable;
  const facts = factsOf(receivable);
  const urgency = urgencyScore(balance, averageBalance, daysBetween(dueOn, asOf));
  return {
    triggerEvent: stage.event,
    triggerEventLabel: stage.label,
    alternatives: codes.map((code, index) => {
      const step: Step = STEPS[code];
      return {
        actionType: step.actionType,
        status: stage.isScheduled ? 'scheduled' : 'proposed',
        recommendation: code,
        recommendationLabel: step.label,
        description: step.description(facts),
        isRecommended: index === 0,
        actionRequired: code !== 'wait_for_customer',
        urgencyScore: index === 0 ? urgency : Math.max(0, urgency - 5),
        confidence: index === 0 ? stage.confidence : null,
        reasoning: `${stage.label}: ${stage.rule} (${facts.amount}, due on ${facts.due}).`,
        subject: step.subject(facts),
        content: step.content(facts),
        ...(step.actionType === 'email' && recipient && { to: [recipient] }),
        scheduledFor: stage.isScheduled ? `${addDays(dueOn, 1)}T09:00:00Z` : `${asOf}T00:00:00Z`,
      };
    }),
  };
}

function factsOf(receivable: Receivable): Facts {
  const { customerName, contactName, invoiceNumber, balance, currency, dueOn, history } = receivable;
  const { lastContactOn, last } = history;
  return {
    customer: customerName,
    contact: contactName ?? customerName,
    number: invoiceNumber,
    amount: formatMoney(balance, currency),
    due: longDate(dueOn),
    lastContacted: lastContactOn && longDate(lastContactOn),
    lastStep: last && `${last.label}, on ${longDate(last.on)}`,
  };
}

// Shared, because creating a formatter takes longer than all other work on an invoice.
const LONG_DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

const longDate = (date: string): string => LONG_DATE.format(new Date(date));
