import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { groupBy } from '../../group-by.js';
import { type CursorPage, type CursorRequest, readAfter, readAll } from '../../database/keyset/read-list.js';
import type { Page, PageRequest } from '../../database/page.js';
import { IS_OF_COMPANY } from '../../database/sql/keys.js';
import { prepared } from '../../database/sql/prepared.js';
import { selectPage } from '../../database/sql/select-page.js';
import { Transactions } from '../../database/transactions.js';
import { joinInvoice } from '../../ledger/ledger-sql.js';
import { DomainError } from '../../problems/domain-error.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { COMMAND_NAMES, ruleOf } from '../lifecycle/transitions.js';
import { ACTION_DETAILS, DETAIL_BYTES, type ActionDetailRow, type ActionRow } from './action-rows.js';
import { type ActionCounts, countsStatement } from './counts-query.js';
import { type Contact, LAST_CONTACT } from './last-contact.js';
import { type ActionFilter, listingOf } from './list-query.js';
import { PAST_STEPS, type PastStep } from './past-steps.js';
import {
  type AlternativeRow,
  ONE_RECOMMENDATION,
  type RecommendationFilter,
  recommendationListingOf,
  type RecommendationRows,
} from './recommendation-rows.js';

/** The commands that choose an alternative. */
const CHOOSING = COMMAND_NAMES.filter((name) => ruleOf(name).choosesAlternative)
  .map((name) => `'${name}'`)
  .join(', ');

const SINCE_DELETION = `
  SELECT r.closed_at IS NOT NULL AS "isClosed",
    coalesce(i.actions_cancelled_at >= a.deleted_at, false) AS "isCancelled", EXISTS (
      SELECT FROM action s JOIN approval_log l ON l.company_id = s.company_id AND l.action_id = s.id
      WHERE s.company_id = a.company_id AND s.recommendation_id = a.recommendation_id AND l.command IN (${CHOOSING})
    ) AS "isDecided", (
      SELECT command FROM approval_log WHERE ${IS_OF_COMPANY} AND action_id = $2 ORDER BY seq DESC LIMIT 1
    ) AS "lastCommand"
  FROM action a
  LEFT JOIN LATERAL (SELECT * FROM recommendation WHERE id = a.recommendation_id OFFSET 0) r ON r.company_id = a.company_id
  ${joinInvoice('a')}
  WHERE a.${IS_OF_COMPANY} AND a.id = $2`;

/** What has happened since an action was deleted. */
export interface SinceDeletion {
  /** The recommendation was closed. */
  isClosed: boolean;
  /** A change of the invoice cancelled the actions on it. */
  isCancelled: boolean;
  /** Another alternative of the recommendation was approved, sent or completed. */
  isDecided: boolean;
  /** The command of the latest log entry. */
  lastCommand: string | null;
}

/** Reads actions and recommendations: lists, counts and details. */
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

  listAfter(
    company: CompanyId,
    filter: ActionFilter,
    request: CursorRequest,
    now: Date,
  ): Promise<CursorPage<ActionRow>> {
    const list = { name: 'actions', company, filter };
    return readAfter(this.dataSource, list, listingOf(company, filter, now), request);
  }

  all(company: CompanyId, filter: ActionFilter, now: Date): AsyncGenerator<ActionRow[]> {
    return readAll(this.dataSource, listingOf(company, filter, now));
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
    return this.transactions.send<ActionDetailRow>(ACTION_DETAILS, [company, ids]);
  }

  /** The approximate bytes of `details()`. */
  async detailBytes(company: CompanyId, ids: readonly string[]): Promise<number> {
    const [row] = await this.transactions.send<{ bytes: number }>(DETAIL_BYTES, [company, ids]);
    return row!.bytes;
  }

  /** The alternatives of recommendations; the size of the page is the number of recommendations. */
  listRecommendations(
    company: CompanyId,
    filter: RecommendationFilter,
    page: PageRequest,
  ): Promise<Page<AlternativeRow>> {
    return selectPage(this.dataSource, recommendationListingOf(company, filter), page);
  }

  /**
   * Reads within the open transaction.
   * @throws DomainError not_found
   */
  async getRecommendation(company: CompanyId, id: string): Promise<RecommendationRows> {
    const rows = await this.transactions.manager.query<AlternativeRow[]>(ONE_RECOMMENDATION, [company, id]);
    if (rows.length === 0) throw new DomainError('not_found');
    return rows;
  }

  /** By invoice id: the steps that were taken or declined on the open ones of these invoices, oldest first. */
  async pastSteps(company: CompanyId, invoiceIds: readonly string[]): Promise<Map<string, PastStep[]>> {
    type Row = PastStep & { invoiceId: string };
    const rows = await this.transactions.manager.query<Row[]>(PAST_STEPS, [company, invoiceIds]);
    return groupBy(rows, ({ invoiceId }) => invoiceId);
  }

  /** The latest e-mail or call to a customer that was sent or completed. */
  async lastContact(company: CompanyId, customerId: string): Promise<Contact | null> {
    const [contact] = await prepared<Contact>(this.dataSource, LAST_CONTACT, [company, customerId]);
    return contact ?? null;
  }

  async sinceDeletion(company: CompanyId, id: string): Promise<SinceDeletion> {
    const [row] = await this.transactions.manager.query<[SinceDeletion]>(SINCE_DELETION, [company, id]);
    return row;
  }
}
