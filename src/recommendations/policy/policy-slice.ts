import { Injectable } from '@nestjs/common';
import { ActionsService } from '../../actions/actions.service.js';
import type { PastStep } from '../../actions/inbox/past-steps.js';
import { DUNNING_POLICY } from '../../actions/lifecycle/decisions/author.js';
import type { NewRecommendation } from '../../actions/store/new-recommendation.js';
import { type OpenRecommendation, RecommendationStore } from '../../actions/store/recommendation-store.js';
import { chunks } from '../../database/sql/chunks.js';
import { HoldStore, type HoldsInForce } from '../../ledger/holds/hold-store.js';
import { LedgerService } from '../../ledger/ledger.service.js';
import type { OpenInvoice } from '../../ledger/receivables.repository.js';
import { isBelowMinimum } from '../../settings/minimum-balances.js';
import type { Settings } from '../../settings/settings.js';
import { SettingsService } from '../../settings/settings.service.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { dayIn } from '../../time/calendar-date.js';
import { Slices } from '../../time/slices.js';
import { policyFingerprint, recommend } from './dunning-policy.js';
import { policyRecommendation } from './policy-recommendation.js';
import { StepHistory } from './step-history.js';

export interface RunCounts {
  created: number;
  kept: number;
  superseded: number;
}

/** What all slices of a run have in common. */
export interface RunTerms {
  /** The day of the run, YYYY-MM-DD; null for the day of each customer at `startedAt`. */
  asOf: string | null;
  startedAt: Date;
  /** The average balance by currency, as decimal strings. */
  averages: Readonly<Record<string, string>>;
  isDryRun: boolean;
  /** Whose request it is; null for the command line. */
  actor: Actor | null;
}

export interface SliceResult {
  /** The last invoice of the slice; null if none comes after it. */
  lastInvoiceId: string | null;
  /** The open invoices of the slice. */
  invoices: number;
  counts: RunCounts;
}

/** What the policy knows when it looks at the invoices. */
interface Situation {
  /** The company's least balances to dun. */
  minimums: Settings['minimum_balances'];
  averages: RunTerms['averages'];
  /** The steps that were taken or declined, by invoice id. */
  steps: ReadonlyMap<string, readonly PastStep[]>;
  /** The ids of the invoices with an action on which a person is at work. */
  atWork: ReadonlySet<string>;
  onHold: HoldsInForce;
  /** The open recommendations by invoice id. */
  open: ReadonlyMap<string, OpenRecommendation>;
}

const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/**
 * Runs the dunning policy over the next invoices of a company. Keeps unchanged recommendations, so that a second run changes nothing;
 * leaves invoices alone that are on hold or on which a person is at work; and keeps recommendations of other sources that wait for a
 * decision: an agent knows more than the due date. Balances below the company's minimum are not dunned.
 */
@Injectable()
export class PolicySlice {
  constructor(
    private readonly store: RecommendationStore,
    private readonly actions: ActionsService,
    private readonly ledger: LedgerService,
    private readonly holds: HoldStore,
    private readonly settings: SettingsService,
  ) {}

