import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { insertRows } from '../../database/sql/insert-rows.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Action } from './action.entity.js';
import { UNDECIDED_ONLY } from '../inbox/action-rows.js';
import { ActionStore } from './action-store.js';
import type { Recommendation } from './recommendation.entity.js';
import type { LedgerReason } from '../lifecycle/reasons.js';

export type NewAction = Omit<Action, 'id' | 'companyId' | 'createdAt' | 'updatedAt' | Empty>;
type Empty =
  | 'executedAt'
  | 'channelId'
  | 'externalId'
  | 'responseDeadline'
  | 'touched'
  | 'version'
  | 'logHead'
  | 'deletedAt'
  | 'historyAt'
  | 'customer'
  | 'invoice'
  | 'recommended';

/** A recommendation and its alternatives, as they are to be stored. */
export interface NewRecommendation {
  recommendation: Omit<Recommendation, 'createdAt' | 'closedAt' | 'customer' | 'invoice'>;
  proposals: NewAction[];
}

const OF_RECOMMENDATIONS = `SELECT id FROM action a WHERE company_id = $1 AND recommendation_id = ANY ($2) AND ${UNDECIDED_ONLY('a')}`;
const ON_INVOICES = `SELECT id FROM action a WHERE company_id = $1 AND invoice_id = ANY ($2) AND ${UNDECIDED_ONLY('a')}`;
const expiredBy = (now: string) => `expires_at <= ${now} AND ${UNDECIDED_ONLY('action')}`;
const dueBy = (now: string) => `status = 'scheduled' AND scheduled_for <= ${now} AND deleted_at IS NULL`;
/** So many actions a sweep locks at once: people who decide on one of them wait for no more. */
const SWEPT_AT_ONCE = 500;
const TO_SWEEP = `
  SELECT id FROM action WHERE company_id = $1 AND ${expiredBy('$2')}
  UNION SELECT id FROM action WHERE company_id = $1 AND ${dueBy('$2')}
  LIMIT ${SWEPT_AT_ONCE}`;
const COMPANIES = `
  SELECT company_id AS id FROM action WHERE ${expiredBy('$1')}
  UNION SELECT company_id FROM action WHERE ${dueBy('$1')}`;
const close = (column: string) => `
  UPDATE recommendation SET closed_at = $3
  WHERE company_id = $1 AND ${column} = ANY ($2) AND closed_at IS NULL`;
const CALL_OFF = 'UPDATE invoice SET called_off_at = $3 WHERE company_id = $1 AND id = ANY ($2)';

/** Proposals as they come and go, many at a time and without a person: inside the transaction of whoever is the reason. */
@Injectable()
export class RecommendationStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ActionStore,
  ) {}

  /**
   * Puts recommendations in the place of others, whose actions are then to be superseded: last, for people wait for who locks
   * actions.
   * @param now by the database's clock, once the company is locked
   */
  async put(
    company: CompanyId,
    created: readonly NewRecommendation[],
    replacedIds: readonly string[],
    now: Date,
  ): Promise<void> {
    const { manager } = this.transactions;
    await this.close('id', company, replacedIds, now);
    const recommendations = created.map(({ recommendation }) => ({ ...recommendation, createdAt: now }));
    await insertRows(manager, 'recommendation', recommendations);
    const common = { companyId: company, createdAt: now, updatedAt: now };
    const proposals = created.flatMap((one) => one.proposals);
    await insertRows(
      manager,
      'action',
      proposals.map((proposal) => ({ ...proposal, ...common, id: uuidv7() })),
    );
  }

  /** Closes recommendations. Their actions that no person has touched are soft-deleted, the others stay as they are. */
  async supersede(company: CompanyId, recommendationIds: readonly string[]): Promise<void> {
    if (recommendationIds.length === 0) return;
    const ids = await this.find(OF_RECOMMENDATIONS, company, recommendationIds);
    const now = await this.store.change(company, ids, (locked) => {
      const untouched = locked.undecided().filter(({ touched }) => !touched);
      locked.moveBySystem(untouched, 'supersede', () => 'recommendation_replaced');
      return locked.now;
    });
    await this.close('id', company, recommendationIds, now);
  }

  /** Locks actions until the transaction ends, in the order that everybody keeps. */
  hold(company: CompanyId, ids: readonly string[]): Promise<void> {
    return this.store.change(company, ids, () => {});
  }

  /** Cancels whatever waits for a decision on these invoices, for the reason that the ledger gives for each of them. */
  async lapse(
    company: CompanyId,
    reasons: ReadonlyMap<string, LedgerReason>,
    requestId: string | null,
  ): Promise<void> {
    const invoiceIds = [...reasons.keys()];
    if (invoiceIds.length === 0) return;
    const ids = await this.find(ON_INVOICES, company, invoiceIds);
    const now = await this.store.change(company, ids, (locked) => {
      const reasonOf = ({ invoiceId }: Readonly<Action>) => reasons.get(invoiceId!);
      locked.moveBySystem(locked.undecided(), 'cancel', reasonOf, requestId);
      return locked.now;
    });
    await this.close('invoice_id', company, invoiceIds, now);
    await this.transactions.manager.query(CALL_OFF, [company, invoiceIds, now]);
  }

  /** Cancels what has expired by now, and proposes again what was put off until now, some at a time. */
  async sweep(company: CompanyId, now: Date): Promise<void> {
    let ids: string[];
    do {
      ids = await this.find(TO_SWEEP, company, now);
      // Expired ones need only be locked for their cancellation (see ActionStore).
      await this.store.change(company, ids, (locked) => {
        const due = locked
          .undecided()
          .filter(({ status, scheduledFor }) => status === 'scheduled' && scheduledFor <= now);
        locked.moveBySystem(due, 'wake', () => undefined);
      });
    } while (ids.length === SWEPT_AT_ONCE);
  }

  /** The companies in which a sweep has something to do. */
  companiesToSweep(now: Date): Promise<string[]> {
    return selectIds(this.transactions.manager, COMPANIES, [now]);
  }

  private async close(
    by: 'id' | 'invoice_id',
    company: CompanyId,
    ids: readonly string[],
    now: Date,
  ): Promise<void> {
    if (ids.length > 0) await this.transactions.manager.query(close(by), [company, ids, now]);
  }

  private find(statement: string, company: CompanyId, value: unknown): Promise<string[]> {
    return selectIds(this.transactions.manager, statement, [company, value]);
  }
}
