import { Injectable } from '@nestjs/common';
import { insertRows } from '../../database/sql/insert-rows.js';
import { ofCompany } from '../../database/sql/keys.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { Transactions } from '../../database/transactions.js';
import { DomainError } from '../../problems/domain-error.js';
import { type Actor, SYSTEM_ACTOR } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Slices } from '../../time/slices.js';
import { isExpired } from '../lifecycle/refusals.js';
import { RecommendationEvents } from '../events/recommendation-events.js';
import { ActionStore } from './action-store.js';
import { closeRecommendations } from './close-recommendations.js';
import { type NewRecommendation, proposalOf } from './new-recommendation.js';
import type { Cause, LockedActions } from './locked-actions.js';
import { Recommendation } from './recommendation.entity.js';
import {
  UNDECIDED_OF_RECOMMENDATIONS,
  OPEN_BY_INVOICE,
  INVOICES_AT_WORK,
  NEXT_RECOMMENDED,
  OPEN_ON_INVOICE,
  OPEN_ON_CUSTOMER,
  UNDECIDED_ON,
  RECOMMEND,
  REOPEN,
  CHANGED_SINCE,
  CLOSE,
} from './recommendation-sql.js';

export interface OpenRecommendation {
  id: string;
  source: string;
  fingerprint: string;
  /** Whether one of its actions waits for a decision. */
  hasUndecided: boolean;
  /** Whether a person has declined one of its actions, and another waits for a decision. */
  isContinued: boolean;
}

