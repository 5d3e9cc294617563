import { Injectable } from '@nestjs/common';
import { ActionsService } from '../../actions/actions.service.js';
import {
  type NewRecommendation,
  type OpenRecommendation,
  RecommendationStore,
} from '../../actions/store/recommendation-store.js';
import { chunks } from '../../database/sql/chunks.js';
import { LedgerService } from '../../ledger/ledger.service.js';
import type { OpenInvoice } from '../../ledger/receivables.repository.js';
import { isBelowMinimum } from '../../settings/minimum-balances.js';
import { SettingsService } from '../../settings/settings.service.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { CompanyQueue } from '../../tenancy/company-queue.js';
import { Clock } from '../../time/clock.js';
import { yieldToEventLoop } from '../../time/deadline.js';
import { newRecommendation } from '../new-recommendation.js';
import { DUNNING_POLICY, type PolicyRecommendation, policyFingerprint, recommend } from './dunning-policy.js';

export interface RunCounts {
  created: number;
  kept: number;
  superseded: number;
}

@Injectable()
export class PolicyService {
  constructor(
    private readonly store: RecommendationStore,
    private readonly actions: ActionsService,
    private readonly ledger: LedgerService,
    private readonly settings: SettingsService,
    private readonly queue: CompanyQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the dunning policy over every open invoice as of a day (YYYY-MM-DD), in one transaction. Keeps unchanged
   * recommendations, so that a second run changes nothing, and those of other sources that wait for a decision: an agent knows
   * more than the due date. Balances below the company's minimum are not dunned.
   */
  run(company: CompanyId, asOf: string): Promise<RunCounts> {
    return this.queue.serialize(company, async (manager) => {
      const now = await this.clock.databaseNow(manager);
      const open = await this.store.openByInvoice(company, now);
      const outdated = new Map([...open].filter(([, { source }]) => source === DUNNING_POLICY));
      const { minimum_balances } = await this.settings.get(company);
      const lastContacts = await this.actions.lastContacts(company, asOf);
      const counts = { created: 0, kept: 0, superseded: 0 };
      for (const invoices of chunks(await this.ledger.openInvoices(company))) {
        await yieldToEventLoop();
        const created: NewRecommendation[] = [];
        const replacedIds: string[] = [];
        for (const invoice of invoices) {
          if (isBelowMinimum(minimum_balances, invoice.balance, invoice.currency)) continue;
          const current = open.get(invoice.invoiceId);
          if (current && awaitsDecisionElsewhere(current)) continue;
          const lastContactedOn = lastContacts.get(invoice.invoiceId) ?? null;
          const recommendation = recommend({ ...invoice, amount: invoice.balance, lastContactedOn }, asOf);
          if (!recommendation) continue;
          const fingerprint = policyFingerprint(recommendation);
          if (current?.source === DUNNING_POLICY && current.fingerprint === fingerprint) {
            outdated.delete(invoice.invoiceId);
            counts.kept += 1;
            continue;
          }
          created.push(toRows(company, invoice, recommendation, fingerprint));
          if (!current) continue;
          outdated.set(invoice.invoiceId, current);
          replacedIds.push(current.id);
        }
        await this.store.insert(company, created, replacedIds, now);
        counts.created += created.length;
      }
      await this.store.supersede(
        company,
        [...outdated.values()].map(({ id }) => id),
      );
      return { ...counts, superseded: outdated.size };
    });
  }
}

/** Whether another source's recommendation waits for a decision. */
const awaitsDecisionElsewhere = ({ source, hasUndecided }: OpenRecommendation): boolean =>
  source !== DUNNING_POLICY && hasUndecided;

function toRows(
  company: CompanyId,
  { invoiceId, customerId, balance, currency }: OpenInvoice,
  { alternatives, ...trigger }: PolicyRecommendation,
  fingerprint: string,
): NewRecommendation {
  return newRecommendation(company, {
    customerId,
    invoiceId,
    balance,
    currency,
    ...trigger,
    source: DUNNING_POLICY,
    dedupeKey: null,
    fingerprint,
    expiresAt: null,
    alternatives: alternatives.map((alternative) => ({
      ...alternative,
      scheduledFor: new Date(alternative.scheduledFor),
      evidence: null,
      metadata: {},
    })),
  });
}
