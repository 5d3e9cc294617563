import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowsWith } from '../../database/sql/keys.js';
import { prepared } from '../../database/sql/prepared.js';
import { LIMITS } from '../../limits.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import {
  type Balances,
  BALANCES,
  owed,
  selectColumns,
  sumOfBalances,
  WITH_DAYS_OVERDUE,
} from '../aging/balances-sql.js';
import { IS_RECEIVABLE } from '../receivable.js';

/** What a customer owes in one currency. Amounts are decimal strings. */
export interface CustomerCurrency {
  balances: Balances;
  /** The sum of the buckets that are overdue. */
  overdue: string;
  /** The earliest day for which the customer promised to pay an open invoice, YYYY-MM-DD; null without a promise. */
  promised_on: string | null;
  /** The open balance of all invoices with a promise; null without one. */
  promised: string | null;
}

/** A customer at a glance, as far as the ledger knows. */
export interface CustomerSummary {
  id: string;
  name: string;
  currencies: CustomerCurrency[];
  paid_invoices: number;
  average_days_late: number | null;
}

/** One statement, so that all figures come from one snapshot. Parameters: company, day, customer. */
const SUMMARY = `
  WITH invoices AS MATERIALIZED (
    SELECT kind, status, balance, currency, issued_on, due_on, settled_on, promised_on
    FROM ${rowsWith('invoice', 'customer_id = $3')}
  ), sums AS (
    SELECT currency, ${selectColumns(sumOfBalances)}, coalesce(sum(owed) FILTER (WHERE days_overdue > 0), 0) AS overdue,
      min(promised_on) FILTER (WHERE ${IS_RECEIVABLE}) AS promised_on,
      sum(balance) FILTER (WHERE ${IS_RECEIVABLE} AND promised_on IS NOT NULL) AS promised
    FROM (
      SELECT ${WITH_DAYS_OVERDUE}
      FROM (SELECT *, ${owed('balance')} FROM invoices WHERE status = 'open' AND issued_on <= $2::date) i
    ) i GROUP BY currency
  ), paid AS (
    SELECT settled_on - due_on AS days_late FROM invoices
    WHERE kind = 'invoice' AND status = 'paid' AND settled_on > $2::date - ${LIMITS.paymentDays} AND settled_on <= $2::date
  )
  SELECT id, name, (
    SELECT coalesce(json_agg(json_build_object('balances', ${BALANCES}, 'overdue', overdue::text, 'promised_on', promised_on,
      'promised', promised::text) ORDER BY currency), '[]') FROM sums
  ) AS currencies, (SELECT count(*)::int FROM paid) AS paid_invoices,
    (SELECT round(avg(days_late))::int FROM paid) AS average_days_late
  FROM ${rowsWith('customer', 'id = $3')}`;

@Injectable()
export class CustomerSummaryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param today the day on which days overdue are counted, YYYY-MM-DD */
  async find(company: CompanyId, customerId: string, today: string): Promise<CustomerSummary | undefined> {
    const [row] = await prepared<CustomerSummary>(this.dataSource, SUMMARY, [company, today, customerId]);
    return row;
  }
}
