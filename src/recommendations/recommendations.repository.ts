import { Injectable } from '@nestjs/common';
import { ProposalsRepository } from '../actions/proposals.repository.js';
import { CONTACT, UNDECIDED_ONLY, UNEXPIRED } from '../actions/action.rows.js';
import { Recommendation } from '../actions/recommendation.entity.js';
import { chunks } from '../database/chunks.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { RecommendationInput } from './dto/recommendation.dto.js';
import type { NewRecommendation } from './proposals.js';
import type { Receivable } from './dunning-policy.js';

export type RecommendationRow = Pick<
  Recommendation,
  'id' | 'companyId' | 'source' | 'dedupeKey' | 'fingerprint' | 'expiresAt' | 'createdAt' | 'closedAt'
>;

export type OpenInvoice = Receivable & { invoiceId: string; customerId: string };

/** What a recommendation names. */
type Naming = Pick<
  RecommendationInput,
  'invoice_id' | 'invoice_number' | 'customer_id' | 'customer_external_id'
>;

export interface OpenRecommendation {
  id: string;
  source: string;
  fingerprint: string;
  /** Whether one of its actions still waits for a decision. */
  waits: boolean;
}

/** What is owed, with the last day up to which an e-mail or a call about it was approved or done. */
const OPEN_INVOICES = `
  SELECT i.id AS "invoiceId", i.customer_id AS "customerId", i.invoice_number AS "invoiceNumber",
         c.name AS "customerName", c.contact_name AS "contactName", i.balance AS amount, i.currency,
         i.issued_on::text AS "issuedOn", i.due_on::text AS "dueOn", i.disputed,
         i.promised_on::text AS "promisedOn", contact.day::text AS "lastContactedOn"
  FROM invoice i
  JOIN customer c ON c.company_id = i.company_id AND c.id = i.customer_id
  LEFT JOIN LATERAL (
    SELECT max((history_at AT TIME ZONE 'UTC')::date) AS day FROM action a
    WHERE a.company_id = i.company_id AND a.invoice_id = i.id AND ${CONTACT('a')}
      AND (history_at AT TIME ZONE 'UTC')::date <= $2::date
  ) contact ON true
  WHERE i.company_id = $1 AND i.status = 'open'
  ORDER BY i.due_on, i.id`;

const OPEN_RECOMMENDATIONS = `
  SELECT r.id, r.invoice_id AS "invoiceId", r.source, r.fingerprint, EXISTS (
    SELECT FROM action a WHERE a.company_id = r.company_id AND a.recommendation_id = r.id
      AND ${UNDECIDED_ONLY('a')} AND ${UNEXPIRED('a', '$2')}) AS waits
  FROM recommendation r WHERE r.company_id = $1 AND r.closed_at IS NULL AND r.invoice_id IS NOT NULL`;

/** Named by id or key: company, invoices' ids and numbers, customers' ids and keys. */
const REPLACEABLE = `
  SELECT a.id FROM recommendation r
  JOIN action a ON a.company_id = r.company_id AND a.recommendation_id = r.id AND ${UNDECIDED_ONLY('a')}
  JOIN customer c ON c.company_id = r.company_id AND c.id = r.customer_id
  LEFT JOIN invoice i ON i.company_id = r.company_id AND i.id = r.invoice_id
  WHERE r.company_id = $1 AND r.closed_at IS NULL AND (
    i.id = ANY ($2::uuid[]) OR i.invoice_number = ANY ($3)
    OR (i.id IS NULL AND (c.id = ANY ($4::uuid[]) OR c.external_id = ANY ($5))))`;

const OPEN_ON = `
  SELECT id FROM recommendation WHERE company_id = $1 AND closed_at IS NULL
    AND CASE WHEN $3::uuid IS NULL THEN customer_id = $2 AND invoice_id IS NULL ELSE invoice_id = $3 END`;

/** All in the transaction that is open, in which the company is locked. */
@Injectable()
export class RecommendationsRepository {
  constructor(
    private readonly transactions: Transactions,
    private readonly proposals: ProposalsRepository,
  ) {}

  openInvoices(company: CompanyId, asOf: string): Promise<OpenInvoice[]> {
    return this.transactions.manager.query<OpenInvoice[]>(OPEN_INVOICES, [company, asOf]);
  }

  /** Those on invoices, by invoice. What has expired by now waits no longer, swept or not. */
  async open(company: CompanyId, now: Date): Promise<Map<string, OpenRecommendation>> {
    type Row = OpenRecommendation & { invoiceId: string };
    const rows = await this.transactions.manager.query<Row[]>(OPEN_RECOMMENDATIONS, [company, now]);
    return new Map(rows.map(({ invoiceId, ...row }) => [invoiceId, row]));
  }

  /** The open ones on an invoice, or on a customer as a whole: one at the most. */
  async openOn(company: CompanyId, customerId: string, invoiceId: string | null): Promise<string[]> {
    const values = [company, customerId, invoiceId];
    const rows = await this.transactions.manager.query<{ id: string }[]>(OPEN_ON, values);
    return rows.map(({ id }) => id);
  }

  /** Locks what recommendations may replace, all at once: one after the other they would lock it in an order of their own. */
  async holdReplaceable(company: CompanyId, named: readonly Naming[]): Promise<void> {
    const all = (field: keyof Naming) => named.flatMap((one) => one[field] ?? []);
    const keys = [all('invoice_id'), all('invoice_number'), all('customer_id'), all('customer_external_id')];
    const rows = await this.transactions.manager.query<{ id: string }[]>(REPLACEABLE, [company, ...keys]);
    await this.proposals.hold(
      company,
      rows.map(({ id }) => id),
    );
  }

  findByKey(company: CompanyId, source: string, dedupeKey: string): Promise<RecommendationRow | null> {
    const where = { companyId: company, source, dedupeKey };
    return this.transactions.manager.findOneBy(Recommendation, where);
  }

  get(company: CompanyId, id: string): Promise<RecommendationRow> {
    return this.transactions.manager.findOneByOrFail(Recommendation, { companyId: company, id });
  }

  /**
   * Puts new recommendations in the place of old ones.
   * @param now by the database's clock, once the company is locked
   */
  async replace(
    company: CompanyId,
    oldIds: readonly string[],
    created: readonly NewRecommendation[],
    now: Date,
  ): Promise<void> {
    if (oldIds.length > 0) await this.proposals.supersede(company, oldIds);
    const { manager } = this.transactions;
    const rows = created.map(({ recommendation }) => ({ ...recommendation, createdAt: now }));
    for (const some of chunks(rows)) await manager.insert(Recommendation, some);
    await this.proposals.insert(
      company,
      created.flatMap(({ proposals }) => proposals),
      now,
    );
  }
}