/** Stores recommendations and their actions. Every method runs in the open transaction, under the company's lock. */
@Injectable()
export class RecommendationStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly actions: ActionStore,
    private readonly events: RecommendationEvents,
  ) {}

  /**
   * Stores new recommendations and closes the replaced ones, which the caller must then `supersede()`. Until then the actions of
   * their replacements are not recommended: a person who edits a replaced action would wait for this transaction. Their events follow
   * then too, because they show which action is recommended.
   * @param replacements the ids of the new recommendations by those that they replace
   * @param now by the database's clock
   * @param actor the source's token; null for the policy without a request
   * @returns by replacement, the id of the action to recommend
   */
  async insert(
    company: CompanyId,
    created: readonly NewRecommendation[],
    replacements: ReadonlyMap<string, string>,
    now: Date,
    actor: Actor | null,
  ): Promise<Map<string, string>> {
    await closeRecommendations(this.transactions.manager, CLOSE, company, [...replacements.keys()], now);
    const replacing = new Set(replacements.values());
    const pending = new Map<string, string>();
    const recommendations = created.map(({ recommendation }) => ({ ...recommendation, createdAt: now }));
    await insertRows(this.transactions, 'recommendation', recommendations);
    const proposals: ReturnType<typeof proposalOf>[] = [];
    const slices = new Slices();
    for (const action of created.flatMap(({ actions }) => actions)) {
      if (slices.isOver) await slices.next();
      proposals.push(proposalOf(company, action, now, actor ?? SYSTEM_ACTOR));
    }
    for (const { action } of proposals) {
      if (!action.isRecommended || !replacing.has(action.recommendationId!)) continue;
      pending.set(action.recommendationId!, action.id);
      action.isRecommended = false;
    }
    await insertRows(
      this.transactions,
      'action',
      proposals.map(({ action }) => action),
    );
    await insertRows(
      this.transactions,
      'approval_log',
      proposals.map(({ entry }) => entry),
    );
    const ids = recommendations.map(({ id }) => id).filter((id) => !replacing.has(id));
    await this.events.created(company, ids, actor ?? SYSTEM_ACTOR, now);
    return pending;
  }

  /**
   * Closes recommendations and soft-deletes their undecided actions. If a person is at work on one of them, or has changed one
   * since the caller looked, the recommendation stays open, and its replacement is superseded instead. Call it last in a
   * transaction: its row locks block user decisions.
   * @param replacements by the id of the recommendation; null if nothing replaces it
   * @param pending what `insert()` returned
   * @param since when the caller looked; null if the actions were locked then
   * @returns the ids of the recommendations that stay open
   */
  async supersede(
    company: CompanyId,
    replacements: ReadonlyMap<string, string | null>,
    pending: ReadonlyMap<string, string>,
    since: Date | null,
    cause: Cause,
  ): Promise<string[]> {
    if (replacements.size === 0) return [];
    const { manager } = this.transactions;
    const replacedIds = [...replacements.keys()];
    const ids = await this.find(UNDECIDED_OF_RECOMMENDATIONS, company, replacedIds);
    const { held, now } = await this.actions.update(company, ids, async (locked) => {
      const undecided = locked.undecided();
      const atWork = undecided.filter((action) => action.touched && !isExpired(action, locked.now));
      const changed = since ? await selectIds(manager, CHANGED_SINCE, [company, replacedIds, since]) : [];
      const held = new Set([...atWork.map(({ recommendationId }) => recommendationId!), ...changed]);
      const replaced = undecided.filter(({ recommendationId }) => !held.has(recommendationId!));
      await locked.endAll(replaced, 'supersede', () => 'recommendation_replaced', cause);
      return { held: [...held], now: locked.now };
    });
    const replaced = replacedIds.filter((id) => !held.includes(id));
    await closeRecommendations(this.transactions.manager, CLOSE, company, replaced, now);
    const recommended = replaced.flatMap((id) => pending.get(replacements.get(id) ?? '') ?? []);
    if (recommended.length > 0) await manager.query(RECOMMEND, [company, recommended]);
    await this.events.superseded(company, replaced, cause, now);
    const created = [...new Set(replacedIds.flatMap((id) => replacements.get(id) ?? []))];
    await this.events.created(company, created, cause ?? SYSTEM_ACTOR, now);
    const withdrawn = held.flatMap((id) => replacements.get(id) ?? []);
    await this.withdraw(company, withdrawn, cause);
    if (held.length > 0) await manager.query(REOPEN, [company, held]);
    return held;
  }

  /** Takes back recommendations of this transaction: their log is written already, so both events are appended. */
  private async withdraw(
    company: CompanyId,
    recommendationIds: readonly string[],
    cause: Cause,
  ): Promise<void> {
    if (recommendationIds.length === 0) return;
    const ids = await this.find(UNDECIDED_OF_RECOMMENDATIONS, company, recommendationIds);
    const now = await this.actions.update(company, ids, async (locked) => {
      await locked.endAll(locked.undecided(), 'supersede', () => 'recommendation_held', cause);
      return locked.now;
    });
    const closed = await closeRecommendations(
      this.transactions.manager,
      CLOSE,
      company,
      recommendationIds,
      now,
    );
    await this.events.superseded(company, closed, cause, now);
  }

  /** The ids of the invoices after an id with an open recommendation of a source, in their order, at most `count`. */
  recommendedAfter(company: CompanyId, invoiceId: string, source: string, count: number): Promise<string[]> {
    return selectIds(this.transactions.manager, NEXT_RECOMMENDED, [company, invoiceId, source, count]);
  }

  /** The open recommendations on these invoices, by invoice id. Expired actions do not count as undecided. */
  async openByInvoice(
    company: CompanyId,
    invoiceIds: readonly string[],
    now: Date,
  ): Promise<Map<string, OpenRecommendation>> {
    type Row = OpenRecommendation & { invoiceId: string };
    const rows = await this.transactions.manager.query<Row[]>(OPEN_BY_INVOICE, [company, invoiceIds, now]);
    return new Map(rows.map(({ invoiceId, ...row }) => [invoiceId, row]));
  }

  /** The ids of the open recommendations on an invoice, or without an invoice on the customer as a whole: one at most. */
  openOn(company: CompanyId, customerId: string, invoiceId: string | null): Promise<string[]> {
    return invoiceId === null
      ? this.find(OPEN_ON_CUSTOMER, company, customerId)
      : this.find(OPEN_ON_INVOICE, company, invoiceId);
  }

  /** Those of these invoices with an action on which a person is at work: it was edited, put off or restored, and is undecided. */
  invoicesAtWork(company: CompanyId, invoiceIds: readonly string[], now: Date): Promise<string[]> {
    return selectIds(this.transactions.manager, INVOICES_AT_WORK, [company, invoiceIds, now]);
  }

  /** Locks the undecided actions on invoices, and on customers as a whole. */
  lockUndecided(
    company: CompanyId,
    invoiceIds: readonly string[],
    customerIds: readonly string[],
  ): Promise<void> {
    return this.updateUndecided(company, invoiceIds, customerIds, () => {});
  }

  /**
   * Locks the undecided actions on an invoice, or without an invoice on the customer as a whole.
   * @throws DomainError recommendation_held if a person is at work on one of them
   */
  checkNobodyAtWork(company: CompanyId, customerId: string, invoiceId: string | null): Promise<void> {
    const [invoiceIds, customerIds] = invoiceId === null ? [[], [customerId]] : [[invoiceId], []];
    return this.updateUndecided(company, invoiceIds, customerIds, (locked) => {
      const held = locked.undecided().find((action) => action.touched && !isExpired(action, locked.now));
      if (held) throw new DomainError('recommendation_held', undefined, { action_id: held.id });
    });
  }

  private async updateUndecided(
    company: CompanyId,
    invoiceIds: readonly string[],
    customerIds: readonly string[],
    work: (locked: LockedActions) => void,
  ): Promise<void> {
    const values = [company, invoiceIds, customerIds];
    const ids = await selectIds(this.transactions.manager, UNDECIDED_ON, values);
    await this.actions.update(company, ids, work);
  }

  findByDedupeKey(company: CompanyId, source: string, dedupeKey: string): Promise<Recommendation | null> {
    return this.transactions.manager.findOneBy(Recommendation, {
      companyId: ofCompany(company),
      source,
      dedupeKey,
    });
  }

  private find(statement: string, company: CompanyId, value: unknown): Promise<string[]> {
    return selectIds(this.transactions.manager, statement, [company, value]);
  }
}
