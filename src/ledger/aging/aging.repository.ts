import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IS_OF_COMPANY } from '../../database/sql/keys.js';
import { prepared } from '../../database/sql/prepared.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import {
  type Balances,
  BALANCES,
  owed,
  selectColumns,
  sumOfBalances,
  WITH_DAYS_OVERDUE,
} from './balances-sql.js';
import type { Page, PageRequest } from '../../database/page.js';

export interface CustomerBalances {
  id: string;
  name: string;
  balances: Balances[];
}

export interface Aging {
  /** For a past day, the earliest issue date in the ledger, YYYY-MM-DD; otherwise null, as in an empty ledger. */
  firstDay: string | null;
  totals: Balances[];
  customers: Page<CustomerBalances>;
}

/** What is owed now, by invoice. */
const OWED_NOW = `
  SELECT customer_id, currency, due_on, ${owed('balance')}
  FROM invoice WHERE company_id = $1 AND status = 'open' AND issued_on <= $2::date`;

/** What an invoice is owed by, at which day and in which state: columns that a change of the ledger can change. */
const CHANGING = ['customer_id', 'status', 'balance', 'currency', 'due_on'];
const selectKnown = (from: string): string =>
  `SELECT i.id, i.kind, i.amount, i.settled_on, ${CHANGING.map((name) => `${from}.${name}`).join(', ')}`;
const COUNTS_THEN = 'i.issued_on <= $2::date AND coalesce(i.settled_on > $2::date, true)';

/**
 * What was owed on a past day, by invoice: as the ledger knew it at the end of that day, which is the state before the first change
 * after it, or else as it first knew it. Settlement dates count even if the ledger learned them later; the balance of an invoice that
 * was first known as paid was its amount.
 *
 * Not an outer join of invoices and changes, which PostgreSQL would compare each with each for lack of statistics: IN with IS NOT
 * TRUE is a look-up in a hash table.
 */
const OWED_THEN = `
  WITH past AS MATERIALIZED (
    SELECT DISTINCT ON (invoice_id) * FROM invoice_balance WHERE company_id = $1 AND until > $2::date
    ORDER BY invoice_id, until
  ), known AS (
    ${selectKnown('i')} FROM invoice i
    WHERE i.company_id = $1 AND ${COUNTS_THEN} AND (i.id IN (SELECT invoice_id FROM past)) IS NOT TRUE
    UNION ALL
    ${selectKnown('past')} FROM past CROSS JOIN LATERAL (
      SELECT * FROM invoice WHERE ${IS_OF_COMPANY} AND id = past.invoice_id OFFSET 0
    ) i WHERE ${COUNTS_THEN}
  )
  SELECT customer_id, currency, due_on, ${owed(`CASE status WHEN 'open' THEN balance ELSE amount END`)}
  FROM known
  WHERE status = 'open' OR status = 'paid' AND settled_on IS NOT NULL AND NOT EXISTS (
    SELECT FROM invoice_balance b WHERE b.company_id = $1 AND b.invoice_id = known.id AND b.until <= $2::date)`;

/**
 * One statement, so that totals, count and page come from one snapshot. Customers and the balances of the page are looked up in hash
 * tables (see above). OFFSET 0 computes the days once instead of for each bucket. Parameters: company, day, limit, offset.
 */
const agingOf = (invoices: string, firstDay: string): string => `
  WITH open_balance AS MATERIALIZED (
    SELECT customer_id, currency, ${selectColumns(sumOfBalances)} FROM (
      SELECT ${WITH_DAYS_OVERDUE} FROM (${invoices}) invoices OFFSET 0
    ) invoices GROUP BY customer_id, currency
  ), debtor AS MATERIALIZED (
    SELECT id, name FROM customer
    WHERE company_id = $1 AND (id IN (SELECT customer_id FROM open_balance)) IS TRUE
  ), page AS MATERIALIZED (
    SELECT id, name FROM debtor ORDER BY name, id LIMIT $3 OFFSET $4
  ), page_balance AS MATERIALIZED (
    SELECT * FROM open_balance WHERE (customer_id IN (SELECT id FROM page)) IS TRUE
  )
  SELECT ${firstDay} AS "firstDay", (SELECT count(*)::int FROM debtor) AS count, (
    SELECT coalesce(json_agg(${BALANCES} ORDER BY currency), '[]')
    FROM (SELECT currency, ${selectColumns((column) => `sum(${column})`)} FROM open_balance GROUP BY currency) sums
  ) AS totals, (
    SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'balances', balances) ORDER BY name, id), '[]')
    FROM (
      SELECT p.id, p.name, json_agg(${BALANCES} ORDER BY currency) AS balances
      FROM page p JOIN page_balance b ON b.customer_id = p.id GROUP BY p.id, p.name
    ) customers
  ) AS rows`;

const AGING_NOW = agingOf(OWED_NOW, 'NULL');
const AGING_THEN = agingOf(OWED_THEN, '(SELECT min(issued_on)::text FROM invoice WHERE company_id = $1)');

@Injectable()
export class AgingRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** @param asOf the day of the balances, on which days overdue are counted, YYYY-MM-DD */
  async aging(company: CompanyId, asOf: string, { page, page_size }: PageRequest): Promise<Aging> {
    type Row = Pick<Aging, 'firstDay' | 'totals'> & Page<CustomerBalances>;
    const statement = asOf < this.clock.today() ? AGING_THEN : AGING_NOW;
    const values = [company, asOf, page_size, (page - 1) * page_size];
    const [row] = await prepared<Row>(this.dataSource, statement, values);
    const { firstDay, totals, count, rows } = row!;
    return { firstDay, totals, customers: { count, size: rows.length, rows } };
  }
}
