import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { insertRows } from '../../database/sql/insert-rows.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { Transactions } from '../../database/transactions.js';
import type { CancellationReason } from '../../ledger/writes/invoice-changes.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { isExpired } from '../lifecycle/refusals.js';
import type { Action } from './action.entity.js';
import { isUndecidedSql, isUnexpiredSql, isUnfinishedSql } from './action-conditions.js';
import { ActionStore } from './action-store.js';
import { Recommendation } from './recommendation.entity.js';

/** A new action, without the columns that have a default or are not known yet. */
export type NewAction = Omit<
  Action,
  | 'id'
  | 'companyId'
  | 'createdAt'
  | 'updatedAt'
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
  | 'recommended'
>;

/** A new recommendation and its alternatives. */
export interface NewRecommendation {
  recommendation: Omit<Recommendation, 'createdAt' | 'closedAt' | 'customer' | 'invoice'>;
  actions: NewAction[];
}

export interface Cancellation {
  /** By the database's clock. */
  at: Date;
  /** One for each action that was cancelled for the reason of its invoice. */
  reasons: CancellationReason[];
}

export interface OpenRecommendation {
  id: string;
  source: string;
  fingerprint: string;
  /** Whether one of its actions waits for a decision. */
  hasUndecided: boolean;
}

const UNDECIDED_OF_RECOMMENDATIONS = `
  SELECT id FROM action a WHERE company_id = $1 AND recommendation_id = ANY ($2) AND ${isUndecidedSql('a')}`;
const UNFINISHED_ON_INVOICES = `
  SELECT id FROM action a WHERE company_id = $1 AND invoice_id = ANY ($2) AND ${isUnfinishedSql('a')}`;

const OPEN_BY_INVOICE = `
  SELECT id, invoice_id AS "invoiceId", source, fingerprint, id IN (
    SELECT a.recommendation_id FROM action a
    WHERE a.company_id = $1 AND a.recommendation_id IS NOT NULL
      AND ${isUndecidedSql('a')} AND ${isUnexpiredSql('a', '$2')}) AS "hasUndecided"
  FROM recommendation WHERE company_id = $1 AND closed_at IS NULL AND invoice_id IS NOT NULL`;
export const OPEN_ON_INVOICE = `
  SELECT id FROM recommendation WHERE company_id = $1 AND closed_at IS NULL AND invoice_id = $2`;
export const OPEN_ON_CUSTOMER = `
  SELECT id FROM recommendation
  WHERE company_id = $1 AND closed_at IS NULL AND invoice_id IS NULL AND customer_id = $2`;

/** Parameters: company, ids of invoices, ids of customers. */
export const UNDECIDED_OF_OPEN = `
  WITH open AS (
    SELECT r.id FROM unnest($2::uuid[]) AS invoice (id)
    JOIN recommendation r ON r.company_id = $1 AND r.invoice_id = invoice.id AND r.closed_at IS NULL
    UNION ALL SELECT r.id FROM unnest($3::uuid[]) AS customer (id)
    JOIN recommendation r ON r.company_id = $1 AND r.customer_id = customer.id AND r.closed_at IS NULL
      AND r.invoice_id IS NULL
  )
  SELECT a.id FROM open
  JOIN action a ON a.company_id = $1 AND a.recommendation_id = open.id AND ${isUndecidedSql('a')}`;

const closeBy = (column: 'id' | 'invoice_id') => `
  UPDATE recommendation SET closed_at = $3
  WHERE company_id = $1 AND ${column} = ANY ($2) AND closed_at IS NULL`;