  /**
   * Runs in the open transaction, under the company's lock.
   * @param after the last invoice of the slice before; null for the first slice
   * @param size the most invoices
   * @param now by the database's clock: what is written is of this time, and what a person changes after it is kept
   */
  async run(
    company: CompanyId,
    terms: RunTerms,
    after: string | null,
    size: number,
    now: Date,
  ): Promise<SliceResult> {
    const ids = await this.subjects(company, after ?? BEFORE_ALL_IDS, size);
    const invoices = await this.ledger.openInvoices(company, ids);
    const situation = await this.situation(company, ids, invoices, terms, now);
    const outdated = new Map([...situation.open].filter(([, { source }]) => source === DUNNING_POLICY));
    /** New ids by the ids of the recommendations that they replace. */
    const replacements = new Map<string, string>();
    /** The actions to recommend once they have replaced others, by the id of their recommendation. */
    const pending = new Map<string, string>();
    const counts = { created: 0, kept: 0, superseded: 0 };
    const slices = new Slices();
    for (const chunk of chunks(invoices)) {
      const created: NewRecommendation[] = [];
      const replaced = new Map<string, string>();
      for (const invoice of chunk) {
        if (slices.isOver) await slices.next();
        const day = terms.asOf ?? dayIn(invoice.timeZone, terms.startedAt);
        const decision = decide(company, invoice, situation, day);
        if (decision === 'nothing') continue;
        const current = situation.open.get(invoice.invoiceId);
        if (typeof decision === 'string') {
          outdated.delete(invoice.invoiceId);
          counts.kept += Number(decision === 'unchanged');
          continue;
        }
        created.push(decision);
        if (!current) continue;
        outdated.set(invoice.invoiceId, current);
        replacements.set(current.id, decision.recommendation.id);
        replaced.set(current.id, decision.recommendation.id);
      }
      counts.created += created.length;
      if (terms.isDryRun) continue;
      const added = await this.store.insert(company, created, replaced, now, terms.actor);
      for (const [recommendationId, actionId] of added) pending.set(recommendationId, actionId);
    }
    counts.superseded = outdated.size;
    if (!terms.isDryRun) {
      const superseded = [...outdated.values()].map(({ id }) => [id, replacements.get(id) ?? null] as const);
      const held = await this.store.supersede(company, new Map(superseded), pending, now, terms.actor);
      counts.superseded -= held.length;
      counts.created -= held.filter((id) => replacements.has(id)).length;
    }
    return {
      lastInvoiceId: ids.length < size ? null : ids.at(-1)!,
      invoices: invoices.length,
      counts,
    };
  }

  /** The ids of the next invoices that are open, or have an open recommendation of the policy, in their order. */
  private async subjects(company: CompanyId, after: string, size: number): Promise<string[]> {
    const open = await this.ledger.receivableIdsAfter(company, after, size);
    const recommended = await this.store.recommendedAfter(company, after, DUNNING_POLICY, size);
    return [...new Set([...open, ...recommended])].toSorted().slice(0, size);
  }

  private async situation(
    company: CompanyId,
    ids: readonly string[],
    invoices: readonly OpenInvoice[],
    { averages }: RunTerms,
    now: Date,
  ): Promise<Situation> {
    const { minimum_balances } = await this.settings.get(company);
    const customerIds = [...new Set(invoices.map(({ customerId }) => customerId))];
    return {
      minimums: minimum_balances,
      averages,
      steps: await this.actions.pastSteps(company, ids),
      atWork: new Set(await this.store.invoicesAtWork(company, ids, now)),
      onHold: await this.holds.inForce(company, customerIds, ids, now),
      open: await this.store.openByInvoice(company, ids, now),
    };
  }
}

/**
 * Decides about one invoice: a new recommendation; or `unchanged` or `left`, if the open one stays because it says the same, or
 * because the invoice is on hold, or a person or another source is at work; or `nothing`, if nothing is to be recommended.
 */
function decide(
  company: CompanyId,
  invoice: OpenInvoice,
  { minimums, averages, steps, atWork, onHold, open }: Situation,
  day: string,
): NewRecommendation | 'unchanged' | 'left' | 'nothing' {
  const { invoiceId, balance, currency } = invoice;
  const current = open.get(invoiceId);
  if (onHold.covers(invoice) || atWork.has(invoiceId) || (current && awaitsDecisionElsewhere(current)))
    return 'left';
  if (isBelowMinimum(minimums, balance, currency)) return 'nothing';
  const history = new StepHistory(steps.get(invoiceId) ?? [], day);
  // Since the run was created, the ledger can have brought the first invoice of a currency.
  const receivable = { ...invoice, averageBalance: averages[currency] ?? balance, history };
  // A pause is for new recommendations: declining an alternative must not withdraw or replace the others.
  if (current?.isContinued && history.resumesOn !== null && day < history.resumesOn) return 'unchanged';
  const result = recommend(receivable, day);
  if ('quietUntil' in result) {
    if (!current) return 'nothing';
    // Without an undecided action there is nothing to supersede, and a deleted one can still be restored.
    return current.hasUndecided ? 'nothing' : 'left';
  }
  const fingerprint = policyFingerprint(result);
  const isUnchanged =
    current?.source === DUNNING_POLICY && current.hasUndecided && current.fingerprint === fingerprint;
  return isUnchanged ? 'unchanged' : policyRecommendation(company, invoice, result, fingerprint);
}

/** Whether another source's recommendation waits for a decision. */
const awaitsDecisionElsewhere = ({ source, hasUndecided }: OpenRecommendation): boolean =>
  source !== DUNNING_POLICY && hasUndecided;
