import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '../database/sql/prepared.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { AGING_BUCKETS, type Bucket, BUCKETS } from './aging-buckets.js';
import type { Page, PageRequest } from '../database/page.js';

/** The open balances in one currency, by bucket, as decimal strings. `current` includes `credits`, which are below zero. */
export type Balances = Record<Bucket | 'credits' | 'total', string> & { currency: string };

export interface CustomerBalances {
  id: string;
  name: string;
  balances: Balances[];
}

export interface Aging {
  totals: Balances[];
  customers: Page<CustomerBalances>;
}

const COLUMNS = [...BUCKETS, 'credits', 'total'];
const selectColumns = (expression: (column: string) => string): string =>
  COLUMNS.map((column) => `${expression(column)} AS ${column}`).join(', ');

/** Amounts as text, because JSON numbers would be parsed as floats. */
const BALANCES = `json_build_object('currency', currency, ${COLUMNS.map((name) => `'${name}', ${name}::text`).join(', ')})`;

function sumOfBalances(column: string): string {
  if (column === 'total') return 'sum(owed)';
  if (column === 'credits') return 'coalesce(sum(owed) FILTER (WHERE owed < 0), 0)';
  const [from, to] = AGING_BUCKETS[column as Bucket];
  const overdue = 'CASE WHEN owed < 0 THEN 0 ELSE $2::date - due_on END';
  const bounds = [from !== null && `${overdue} >= ${from}`, to !== null && `${overdue} <= ${to}`];
  return `coalesce(sum(owed) FILTER (WHERE ${bounds.filter(Boolean).join(' AND ')}), 0)`;
}

const owed = (balance: string): string =>
  `CASE kind WHEN 'credit_note' THEN -${balance} ELSE ${balance} END AS owed`;

/** What is owed, by invoice. */
const OWED = `
  SELECT customer_id, currency, due_on, ${owed('balance')}
  FROM invoice WHERE company_id = $1 AND status = 'open'`;

/** One statement, so that totals, count and page come from one snapshot. Parameters: company, day, limit, offset. */
const AGING = `
  WITH open_balance AS MATERIALIZED (
    SELECT customer_id, currency, ${selectColumns(sumOfBalances)} FROM (${OWED}) invoices GROUP BY customer_id, currency
  ), debtor AS MATERIALIZED (
    SELECT c.id, c.name FROM customer c
    WHERE c.company_id = $1 AND c.id IN (SELECT customer_id FROM open_balance)
  ), page AS (
    SELECT id, name FROM debtor ORDER BY name, id LIMIT $3 OFFSET $4
  )
  SELECT (SELECT count(*)::int FROM debtor) AS count, (
    SELECT coalesce(json_agg(${BALANCES} ORDER BY currency), '[]')
    FROM (SELECT currency, ${selectColumns((column) => `sum(${column})`)} FROM open_balance GROUP BY currency) sums
  ) AS totals, (
    SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'balances', balances) ORDER BY name, id), '[]')
    FROM (
      SELECT p.id, p.name, json_agg(${BALANCES} ORDER BY currency) AS balances
      FROM page p JOIN open_balance ON open_balance.customer_id = p.id GROUP BY p.id, p.name
    ) customers
  ) AS rows`;

@Injectable()
export class AgingRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param asOf the day on which days overdue are counted, YYYY-MM-DD */
  async aging(company: CompanyId, asOf: string, { page, page_size }: PageRequest): Promise<Aging> {
    type Row = { totals: Balances[] } & Page<CustomerBalances>;
    const values = [company, asOf, page_size, (page - 1) * page_size];
    const [row] = await prepared<Row>(this.dataSource, AGING, values);
    const { totals, count, rows } = row!;
    return { totals, customers: { count, rows } };
  }
}
