import { createHash } from 'node:crypto';
import { addDays, daysBetween } from '../../time/calendar-date.js';
import { formatMoney } from '../../ledger/money.js';
import { type Draft, DRAFTS, type Facts } from './dunning-drafts.js';
import { STAGES, type Step } from './dunning-stages.js';

/** The `source` of recommendations of the built-in policy, which is reserved for it. */
export const DUNNING_POLICY = 'dunning_policy';

/** The input of the policy: an open invoice. Dates are `YYYY-MM-DD`. */
export interface Receivable {
  invoiceNumber: string;
  customerName: string;
  /** The person to address at the customer. */
  contactName: string | null;
  /** The open balance, as a decimal string. */
  amount: string;
  /** ISO 4217. */
  currency: string;
  issuedOn: string | null;
  dueOn: string;
  disputed: boolean;
  /** The day of the last e-mail or call about this invoice. */
  lastContactedOn: string | null;
  /** The day on which the customer promised to pay. */
  promisedOn: string | null;
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
  /** RFC 3339 in UTC. */
  scheduledFor: string;
}

export interface PolicyRecommendation {
  triggerEvent: string;
  triggerEventLabel: string;
  /** The recommended one first. */
  alternatives: PolicyAction[];
}

/**
 * Applies the dunning policy (STAGES) to an open invoice as of a day (`YYYY-MM-DD`). The result changes only when the stage
 * changes, and once a week, when the urgency grows: a nightly run must not replace actions that a user is reading.
 * @returns null if nothing is recommended
 * @throws RangeError for an invalid date
 */
export function recommend(receivable: Receivable, asOf: string): PolicyRecommendation | null {
  const { dueOn, amount, disputed, lastContactedOn, promisedOn } = receivable;
  const daysOverdue = daysBetween(dueOn, asOf);
  const sinceContact = lastContactedOn === null ? Infinity : daysBetween(lastContactedOn, asOf);
  const state = {
    disputed,
    promised: promisedOn !== null && promisedOn >= asOf,
    contacted: sinceContact >= 0 && sinceContact <= 7,
  };
  const [stage, next] = STAGES.filter(
    ({ days: [from, to], onlyIf }) => from <= daysOverdue && daysOverdue <= to && (!onlyIf || state[onlyIf]),
  );
  if (!stage || stage.event === null) return null;

  const added = stage.addsNextStage && next && next.event !== null ? next.alternatives.slice(0, 1) : [];
  const facts = factsOf(receivable);
  const urgency = urgencyScore(stage.urgency, daysOverdue, amount);
  const scheduledFor = stage.status === 'scheduled' ? `${addDays(dueOn, 1)}T09:00:00Z` : `${asOf}T00:00:00Z`;
  return {
    triggerEvent: stage.event,
    triggerEventLabel: stage.label,
    alternatives: [...stage.alternatives, ...added].map((code, index) => {
      const draft: Draft = DRAFTS[code];
      return {
        actionType: draft.actionType,
        status: stage.status ?? 'proposed',
        recommendation: code,
        recommendationLabel: draft.label,
        description: draft.description(facts),
        isRecommended: index === 0,
        actionRequired: code !== 'wait_for_customer',
        urgencyScore: index === 0 ? urgency : urgency - 5,
        confidence: index === 0 ? stage.confidence : null,
        reasoning: `${stage.label}: ${stage.rule} (${facts.amount}, due on ${facts.due}).`,
        subject: draft.subject(facts),
        content: draft.content(facts),
        scheduledFor,
      };
    }),
  };
}

/**
 * The SHA-256 (hex) of a recommendation without the day of the run, which is the `scheduledFor` of proposed actions. Equal
 * fingerprints mean that nothing changed.
 */
export function policyFingerprint(recommendation: PolicyRecommendation): string {
  const alternatives = recommendation.alternatives.map((action) =>
    action.status === 'proposed' ? { ...action, scheduledFor: null } : action,
  );
  return createHash('sha256')
    .update(JSON.stringify({ ...recommendation, alternatives }))
    .digest('hex');
}

/**
 * The points of the stage, plus up to 50 for full weeks overdue (counted from the first day overdue), plus 5 for every power of
 * ten of the amount, up to 25. The currency is ignored, because there are no exchange rates.
 */
function urgencyScore({ base, perWeek }: Step['urgency'], daysOverdue: number, amount: string): number {
  const fullWeeks = Math.max(0, Math.floor((daysOverdue - 1) / 7));
  const forAmount = Math.min(25, 5 * Math.log10(1 + Number(amount)));
  return Math.round(base + Math.min(50, perWeek * fullWeeks) + forAmount);
}

function factsOf(receivable: Receivable): Facts {
  const { customerName, contactName, invoiceNumber, amount, currency, dueOn, lastContactedOn } = receivable;
  return {
    customer: customerName,
    contact: contactName ?? customerName,
    number: invoiceNumber,
    amount: formatMoney(amount, currency),
    due: longDate(dueOn),
    lastContacted: lastContactedOn && longDate(lastContactedOn),
  };
}

// Shared, because creating a formatter takes longer than all other work on an invoice.
const LONG_DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

const longDate = (date: string): string => LONG_DATE.format(new Date(date));
