import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../database/page.js';
import { prepared } from '../../database/sql/prepared.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { selectPage } from '../../database/sql/select-page.js';
import { Transactions } from '../../database/transactions.js';
import { joinInvoice } from '../../ledger/ledger-sql.js';
import { DomainError } from '../../problems/domain-error.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { type ApprovalFacts, type Warning, warningsOf } from '../lifecycle/warnings.js';
import { isContactSql } from '../store/action-conditions.js';
import { ACTION_DETAILS, type ActionDetailRow, type ActionRow } from './action-rows.js';
import { type ActionCounts, countsStatement } from './counts-query.js';
import { type ActionFilter, listingOf } from './list-query.js';
import {
  type AlternativeRow,
  ONE_RECOMMENDATION,
  type RecommendationFilter,
  recommendationListingOf,
  type RecommendationRow,
  recommendationsOf,
} from './recommendation-rows.js';

/** With OR instead of UNION, PostgreSQL would read every company's actions. */
export const WITH_SIBLINGS = `
  SELECT unnest($2::uuid[]) AS id
  UNION SELECT s.id FROM action a
  JOIN action s ON s.company_id = a.company_id AND s.recommendation_id = a.recommendation_id
  WHERE a.company_id = $1 AND a.id = ANY ($2::uuid[])`;

export const APPROVAL_FACTS = `
  SELECT a.id, a.drafted_balance AS "draftedBalance", a.drafted_currency AS "draftedCurrency", i.balance, i.currency,
    (a.drafted_balance, a.drafted_currency) <> (i.balance, i.currency) AS "amountChanged", (
    SELECT max(o.history_at) FROM action o
    WHERE o.company_id = a.company_id AND o.customer_id = a.customer_id AND o.id <> a.id AND ${isContactSql('o')}
  ) AS "lastContactedAt"
  FROM action a ${joinInvoice('a')}
  WHERE a.company_id = $1 AND a.id = ANY ($2::uuid[])`;

/** For each invoice the last day (UTC, at most $2) on which an e-mail or a call about it was approved or done. */
const LAST_CONTACTS = `
  SELECT invoice_id, max((history_at AT TIME ZONE 'UTC')::date)::text AS day FROM action a
  WHERE company_id = $1 AND ${isContactSql('a')} AND (history_at AT TIME ZONE 'UTC')::date <= $2::date
  GROUP BY invoice_id`;

const SINCE_DELETION = `
  SELECT coalesce(r.closed_at >= a.deleted_at, false) AS "isClosed",
    coalesce(i.actions_cancelled_at >= a.deleted_at, false) AS "isCancelled", EXISTS (
      SELECT FROM action s JOIN approval_log l ON l.company_id = s.company_id AND l.action_id = s.id
      WHERE s.company_id = a.company_id AND s.recommendation_id = a.recommendation_id AND l.command = 'approve'
    ) AS "isDecided", (
      SELECT command FROM approval_log WHERE company_id = $1 AND action_id = $2 ORDER BY seq DESC LIMIT 1
    ) AS "lastCommand"
  FROM action a
  LEFT JOIN recommendation r ON r.company_id = a.company_id AND r.id = a.recommendation_id
  ${joinInvoice('a')}
  WHERE a.company_id = $1 AND a.id = $2`;

/** What has happened since an action was deleted. */
export interface SinceDeletion {
  /** The recommendation was closed. */
  isClosed: boolean;
  /** A change of the invoice cancelled the actions on it. */
  isCancelled: boolean;
  /** Another alternative of the recommendation was approved. */
  isDecided: boolean;
  /** The command of the latest log entry. */
  lastCommand: string | null;
}

/** Reads actions and recommendations: lists, counts, details and warnings. */
@Injectable()
export class InboxRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @param now the time at which expiry and overdue responses are evaluated */
  list(
    company: CompanyId,
    filter: ActionFilter,
    page: PageRequest,
    now = this.clock.now(),
  ): Promise<Page<ActionRow>> {
    return selectPage(this.dataSource, listingOf(company, filter, now), page);
  }

  async counts(company: CompanyId): Promise<ActionCounts> {
    const { text, values } = countsStatement(company, this.clock.now());
    const [row] = await prepared<{ counts: ActionCounts }>(this.dataSource, text, values);
    return row!.counts;
  }

  /** @throws DomainError not_found */
  async get(company: CompanyId, id: string): Promise<ActionDetailRow> {
    const [row] = await prepared<ActionDetailRow>(this.dataSource, ACTION_DETAILS, [company, [id]]);
    if (!row) throw new DomainError('not_found');
    return row;
  }

  /** Reads within the open transaction. Unknown ids are left out. */
  details(company: CompanyId, ids: readonly string[]): Promise<ActionDetailRow[]> {
    return this.transactions.manager.query<ActionDetailRow[]>(ACTION_DETAILS, [company, ids]);
  }

  async listRecommendations(
    company: CompanyId,
    filter: RecommendationFilter,
    page: PageRequest,
  ): Promise<Page<RecommendationRow>> {
    const listing = recommendationListingOf(company, filter);
    const { count, rows } = await selectPage<AlternativeRow>(this.dataSource, listing, page);
    return { count, rows: recommendationsOf(rows) };
  }

  /**
   * Reads within the open transaction, if there is one.
   * @throws DomainError not_found
   */
  async getRecommendation(company: CompanyId, id: string): Promise<RecommendationRow> {
    const rows = await this.transactions.manager.query<AlternativeRow[]>(ONE_RECOMMENDATION, [company, id]);
    const [recommendation] = recommendationsOf(rows);
    if (!recommendation) throw new DomainError('not_found');
    return recommendation;
  }

  /** The given ids and the ids of the other alternatives of the same recommendations. */
  withSiblings(company: CompanyId, ids: readonly string[]): Promise<string[]> {
    return selectIds(this.transactions.manager, WITH_SIBLINGS, [company, ids]);
  }

  /** The warnings of an approval, by action id. */
  async warnings(company: CompanyId, ids: readonly string[], now: Date): Promise<Map<string, Warning[]>> {
    type Row = ApprovalFacts & { id: string };
    const rows = await this.transactions.manager.query<Row[]>(APPROVAL_FACTS, [company, ids]);
    return new Map(rows.map(({ id, ...facts }) => [id, warningsOf(facts, now)]));
  }

  /** By invoice id: the last day on which the customer was contacted about it. Days are YYYY-MM-DD in UTC, at most `asOf`. */
  async lastContacts(company: CompanyId, asOf: string): Promise<Map<string, string>> {
    type Row = { invoice_id: string; day: string };
    const rows = await this.transactions.manager.query<Row[]>(LAST_CONTACTS, [company, asOf]);
    return new Map(rows.map(({ invoice_id, day }) => [invoice_id, day]));
  }

  async sinceDeletion(company: CompanyId, id: string): Promise<SinceDeletion> {
    const [row] = await this.transactions.manager.query<[SinceDeletion]>(SINCE_DELETION, [company, id]);
    return row;
  }
}
