import { AGING_BUCKETS, type Bucket, BUCKETS } from './aging-buckets.js';

/** The open balances in one currency, by bucket, as decimal strings. `current` includes `credits`, which are below zero. */
export type Balances = Record<Bucket | 'credits' | 'total', string> & { currency: string };

const COLUMNS = [...BUCKETS, 'credits', 'total'];

/** SQL: an expression for each column of `Balances`. */
export const selectColumns = (expression: (column: string) => string): string =>
  COLUMNS.map((column) => `${expression(column)} AS ${column}`).join(', ');

/** Amounts as text, because JSON numbers would be parsed as floats. */
export const BALANCES = `json_build_object('currency', currency, ${COLUMNS.map((name) => `'${name}', ${name}::text`).join(', ')})`;

/** SQL: the sum of a column of `Balances`, over rows with `owed` and `days_overdue`. */
export function sumOfBalances(column: string): string {
  if (column === 'total') return 'sum(owed)';
  if (column === 'credits') return 'coalesce(sum(owed) FILTER (WHERE owed < 0), 0)';
  const [from, to] = AGING_BUCKETS[column as Bucket];
  const bounds = [from !== null && `days_overdue >= ${from}`, to !== null && `days_overdue <= ${to}`];
  return `coalesce(sum(owed) FILTER (WHERE ${bounds.filter(Boolean).join(' AND ')}), 0)`;
}

/** SQL: what is owed by an invoice with a balance; less than zero for a credit. */
export const owed = (balance: string): string =>
  `CASE kind WHEN 'credit_note' THEN -${balance} ELSE ${balance} END AS owed`;

/** SQL: the columns of rows with `owed` and `due_on`, and their days overdue on the day $2. Credits are never overdue. */
export const WITH_DAYS_OVERDUE = '*, CASE WHEN owed < 0 THEN 0 ELSE $2::date - due_on END AS days_overdue';
