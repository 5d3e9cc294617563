import { v7 as uuidv7 } from 'uuid';
import { statusForSchedule } from '../actions/lifecycle/statuses.js';
import type { DraftedFacts } from '../actions/lifecycle/transitions.js';
import type { NewAction, NewRecommendation } from '../actions/store/new-recommendation.js';
import { toRecipients } from '../actions/dto/recipient.dto.js';
import type { Recipients } from '../actions/lifecycle/recipients.js';
import type { Recipient } from '../ledger/customers/recipient.js';
import { sha256OfJson } from '../hashing.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { AlternativeInput } from './dto/alternative.dto.js';
import type { RecommendationInput } from './dto/recommendation.dto.js';

/** The customer and the invoice that a recommendation is about. */
export interface Subject {
  customerId: string;
  /** Null for a recommendation on the customer as a whole; so are balance, currency and due date. */
  invoiceId: string | null;
  /** The invoice's open balance, as a decimal string. */
  balance: string | null;
  currency: string | null;
  /** YYYY-MM-DD; null without an invoice. */
  dueOn: string | null;
  customerName: string;
}

/** The columns that all alternatives of a recommendation share. */
type Shared =
  | 'recommendationId'
  | 'customerId'
  | 'invoiceId'
  | keyof DraftedFacts
  | 'triggerEvent'
  | 'triggerEventLabel'
  | 'expiresAt';
export type Alternative = Omit<NewAction, Shared>;

/** A recommendation of an agent or of the policy, before it has an id. */
export interface RecommendationDraft extends Subject {
  source: string;
  dedupeKey: string | null;
  fingerprint: string;
  triggerEvent: string;
  triggerEventLabel: string;
  expiresAt: Date | null;
  alternatives: Alternative[];
}

/** The rows of a recommendation and its actions. */
export function newRecommendation(companyId: CompanyId, draft: RecommendationDraft): NewRecommendation {
  const { alternatives, balance, currency, dueOn, customerName, ...rest } = draft;
  const { triggerEvent, triggerEventLabel, ...recommendation } = rest;
  const id = uuidv7();
  const { customerId, invoiceId, expiresAt } = recommendation;
  const shared = {
    recommendationId: id,
    customerId,
    invoiceId,
    expiresAt,
    triggerEvent,
    triggerEventLabel,
    draftedBalance: balance,
    draftedCurrency: currency,
    draftedDueOn: dueOn,
    draftedCustomerName: customerName,
  };
  return {
    recommendation: { id, companyId, ...recommendation },
    actions: alternatives.map((alternative) => ({ ...alternative, ...shared })),
  };
}

/** @param recipient whom e-mails go to if the input names nobody; null without an address */
export function alternativeOf(input: AlternativeInput, recipient: Recipient | null, now: Date): Alternative {
  const scheduledFor = input.scheduled_for ?? now;
  return {
    actionType: input.action_type,
    status: statusForSchedule(scheduledFor, now),
    recommendation: input.recommendation,
    recommendationLabel: input.recommendation_label,
    description: input.description,
    isRecommended: input.is_recommended,
    actionRequired: input.action_required,
    urgencyScore: input.urgency_score,
    // PostgreSQL rejects a number that underflows the column, a `real`.
    confidence: input.confidence === undefined ? null : Math.fround(input.confidence),
    reasoning: input.reasoning ?? null,
    evidence: input.evidence ?? null,
    subject: input.subject ?? null,
    content: input.content ?? null,
    metadata: input.metadata ?? {},
    toRecipients: recipientsOf(input, recipient),
    ccRecipients: toRecipients(input.cc ?? []),
    scheduledFor,
  };
}

function recipientsOf({ action_type, to }: AlternativeInput, recipient: Recipient | null): Recipients {
  if (to) return toRecipients(to);
  return action_type === 'email' && recipient ? [recipient] : null;
}

/** Hashes the content of a recommendation, with its subject by id however the input names it: repetitions have equal hashes. */
export function fingerprintOf(
  input: RecommendationInput,
  { customerId, invoiceId }: Subject,
): Promise<string> {
  const { trigger_event, trigger_event_label, source, expires_at, alternatives } = input;
  const content = {
    customerId,
    invoiceId,
    trigger_event,
    trigger_event_label,
    source,
    expires_at,
    alternatives,
  };
  return sha256OfJson(content);
}
