import { createHash } from 'node:crypto';
import { addDays, daysBetween } from '../../time/calendar-date.js';
import { formatMoney } from '../../ledger/money.js';
import { type Draft, DRAFTS, type Facts } from './dunning-drafts.js';
import { STAGES, type Step } from './dunning-stages.js';

/** The source of what the built-in policy proposes; no other may call itself so. */
export const DUNNING_POLICY = 'dunning_policy';

/** An open invoice as the policy sees it. Dates are `YYYY-MM-DD`. */
export interface Receivable {
  invoiceNumber: string;
  customerName: string;
  /** The person to address at the customer. */
  contactName: string | null;
  /** The open balance, an exact decimal. */
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
  /** Whether a person has to decide; to wait for the customer needs nobody. */
  actionRequired: boolean;
  /** An integer from 0 to 100. */
  urgencyScore: number;
  /** From 0 to 1: how firmly the policy recommends it, a constant of the stage; null for an alternative. */
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
 * What to do about an open invoice as of a day (`YYYY-MM-DD`), or null for nothing, by Daybook's own dunning
 * policy (STAGES). The answer stays the same from one day to the next, save where the stage changes and once
 * a week, when the urgency grows: a nightly run must not replace a proposal that somebody is reading. Throws
 * RangeError for a text that is no date.
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
    ({ days: [from, to], only }) => from <= daysOverdue && daysOverdue <= to && (!only || state[only]),
  );
  if (!stage || stage.event === null) return null;

  const offered = stage.offersNextStage && next && next.event !== null ? next.choices.slice(0, 1) : [];
  const facts = factsOf(receivable);
  const urgency = urgencyScore(stage.urgency, daysOverdue, amount);
  const scheduledFor = stage.status === 'scheduled' ? `${addDays(dueOn, 1)}T09:00:00Z` : `${asOf}T00:00:00Z`;
  return {
    triggerEvent: stage.event,
    triggerEventLabel: stage.label,
    alternatives: [...stage.choices, ...offered].map((code, place) => {
      const draft: Draft = DRAFTS[code];
      return {
        actionType: draft.actionType,
        status: stage.status ?? 'proposed',
        recommendation: code,
        recommendationLabel: draft.label,
        description: draft.description(facts),
        isRecommended: place === 0,
        actionRequired: code !== 'wait_for_customer',
        urgencyScore: place === 0 ? urgency : urgency - 5,
        confidence: place === 0 ? stage.confidence : null,
        reasoning: `${stage.label}: ${stage.rule} (${facts.amount}, due on ${facts.due}).`,
        subject: draft.subject(facts),
        content: draft.content(facts),
        scheduledFor,
      };
    }),
  };
}

/**
 * SHA-256 (hex) of all that a proposal of `propose` says, save for which day it was first made: two with the
 * same fingerprint are the same proposal.
 */
export function fingerprint(proposal: PolicyRecommendation): string {
  const lasting = proposal.alternatives.map((action) =>
    action.status === 'proposed' ? { ...action, scheduledFor: null } : action,
  );
  return createHash('sha256')
    .update(JSON.stringify({ ...proposal, alternatives: lasting }))
    .digest('hex');
}

/**
 * The stage's points, plus up to 50 for full weeks overdue (counted from the first day, as the stages are),
 * plus 5 for every power of ten of the amount, up to 25. The currency does not count, as no rates are known
 * here.
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
    due: spelledOut(dueOn),
    lastContacted: lastContactedOn && spelledOut(lastContactedOn),
  };
}

// To make one takes longer than all else that is done for an invoice.
const LONG_DATE = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

const spelledOut = (date: string): string => LONG_DATE.format(new Date(date));
