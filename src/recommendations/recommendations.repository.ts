import { Injectable } from '@nestjs/common';
import { CONTACT, UNDECIDED_ONLY, UNEXPIRED } from '../actions/inbox/action-rows.js';
import { Recommendation } from '../actions/store/recommendation.entity.js';
import { selectIds } from '../database/sql/select-ids.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { RecommendationInput } from './dto/recommendation.dto.js';
import type { Receivable } from './policy/dunning-policy.js';

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

// Put together in JavaScript, and without a subquery for each row: right after a large import the planner still takes a company for
// small, and would join it row by row, for seconds.
const OPEN_INVOICES = `
  SELECT id AS "invoiceId", customer_id AS "customerId", invoice_number AS "invoiceNumber", balance AS amount, currency,
         issued_on::text AS "issuedOn", due_on::text AS "dueOn", disputed, promised_on::text AS "promisedOn"
  FROM invoice WHERE company_id = $1 AND status = 'open' ORDER BY due_on, id`;
const CUSTOMERS = 'SELECT id, name, contact_name FROM customer WHERE company_id = $1';
/** The last day up to $2 on which an e-mail or a call about an invoice was approved or done. */
const LAST_CONTACTS = `
  SELECT invoice_id, max((history_at AT TIME ZONE 'UTC')::date)::text AS day FROM action a
  WHERE company_id = $1 AND ${CONTACT('a')} AND (history_at AT TIME ZONE 'UTC')::date <= $2::date
  GROUP BY invoice_id`;

const OPEN_RECOMMENDATIONS = `
  SELECT id, invoice_id AS "invoiceId", source, fingerprint, id IN (
    SELECT a.recommendation_id FROM action a
    WHERE a.company_id = $1 AND a.recommendation_id IS NOT NULL
      AND ${UNDECIDED_ONLY('a')} AND ${UNEXPIRED('a', '$2')}) AS waits
  FROM recommendation WHERE company_id = $1 AND closed_at IS NULL AND invoice_id IS NOT NULL`;

export const OPEN_ON_INVOICE = `
  SELECT id FROM recommendation WHERE company_id = $1 AND closed_at IS NULL AND invoice_id = $2`;
export const OPEN_ON_CUSTOMER = `
  SELECT id FROM recommendation
  WHERE company_id = $1 AND closed_at IS NULL AND invoice_id IS NULL AND customer_id = $2`;

/** Named by id or key: company, invoices' ids and numbers, customers' ids and keys. Each is found by its own index. */
export const REPLACEABLE = `
  WITH invoices AS (
    SELECT id FROM invoice WHERE company_id = $1 AND id = ANY ($2::uuid[])
    UNION SELECT id FROM invoice WHERE company_id = $1 AND invoice_number = ANY ($3)
  ), customers AS (
    SELECT id FROM customer WHERE company_id = $1 AND id = ANY ($4::uuid[])
    UNION SELECT id FROM customer WHERE company_id = $1 AND external_id = ANY ($5)
  ), replaceable AS (
    SELECT r.id FROM invoices i
    JOIN recommendation r ON r.company_id = $1 AND r.invoice_id = i.id AND r.closed_at IS NULL
    UNION ALL SELECT r.id FROM customers c
    JOIN recommendation r ON r.company_id = $1 AND r.customer_id = c.id AND r.closed_at IS NULL AND r.invoice_id IS NULL
  )
  SELECT a.id FROM replaceable r
  JOIN action a ON a.company_id = $1 AND a.recommendation_id = r.id AND ${UNDECIDED_ONLY('a')}`;

/** All in the transaction that is open, in which the company is locked. */
@Injectable()
export class RecommendationsRepository {
  constructor(private readonly transactions: Transactions) {}

  async openInvoices(company: CompanyId, asOf: string): Promise<OpenInvoice[]> {
    const { manager } = this.transactions;
    type Row = Omit<OpenInvoice, 'customerName' | 'contactName' | 'lastContactedOn'>;
    type Customer = { id: string; name: string; contact_name: string | null };
    const invoices = await manager.query<Row[]>(OPEN_INVOICES, [company]);
    const known = await manager.query<Customer[]>(CUSTOMERS, [company]);
    const made = await manager.query<{ invoice_id: string; day: string }[]>(LAST_CONTACTS, [company, asOf]);
    const customers = new Map(known.map((customer) => [customer.id, customer]));
    const contacts = new Map(made.map(({ invoice_id, day }) => [invoice_id, day]));
    return invoices.map((invoice) => {
      const { name, contact_name } = customers.get(invoice.customerId)!;
      const lastContactedOn = contacts.get(invoice.invoiceId) ?? null;
      return { ...invoice, customerName: name, contactName: contact_name, lastContactedOn };
    });
  }

  /** Those on invoices, by invoice. What has expired by now waits no longer, swept or not. */
  async open(company: CompanyId, now: Date): Promise<Map<string, OpenRecommendation>> {
    type Row = OpenRecommendation & { invoiceId: string };
    const rows = await this.transactions.manager.query<Row[]>(OPEN_RECOMMENDATIONS, [company, now]);
    return new Map(rows.map(({ invoiceId, ...row }) => [invoiceId, row]));
  }

  /** The open ones on an invoice, or on a customer as a whole: one at the most. */
  openOn(company: CompanyId, customerId: string, invoiceId: string | null): Promise<string[]> {
    const { manager } = this.transactions;
    return invoiceId === null
      ? selectIds(manager, OPEN_ON_CUSTOMER, [company, customerId])
      : selectIds(manager, OPEN_ON_INVOICE, [company, invoiceId]);
  }

  /** The undecided actions of all that recommendations on these may replace. */
  replaceable(company: CompanyId, named: readonly Naming[]): Promise<string[]> {
    const all = (field: keyof Naming) => named.flatMap((one) => one[field] ?? []);
    const keys = [all('invoice_id'), all('invoice_number'), all('customer_id'), all('customer_external_id')];
    return selectIds(this.transactions.manager, REPLACEABLE, [company, ...keys]);
  }

  findByKey(company: CompanyId, source: string, dedupeKey: string): Promise<RecommendationRow | null> {
    const where = { companyId: company, source, dedupeKey };
    return this.transactions.manager.findOneBy(Recommendation, where);
  }

  get(company: CompanyId, id: string): Promise<RecommendationRow> {
    return this.transactions.manager.findOneByOrFail(Recommendation, { companyId: company, id });
  }
}
