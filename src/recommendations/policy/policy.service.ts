import { Injectable } from '@nestjs/common';
import { ActionsService } from '../../actions/actions.service.js';
import type { NewRecommendation } from '../../actions/store/new-recommendation.js';
import { type OpenRecommendation, RecommendationStore } from '../../actions/store/recommendation-store.js';
import type { PastStep } from '../../actions/inbox/past-steps.js';
import { chunks } from '../../database/sql/chunks.js';
import { Outbox } from '../../events/outbox.js';
import { HoldStore, type HoldsInForce } from '../../ledger/holds/hold-store.js';
import { LedgerService } from '../../ledger/ledger.service.js';
import type { OpenInvoice } from '../../ledger/receivables.repository.js';
import { DomainError } from '../../problems/domain-error.js';
import { isBelowMinimum } from '../../settings/minimum-balances.js';
import type { Settings } from '../../settings/settings.js';
import { SettingsService } from '../../settings/settings.service.js';
import { type Actor, SYSTEM_ACTOR } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { CompanyQueue } from '../../tenancy/company-queue.js';
import { addDays, dayIn, utcDay } from '../../time/calendar-date.js';
import { Clock } from '../../time/clock.js';
import { Slices } from '../../time/slices.js';
import { DUNNING_POLICY } from '../../actions/lifecycle/decisions/author.js';
import { policyFingerprint, recommend } from './dunning-policy.js';
import { policyRecommendation } from './policy-recommendation.js';
import { PolicyRunRepository } from './policy-run.repository.js';
import { StepHistory } from './step-history.js';
import { averageBalances } from './urgency.js';

export interface RunOptions {
  /** The day of the run, YYYY-MM-DD. By default today: where the customer is, if the ledger knows its time zone. */
  asOf?: string;
  /** Tells what a run would do, and writes nothing. */
  dryRun?: boolean;
  /** Whose request it is; null for the command line and the worker. */
  actor?: Actor | null;
}

export interface RunCounts {
  created: number;
  kept: number;
  superseded: number;
}

/** What the policy knows when it looks at the invoices. */
interface Situation {
  /** The company's least balances to dun. */
  minimums: Settings['minimum_balances'];
  averages: ReadonlyMap<string, string>;
  /** The steps that were taken or declined, by invoice id. */
  steps: ReadonlyMap<string, readonly PastStep[]>;
  /** The ids of the invoices with an action on which a person is at work. */
  atWork: ReadonlySet<string>;
  onHold: HoldsInForce;
  /** The open recommendations by invoice id. */
  open: ReadonlyMap<string, OpenRecommendation>;
}

@Injectable()
export class PolicyService {
  constructor(
    private readonly store: RecommendationStore,
    private readonly actions: ActionsService,
    private readonly ledger: LedgerService,
    private readonly holds: HoldStore,
    private readonly settings: SettingsService,
    private readonly runs: PolicyRunRepository,
    private readonly queue: CompanyQueue,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs the policy for a client. A day far ahead would replace every recommendation, and a day in the past would withdraw them.
   * @throws DomainError invalid if the day is after tomorrow (in UTC) or before that of the latest run
   */
  runRequested(company: CompanyId, options: RunOptions): Promise<RunCounts> {
    return this.queue.serialize(company, async () => {
      const { asOf } = options;
      if (asOf !== undefined) {
        const tomorrow = addDays(this.clock.today(), 1);
        const latest = await this.runs.latestDay(company);
        if (asOf > tomorrow) throw invalidDay('too_late', `at most ${tomorrow}`);
        // The command line may have run for a later day.
        if (latest !== null && latest <= tomorrow && asOf < latest)
          throw invalidDay('too_early', `at least ${latest}, the day of the latest run`);
      }
      return this.run(company, options);
    });
  }

  /**
   * Runs the dunning policy over every open invoice, in one transaction. Keeps unchanged recommendations, so that a second run
   * changes nothing; leaves invoices alone that are on hold or on which a person is at work; and keeps recommendations of other sources that wait
   * for a decision: an agent knows more than the due date. Balances below the company's minimum are not dunned.
   */
  run(company: CompanyId, { asOf, dryRun = false, actor = null }: RunOptions = {}): Promise<RunCounts> {
    return this.queue.serialize(company, async (manager) => {
      const now = await this.clock.databaseNow(manager);
      const day = asOf ?? utcDay(now);
      const invoices = await this.ledger.openInvoices(company);
      const situation = await this.situation(company, invoices, now);
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
          const decision = decide(company, invoice, situation, asOf ?? dayIn(invoice.timeZone, now));
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
        if (dryRun) continue;
        const added = await this.store.insert(company, created, replaced, now, actor);
        for (const [recommendationId, actionId] of added) pending.set(recommendationId, actionId);
      }
      counts.superseded = outdated.size;
      if (dryRun) return counts;
      await this.runs.save(company, day, now);
      const superseded = [...outdated.values()].map(({ id }) => [id, replacements.get(id) ?? null] as const);
      const held = await this.store.supersede(company, new Map(superseded), pending, now, actor);
      counts.superseded -= held.length;
      counts.created -= held.filter((id) => replacements.has(id)).length;
      const data = { ...counts, as_of: day };
      await this.outbox.append(company, [
        { type: 'policy.ran', actor: actor ?? SYSTEM_ACTOR, data, at: now },
      ]);
      return counts;
    });
  }

  private async situation(
    company: CompanyId,
    invoices: readonly OpenInvoice[],
    now: Date,
  ): Promise<Situation> {
    const { minimum_balances } = await this.settings.get(company);
    return {
      minimums: minimum_balances,
      averages: await averageBalances(invoices),
      steps: await this.actions.pastSteps(company),
      atWork: new Set(await this.store.invoicesAtWork(company, now)),
      onHold: await this.holds.inForce(company, now),
      open: await this.store.openByInvoice(company, now),
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
  const receivable = { ...invoice, averageBalance: averages.get(currency)!, history };
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

const invalidDay = (code: string, bound: string): DomainError =>
  DomainError.invalid([{ in: 'body', field: 'as_of', code, detail: `as_of must be ${bound}.` }]);
