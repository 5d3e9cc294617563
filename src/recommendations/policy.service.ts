import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../clock.js';
import { lockCompany } from '../database/lock-company.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { DUNNING_POLICY, fingerprint, type Proposal, propose } from './dunning-policy.js';
import {
  type NewRecommendation,
  type OpenInvoice,
  RecommendationsRepository,
} from './recommendations.repository.js';

export interface RunCounts {
  created: number;
  kept: number;
  superseded: number;
}

@Injectable()
export class PolicyService {
  constructor(
    private readonly recommendations: RecommendationsRepository,
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
      const open = await this.recommendations.open(company, this.clock.now());
      const created: NewRecommendation[] = [];
      const outdated = new Map([...open].filter(([, { source }]) => source === DUNNING_POLICY));
      const own = outdated.size;
      let replaced = 0;
      for (const invoice of await this.recommendations.openInvoices(company, asOf)) {
        const proposal = propose(invoice, asOf);
        const current = open.get(invoice.invoiceId);
        if (!proposal || (current && current.source !== DUNNING_POLICY && current.waits)) continue;
        const mark = fingerprint(proposal);
        if (outdated.get(invoice.invoiceId)?.fingerprint === mark) {
          outdated.delete(invoice.invoiceId);
          continue;
        }
        created.push(recommendationOf(company, invoice, proposal, mark));
        if (current && !outdated.has(invoice.invoiceId)) replaced += 1;
        if (current) outdated.set(invoice.invoiceId, current);
      }
      await this.recommendations.replace(
        company,
        [...outdated.values()].map(({ id }) => id),
        created,
      );
      return { created: created.length, kept: own + replaced - outdated.size, superseded: outdated.size };
    });
  }
}

function recommendationOf(
  companyId: CompanyId,
  { invoiceId, customerId, amount }: OpenInvoice,
  { triggerEvent, triggerEventLabel, alternatives }: Proposal,
  mark: string,
): NewRecommendation {
  const id = uuidv7();
  return {
    recommendation: {
      id,
      companyId,
      customerId,
      invoiceId,
      source: DUNNING_POLICY,
      dedupeKey: null,
      fingerprint: mark,
      expiresAt: null,
    },
    proposals: alternatives.map((alternative) => ({
      ...alternative,
      scheduledFor: new Date(alternative.scheduledFor),
      customerId,
      invoiceId,
      draftedBalance: amount,
      recommendationId: id,
      triggerEvent,
      triggerEventLabel,
      evidence: null,
      metadata: {},
      expiresAt: null,
    })),
  };
}
