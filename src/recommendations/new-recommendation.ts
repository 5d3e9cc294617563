import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { NewAction, NewRecommendation } from '../actions/store/recommendation-store.js';
import { statusForSchedule } from '../actions/lifecycle/transition.js';
import { canonicalJson } from '../hashing.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { AlternativeInput, RecommendationInput } from './dto/recommendation.dto.js';

/** What a recommendation is about, as the ledger has it. */
export interface Subject {
  customerId: string;
  invoiceId: string | null;
  /** The invoice's open balance. */
  balance: string | null;
  currency: string | null;
}

/** What is proposed about it, by whom and for how long. */
export interface Proposed extends Subject {
  source: string;
  dedupeKey: string | null;
  fingerprint: string;
  triggerEvent: string;
  triggerEventLabel: string;
  expiresAt: Date | null;
  alternatives: Alternative[];
}

/** An action as its alternative has it; what all alternatives have in common comes with the recommendation. */
export type Alternative = Omit<NewAction, Common>;
type Common =
  | 'recommendationId'
  | 'customerId'
  | 'invoiceId'
  | 'draftedBalance'
  | 'draftedCurrency'
  | 'triggerEvent'
  | 'triggerEventLabel'
  | 'expiresAt';

/** A recommendation and its actions as they are to be stored, whoever proposes them. */
export function newRecommendation(companyId: CompanyId, proposed: Proposed): NewRecommendation {
  const { alternatives, balance, currency, triggerEvent, triggerEventLabel, ...recommendation } = proposed;
  const id = uuidv7();
  const { customerId, invoiceId, expiresAt } = recommendation;
  const common = {
    recommendationId: id,
    customerId,
    invoiceId,
    expiresAt,
    triggerEvent,
    triggerEventLabel,
    draftedBalance: balance,
    draftedCurrency: currency,
  };
  return {
    recommendation: { id, companyId, ...recommendation },
    proposals: alternatives.map((one) => ({ ...one, ...common })),
  };
}

/** What a client says of an alternative. */
export function alternativeOf(alternative: AlternativeInput, now: Date): Alternative {
  const scheduledFor = alternative.scheduled_for ?? now;
  return {
    actionType: alternative.action_type,
    status: statusForSchedule(scheduledFor, now),
    recommendation: alternative.recommendation,
    recommendationLabel: alternative.recommendation_label,
    description: alternative.description,
    isRecommended: alternative.is_recommended,
    actionRequired: alternative.action_required,
    urgencyScore: alternative.urgency_score,
    confidence: realOf(alternative.confidence),
    reasoning: alternative.reasoning ?? null,
    evidence: alternative.evidence ?? null,
    subject: alternative.subject ?? null,
    content: alternative.content ?? null,
    metadata: alternative.metadata ?? {},
    scheduledFor,
  };
}

/** As the column holds it; PostgreSQL refuses what is too small for it. */
const realOf = (number: number | undefined): number | null =>
  number === undefined ? null : Math.fround(number);

/** SHA-256 (hex) of all that a recommendation says, however it names what it is about: equal for the same again. */
export function fingerprintOf(input: RecommendationInput, { customerId, invoiceId }: Subject): string {
  const { trigger_event, trigger_event_label, source, expires_at, alternatives } = input;
  const said = {
    customerId,
    invoiceId,
    trigger_event,
    trigger_event_label,
    source,
    expires_at,
    alternatives,
  };
  return createHash('sha256').update(canonicalJson(said)).digest('hex');
}
