import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../time/clock.js';
import { prepared } from '../../database/sql/prepared.js';
import { Transactions } from '../../database/transactions.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { selectPage } from '../../database/sql/select-page.js';
import { DomainError } from '../../problems/domain-error.js';
import type { Page, PageRequest } from '../../api/response/page.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import {
  ACTION_COLUMNS,
  ACTION_DETAILS,
  ACTION_JOINS,
  type ActionDetailRow,
  type ActionRow,
  CONTACT,
  UNEXPIRED,
} from './action-rows.js';
import { type ActionCounts, countsStatement } from './counts-query.js';
import { type ActionFilter, listingOf } from './list-query.js';
import { type ApprovalFacts, type Warning, warningsOf } from '../lifecycle/warnings.js';

/** With OR in the place of UNION, PostgreSQL would read every company's actions. */
export const SIBLINGS = `
  SELECT unnest($2::uuid[]) AS id
  UNION SELECT s.id FROM action a
  JOIN action s ON s.company_id = a.company_id AND s.recommendation_id = a.recommendation_id
  WHERE a.company_id = $1 AND a.id = ANY ($2::uuid[])`;

const ALTERNATIVES = `
  SELECT ${ACTION_COLUMNS}
  FROM (SELECT id FROM action WHERE company_id = $1 AND recommendation_id = $2) k ${ACTION_JOINS}
  ORDER BY a.is_recommended DESC, a.id`;

export const FACTS = `
  SELECT a.id, a.drafted_balance AS "draftedBalance", a.drafted_currency AS "draftedCurrency", i.balance, i.currency,
    (a.drafted_balance, a.drafted_currency) <> (i.balance, i.currency) AS "amountChanged", (
    SELECT max(o.history_at) FROM action o
    WHERE o.company_id = a.company_id AND o.customer_id = a.customer_id AND o.id <> a.id AND ${CONTACT('o')}
  ) AS "lastContactedAt"
  FROM action a LEFT JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
  WHERE a.company_id = $1 AND a.id = ANY ($2::uuid[])`;

const LAST_MOVE = `
  SELECT command FROM approval_log WHERE company_id = $1 AND action_id = $2 ORDER BY seq DESC LIMIT 1`;

const STANDING = `
  SELECT NOT ${UNEXPIRED('a', '$3')} AS expired, coalesce(r.closed_at >= a.deleted_at, false) AS replaced,
    coalesce(i.called_off_at >= a.deleted_at, false) AS "calledOff", EXISTS (
    SELECT FROM action s JOIN approval_log l ON l.company_id = s.company_id AND l.action_id = s.id
    WHERE s.company_id = a.company_id AND s.recommendation_id = a.recommendation_id AND l.command = 'approve') AS decided
  FROM action a
  LEFT JOIN recommendation r ON r.company_id = a.company_id AND r.id = a.recommendation_id
  LEFT JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
  WHERE a.company_id = $1 AND a.id = $2`;

/** What has happened to the reason of an action since a person deleted it. */
export interface Standing {
  expired: boolean;
  /** Whether its recommendation was closed. */
  replaced: boolean;
  /** Whether a change of its invoice called off what was proposed on it. */
  calledOff: boolean;
  /** Whether one of its siblings was approved. */
  decided: boolean;
}

@Injectable()
export class InboxRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  list(company: CompanyId, filter: ActionFilter, page: PageRequest): Promise<Page<ActionRow>> {
    return selectPage(this.dataSource, listingOf(company, filter, this.clock.now()), page);
  }

  async counts(company: CompanyId): Promise<ActionCounts> {
    const { text, values } = countsStatement(company, this.clock.now());
    const [{ counts }] = (await prepared<{ counts: ActionCounts }>(this.dataSource, text, values)) as [
      { counts: ActionCounts },
    ];
    return counts;
  }

  /** @throws DomainError not_found */
  async get(company: CompanyId, id: string): Promise<ActionDetailRow> {
    const [row] = await prepared<ActionDetailRow>(this.dataSource, ACTION_DETAILS, [company, [id]]);
    if (!row) throw new DomainError('not_found');
    return row;
  }

  /** Those of the ids that there are, within the transaction that is open. */
  details(company: CompanyId, ids: readonly string[]): Promise<ActionDetailRow[]> {
    return this.transactions.manager.query<ActionDetailRow[]>(ACTION_DETAILS, [company, ids]);
  }

  /** The alternatives of a recommendation, the recommended one first, within the transaction that is open. */
  ofRecommendation(company: CompanyId, id: string): Promise<ActionRow[]> {
    return this.transactions.manager.query<ActionRow[]>(ALTERNATIVES, [company, id]);
  }

  /** The ids and those of the other alternatives of their recommendations. */
  withSiblings(company: CompanyId, ids: readonly string[]): Promise<string[]> {
    return selectIds(this.transactions.manager, SIBLINGS, [company, ids]);
  }

  /** What a person who approves now should know, by action. */
  async warnings(company: CompanyId, ids: readonly string[], now: Date): Promise<Map<string, Warning[]>> {
    type Row = ApprovalFacts & { id: string };
    const rows = await this.transactions.manager.query<Row[]>(FACTS, [company, ids]);
    return new Map(rows.map(({ id, ...facts }) => [id, warningsOf(facts, now)]));
  }

  /** What was last done to an action; undefined where nothing was. */
  async lastTransition(company: CompanyId, id: string): Promise<string | undefined> {
    const rows = await this.transactions.manager.query<{ command: string }[]>(LAST_MOVE, [company, id]);
    return rows[0]?.command;
  }

  async standing(company: CompanyId, id: string): Promise<Standing> {
    const { manager } = this.transactions;
    const [standing] = await manager.query<[Standing]>(STANDING, [company, id, this.clock.now()]);
    return standing;
  }
}
