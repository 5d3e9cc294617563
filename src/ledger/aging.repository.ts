import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '../database/sql/prepared.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { AGING_BUCKETS, type Bucket, BUCKETS } from './aging-buckets.js';
import type { Page, PageRequest } from '../database/page.js';

/** What is owed in one currency, by bucket: exact decimals. */
export type Balances = Record<Bucket | 'total', string> & { currency: string };

export interface CustomerBalances {
  id: string;
  name: string;
  balances: Balances[];
}

export interface Aging {
  totals: Balances[];
  customers: Page<CustomerBalances>;
}

const COLUMNS = [...BUCKETS, 'total'];
const sumsOf = (sum: (column: string) => string): string =>
  COLUMNS.map((column) => `${sum(column)} AS ${column}`).join(', ');

/** JSON would make floats of numbers. */
const BALANCES = `json_build_object('currency', currency, ${COLUMNS.map((name) => `'${name}', ${name}::text`).join(', ')})`;

function balanceIn(column: string): string {
  if (column === 'total') return 'sum(balance)';
  const [from, to] = AGING_BUCKETS[column as Bucket];
  const overdue = '$2::date - due_on';
  const bounds = [from !== null && `${overdue} >= ${from}`, to !== null && `${overdue} <= ${to}`];
  return `coalesce(sum(balance) FILTER (WHERE ${bounds.filter(Boolean).join(' AND ')}), 0)`;
}

/** Company, day, and the page's limit and offset; the totals, the count and the page are of one moment. */
const AGING = `
  WITH owed AS MATERIALIZED (
    SELECT customer_id, currency, ${sumsOf(balanceIn)}
    FROM invoice WHERE company_id = $1 AND status = 'open' GROUP BY customer_id, currency
  ), owing AS MATERIALIZED (
    SELECT c.id, c.name FROM customer c
    WHERE c.company_id = $1 AND c.id IN (SELECT customer_id FROM owed)
  ), page AS (
    SELECT id, name FROM owing ORDER BY name, id LIMIT $3 OFFSET $4
  )
  SELECT (SELECT count(*)::int FROM owing) AS count, (
    SELECT coalesce(json_agg(${BALANCES} ORDER BY currency), '[]')
    FROM (SELECT currency, ${sumsOf((column) => `sum(${column})`)} FROM owed GROUP BY currency) sums
  ) AS totals, (
    SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'balances', balances) ORDER BY name, id), '[]')
    FROM (
      SELECT p.id, p.name, json_agg(${BALANCES} ORDER BY currency) AS balances
      FROM page p JOIN owed ON owed.customer_id = p.id GROUP BY p.id, p.name
    ) customers
  ) AS rows`;

@Injectable()
export class AgingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What open invoices are worth by the days that they are overdue on a day, per currency, in all and per customer. */
  async aging(company: CompanyId, asOf: string, { page, page_size }: PageRequest): Promise<Aging> {
    type Row = { totals: Balances[] } & Page<CustomerBalances>;
    const values = [company, asOf, page_size, (page - 1) * page_size];
    const [row] = await prepared<Row>(this.dataSource, AGING, values);
    const { totals, count, rows } = row!;
    return { totals, customers: { count, rows } };
  }
}