/** Stores recommendations and their actions. Every method runs in the open transaction, under the company's lock. */
@Injectable()
export class RecommendationStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly actions: ActionStore,
  ) {}

  /**
   * Stores new recommendations and closes the replaced ones, which the caller must then `supersede()`.
   * @param now by the database's clock
   */
  async insert(
    company: CompanyId,
    created: readonly NewRecommendation[],
    replacedIds: readonly string[],
    now: Date,
  ): Promise<void> {
    const { manager } = this.transactions;
    await this.close('id', company, replacedIds, now);
    const recommendations = created.map(({ recommendation }) => ({ ...recommendation, createdAt: now }));
    await insertRows(manager, 'recommendation', recommendations);
    const actions = created.flatMap((recommendation) => recommendation.actions);
    await insertRows(
      manager,
      'action',
      actions.map((action) => ({
        ...action,
        companyId: company,
        createdAt: now,
        updatedAt: now,
        id: uuidv7(),
      })),
    );
  }

  /**
   * Closes recommendations and soft-deletes their undecided actions, except actions that a client has changed. Call it last in
   * a transaction: its row locks block user decisions.
   */
  async supersede(company: CompanyId, recommendationIds: readonly string[]): Promise<void> {
    if (recommendationIds.length === 0) return;
    const ids = await this.find(UNDECIDED_OF_RECOMMENDATIONS, company, recommendationIds);
    const now = await this.actions.update(company, ids, (locked) => {
      const untouched = locked.undecided().filter(({ touched }) => !touched);
      locked.end(untouched, 'supersede', () => 'recommendation_replaced');
      return locked.now;
    });
    await this.close('id', company, recommendationIds, now);
  }

  /**
   * Cancels the unfinished actions on invoices, approved ones included, and closes their recommendations.
   * @param reasons by invoice id
   */
  async cancelOnInvoices(
    company: CompanyId,
    reasons: ReadonlyMap<string, CancellationReason>,
    requestId: string | null,
  ): Promise<Cancellation> {
    const invoiceIds = [...reasons.keys()];
    const ids = await this.find(UNFINISHED_ON_INVOICES, company, invoiceIds);
    const cancellation = await this.actions.update(company, ids, (locked) => {
      const unfinished = locked.unfinished();
      const reasonOf = ({ invoiceId }: Readonly<Action>) => reasons.get(invoiceId!)!;
      const cancelled = unfinished.filter((action) => !isExpired(action, locked.now)).map(reasonOf);
      locked.end(unfinished, 'cancel', reasonOf, requestId);
      return { at: locked.now, reasons: cancelled };
    });
    await this.close('invoice_id', company, invoiceIds, cancellation.at);
    return cancellation;
  }

  /** The open recommendations on invoices, by invoice id. Expired actions do not count as undecided. */
  async openByInvoice(company: CompanyId, now: Date): Promise<Map<string, OpenRecommendation>> {
    type Row = OpenRecommendation & { invoiceId: string };
    const rows = await this.transactions.manager.query<Row[]>(OPEN_BY_INVOICE, [company, now]);
    return new Map(rows.map(({ invoiceId, ...row }) => [invoiceId, row]));
  }

  /** The ids of the open recommendations on an invoice, or without an invoice on the customer as a whole: one at most. */
  openOn(company: CompanyId, customerId: string, invoiceId: string | null): Promise<string[]> {
    return invoiceId === null
      ? this.find(OPEN_ON_CUSTOMER, company, customerId)
      : this.find(OPEN_ON_INVOICE, company, invoiceId);
  }

  /** Locks the undecided actions of the open recommendations on invoices, and on customers as a whole. */
  async lockOpen(
    company: CompanyId,
    invoiceIds: readonly string[],
    customerIds: readonly string[],
  ): Promise<void> {
    const values = [company, invoiceIds, customerIds];
    await this.actions.lock(company, await selectIds(this.transactions.manager, UNDECIDED_OF_OPEN, values));
  }

  findByDedupeKey(company: CompanyId, source: string, dedupeKey: string): Promise<Recommendation | null> {
    return this.transactions.manager.findOneBy(Recommendation, { companyId: company, source, dedupeKey });
  }

  private async close(
    by: 'id' | 'invoice_id',
    company: CompanyId,
    ids: readonly string[],
    now: Date,
  ): Promise<void> {
    if (ids.length > 0) await this.transactions.manager.query(closeBy(by), [company, ids, now]);
  }

  private find(statement: string, company: CompanyId, value: unknown): Promise<string[]> {
    return selectIds(this.transactions.manager, statement, [company, value]);
  }
}
