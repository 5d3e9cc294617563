import { Injectable } from '@nestjs/common';
import { type NewRecommendation, RecommendationStore } from '../../actions/store/recommendation-store.js';
import { pause } from '../../time/deadline.js';
import { Clock } from '../../time/clock.js';
import { chunks } from '../../database/sql/chunks.js';
import { lockCompany } from '../../tenancy/lock-company.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { DUNNING_POLICY, fingerprint, type Proposal, propose } from './dunning-policy.js';
import { newRecommendation } from '../new-recommendation.js';
import { type OpenInvoice, RecommendationsRepository } from '../recommendations.repository.js';

export interface RunCounts {
  created: number;
  kept: number;
  superseded: number;
}

@Injectable()
export class PolicyService {
  constructor(
    private readonly recommendations: RecommendationsRepository,
    private readonly proposals: RecommendationStore,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the built-in dunning policy over every open invoice as of a day (YYYY-MM-DD), in one transaction. What comes out
   * the same stays, so that a second run changes nothing; and so does what another source has proposed, as long as it waits
   * for a decision: whoever knows more than the due date has spoken.
   */
  run(company: CompanyId, asOf: string): Promise<RunCounts> {
    return this.transactions.run(async (manager) => {
      await lockCompany(manager, company);
      const now = await this.clock.stamp(manager);
      const open = await this.recommendations.open(company, now);
      const outdated = new Map([...open].filter(([, { source }]) => source === DUNNING_POLICY));
      const counts = { created: 0, kept: 0, superseded: 0 };
      for (const invoices of chunks(await this.recommendations.openInvoices(company, asOf))) {
        await pause();
        const created: NewRecommendation[] = [];
        const replaced: string[] = [];
        for (const invoice of invoices) {
          const current = open.get(invoice.invoiceId);
          if (current && current.source !== DUNNING_POLICY && current.waits) continue;
          const proposal = propose(invoice, asOf);
          if (!proposal) continue;
          const mark = fingerprint(proposal);
          if (current?.source === DUNNING_POLICY && current.fingerprint === mark) {
            outdated.delete(invoice.invoiceId);
            counts.kept += 1;
            continue;
          }
          created.push(recommendationOf(company, invoice, proposal, mark));
          if (!current) continue;
          outdated.set(invoice.invoiceId, current);
          replaced.push(current.id);
        }
        await this.proposals.put(company, created, replaced, now);
        counts.created += created.length;
      }
      await this.proposals.supersede(
        company,
        [...outdated.values()].map(({ id }) => id),
      );
      return { ...counts, superseded: outdated.size };
    });
  }
}

function recommendationOf(
  company: CompanyId,
  { invoiceId, customerId, amount, currency }: OpenInvoice,
  { alternatives, ...trigger }: Proposal,
  mark: string,
): NewRecommendation {
  return newRecommendation(company, {
    customerId,
    invoiceId,
    balance: amount,
    currency,
    ...trigger,
    source: DUNNING_POLICY,
    dedupeKey: null,
    fingerprint: mark,
    expiresAt: null,
    alternatives: alternatives.map((alternative) => ({
      ...alternative,
      scheduledFor: new Date(alternative.scheduledFor),
      evidence: null,
      metadata: {},
    })),
  });
}
