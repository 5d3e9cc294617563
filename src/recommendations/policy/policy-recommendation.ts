import type { NewRecommendation } from '../../actions/store/new-recommendation.js';
import type { OpenInvoice } from '../../ledger/receivables.repository.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { newRecommendation } from '../new-recommendation.js';
import { DUNNING_POLICY } from '../../actions/lifecycle/decisions/author.js';
import type { PolicyRecommendation } from './dunning-policy.js';

/** The rows of a recommendation of the policy. */
export function policyRecommendation(
  company: CompanyId,
  { invoiceId, customerId, customerName, balance, currency, dueOn }: OpenInvoice,
  { alternatives, ...trigger }: PolicyRecommendation,
  fingerprint: string,
): NewRecommendation {
  return newRecommendation(company, {
    customerId,
    invoiceId,
    customerName,
    balance,
    currency,
    dueOn,
    ...trigger,
    source: DUNNING_POLICY,
    dedupeKey: null,
    fingerprint,
    expiresAt: null,
    alternatives: alternatives.map(({ to, ...alternative }) => ({
      ...alternative,
      toRecipients: to ?? null,
      ccRecipients: null,
      scheduledFor: new Date(alternative.scheduledFor),
      evidence: null,
      metadata: {},
    })),
  });
}
