import { createHash } from 'node:crypto';
import type { NewProposal } from '../actions/proposals.repository.js';
import { statusAt } from '../actions/action-lifecycle.js';
import { canonicalJson } from '../canonical-json.js';
import type { AlternativeInput, RecommendationInput } from './dto/recommendation.dto.js';

/** What a recommendation is about, as the ledger has it. */
export interface Subject {
  customerId: string;
  invoiceId: string | null;
  /** The invoice's open balance. */
  balance: string | null;
}

/** What all alternatives of a recommendation have in common. */
export interface Occasion extends Subject {
  recommendationId: string;
  triggerEvent: string;
  triggerEventLabel: string;
  expiresAt: Date | null;
}

/** The action of an alternative as it is to be stored. */
export function proposalOf(alternative: AlternativeInput, occasion: Occasion, now: Date): NewProposal {
  const { balance, ...common } = occasion;
  const scheduledFor = alternative.scheduled_for ?? now;
  return {
    ...common,
    draftedBalance: balance,
    actionType: alternative.action_type,
    status: statusAt(scheduledFor, now),
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
