import { type Order, orderSql } from '../../database/keyset/order.js';
import type { Listing } from '../../database/sql/select-page.js';
import { joinInvoice } from '../../ledger/ledger-sql.js';
import { utcDay } from '../../time/calendar-date.js';
import { sourceSql } from './action-rows.js';

export const SORTS = ['urgency', 'amount', 'days_overdue'] as const;
export type Sort = (typeof SORTS)[number];

/** The filters and the order that read more of an action than its own row. */
export interface JoinedFilter {
  /** Only for actions that are listed by urgency. */
  sort?: Sort;
  /** Who recommended the action. */
  source?: string;
  currency?: string;
  /** Bounds of the open balance of the invoice, as decimal strings, both inclusive. */
  amount_min?: string;
  amount_max?: string;
  /** Bounds of the days since the due date of an open invoice, in UTC, both inclusive. */
  days_overdue_min?: number;
  days_overdue_max?: number;
}

/** What a list filters, counts and orders. */
export type Selection = Pick<Listing, 'with' | 'from' | 'where'>;

/** A settled invoice is not overdue any more. */
const OPEN_DUE_ON = `CASE WHEN i.status = 'open' THEN i.due_on END`;
/** Actions without an invoice come last. */
const ORDERS: Record<
  Exclude<Sort, 'urgency'>,
  { key: string; type: 'numeric' | 'date'; isDescending: boolean }
> = {
  amount: { key: 'i.balance', type: 'numeric', isDescending: true },
  days_overdue: { key: OPEN_DUE_ON, type: 'date', isDescending: false },
};

/** The columns of an action by which the other rows are looked up. */
export const KEY_COLUMNS = 'company_id, invoice_id, recommendation_id';

/** Whether a filter needs more of an action than its own row. */
export const isJoined = ({
  sort = 'urgency',
  source,
  currency,
  amount_min,
  amount_max,
  days_overdue_min,
  days_overdue_max,
}: JoinedFilter): boolean =>
  sort !== 'urgency' ||
  [source, currency, amount_min, amount_max, days_overdue_min, days_overdue_max].some(
    (value) => value !== undefined,
  );

/**
 * Restricts and orders a selection of actions by their invoices and recommendations. Looks the rows of each action up once, for the
 * count and the page.
 * @param orderColumns the columns of the action that the list is ordered by; others could not be read from the index of a category
 */
export function joinedSelection(
  { with: expression, from, where }: Selection,
  orderColumns: readonly string[],
  filter: JoinedFilter,
  now: Date,
  bind: (value: unknown) => string,
): Selection {
  const ofInvoice = conditionsOnInvoice(filter, now, bind);
  const order = orderOf(filter);
  const conditions = [
    ...ofInvoice,
    ...(filter.source === undefined ? [] : [`${sourceSql('a')} = ${bind(filter.source)}`]),
  ];
  const matching = `matching AS MATERIALIZED (
    SELECT ${order ? `a.id, ${order.key} AS sort_key` : orderColumns.map((column) => `a.${column}`).join(', ')}
    FROM (SELECT ${[...orderColumns, KEY_COLUMNS].join(', ')} FROM ${from} WHERE ${where} OFFSET 0) a
    ${order || ofInvoice.length > 0 ? joinInvoice('a') : ''}
    WHERE ${['true', ...conditions].join(' AND ')}
  )`;
  return { with: expression ? `${expression}, ${matching}` : matching, from: 'matching', where: 'true' };
}

/** The order by the invoice: of the ids of a page, and of their rows. Undefined if the list is not ordered by the invoice. */
export function joinedOrder(filter: JoinedFilter): { ids: Order; rows: string; joins: string } | undefined {
  const order = orderOf(filter);
  if (!order) return undefined;
  const { key, ...direction } = order;
  const orderBy = (column: string, id: string): Order => [
    { column, ...direction, isNullable: true },
    { column: id, type: 'uuid' },
  ];
  return {
    ids: orderBy('sort_key', 'id'),
    rows: orderSql(orderBy(key, 'a.id')),
    joins: joinInvoice('a'),
  };
}

const orderOf = ({ sort = 'urgency' }: JoinedFilter) => (sort === 'urgency' ? undefined : ORDERS[sort]);

function conditionsOnInvoice(
  { currency, amount_min, amount_max, days_overdue_min, days_overdue_max }: JoinedFilter,
  now: Date,
  bind: (value: unknown) => string,
): string[] {
  const conditions: string[] = [];
  if (currency !== undefined) conditions.push(`i.currency = ${bind(currency)}`);
  if (amount_min !== undefined) conditions.push(`i.balance >= ${bind(amount_min)}::numeric`);
  if (amount_max !== undefined) conditions.push(`i.balance <= ${bind(amount_max)}::numeric`);
  const daysBefore = (days: number) => `${bind(utcDay(now))}::date - ${bind(days)}::int`;
  if (days_overdue_min !== undefined) conditions.push(`${OPEN_DUE_ON} <= ${daysBefore(days_overdue_min)}`);
  if (days_overdue_max !== undefined) conditions.push(`${OPEN_DUE_ON} >= ${daysBefore(days_overdue_max)}`);
  return conditions;
}
