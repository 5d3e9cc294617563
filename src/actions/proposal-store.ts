import { Injectable } from '@nestjs/common';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from '../database/chunks.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Action } from './action.entity.js';
import { UNDECIDED_ONLY } from './action.rows.js';
import { ActionStore } from './action-store.js';
import type { LedgerReason } from './reasons.js';

export type NewProposal = Omit<Action, 'id' | 'companyId' | 'createdAt' | 'updatedAt' | Empty>;
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

const OF_RECOMMENDATIONS = `SELECT id FROM action a WHERE company_id = $1 AND recommendation_id = ANY ($2) AND ${UNDECIDED_ONLY('a')}`;
const ON_INVOICES = `SELECT id FROM action a WHERE company_id = $1 AND invoice_id = ANY ($2) AND ${UNDECIDED_ONLY('a')}`;
// Expired ones need only be locked for their cancellation (see ActionStore).
const EXPIRED = `SELECT id FROM action a WHERE company_id = $1 AND expires_at <= $2 AND ${UNDECIDED_ONLY('a')}`;
const dueBy = (now: string) => `status = 'scheduled' AND scheduled_for <= ${now} AND deleted_at IS NULL`;
const DUE = `SELECT id FROM action WHERE company_id = $1 AND ${dueBy('$2')}`;
const COMPANIES = `
  SELECT company_id AS id FROM action a WHERE expires_at <= $1 AND ${UNDECIDED_ONLY('a')}
  UNION SELECT company_id FROM action WHERE ${dueBy('$1')}`;
const close = (column: string) => `
  UPDATE recommendation SET closed_at = $3
  WHERE company_id = $1 AND ${column} = ANY ($2) AND closed_at IS NULL`;

/** Proposals as they come and go, many at a time and without a person: inside the transaction of whoever is the reason. */
@Injectable()
export class ProposalsRepository {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ActionStore,
  ) {}

  /** @param now by the database's clock, once the company is locked */
  async insert(company: CompanyId, proposals: NewProposal[], now: Date): Promise<void> {
    const common = { companyId: company, createdAt: now, updatedAt: now };
    const rows = proposals.map((proposal) => ({ ...proposal, ...common, id: uuidv7() }));
    for (const some of chunks(rows as QueryDeepPartialEntity<Action>[])) {
      await this.transactions.manager.insert(Action, some);
    }
  }

  /** Closes recommendations. Their actions that no person has touched are soft-deleted, the others stay as they are. */
  async supersede(company: CompanyId, recommendationIds: readonly string[]): Promise<void> {
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
  }

  /** Cancels what has expired by now, and proposes again what was put off until now. */
  async sweep(company: CompanyId, now: Date): Promise<void> {
    const ids = [...(await this.find(EXPIRED, company, now)), ...(await this.find(DUE, company, now))];
    await this.store.change(company, [...new Set(ids)], (locked) => {
      const due = locked
        .undecided()
        .filter(({ status, scheduledFor }) => status === 'scheduled' && scheduledFor <= now);
      locked.moveBySystem(due, 'wake', () => undefined);
    });
  }

  /** The companies in which a sweep has something to do. */
  async companiesToSweep(now: Date): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ id: string }[]>(COMPANIES, [now]);
    return rows.map(({ id }) => id);
  }

  private async close(
    by: 'id' | 'invoice_id',
    company: CompanyId,
    ids: readonly string[],
    now: Date,
  ): Promise<void> {
    await this.transactions.manager.query(close(by), [company, ids, now]);
  }

  private async find(statement: string, company: CompanyId, value: unknown): Promise<string[]> {
    const rows = await this.transactions.manager.query<{ id: string }[]>(statement, [company, value]);
    return rows.map(({ id }) => id);
  }
}
