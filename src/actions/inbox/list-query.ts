import { rowsWith } from '../../database/sql/keys.js';
import { type Order, orderSql } from '../../database/keyset/order.js';
import type { OrderedListing } from '../../database/keyset/select-after.js';
import { containsByTrigramSql, containsSql } from '../../database/sql/text-search.js';
import { customersByName, invoicesByNumber } from '../../ledger/ledger-sql.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { ACTION_JOINS, columnsFor } from './action-rows.js';
import type { OpenDeliveryStatus } from '../lifecycle/delivery.js';
import { isOpenSql, statusSql } from '../store/deliveries/delivery-sql.js';
import { isResponseOverdueSql, isUnexpiredSql } from '../store/action-conditions.js';
import { CATEGORIES, type Category, type CategoryName, type Condition } from '../lifecycle/categories.js';
import { type ActionType, type Status, STATUSES, UNFINISHED } from '../lifecycle/statuses.js';
import {
  isJoined,
  type JoinedFilter,
  joinedOrder,
  joinedSelection,
  KEY_COLUMNS,
  type Selection,
} from './joined-list.js';

export interface ActionFilter extends JoinedFilter {
  category?: CategoryName;
  status?: Status[];
  invoice_id?: string;
  customer_id?: string;
  search?: string;
  include_deleted?: boolean;
  /** Whether expired actions are left out. Defaults to the rule of the category. */
  unexpired?: boolean;
  /** Days in UTC, both inclusive. */
  executed_after?: string;
  executed_before?: string;
  action_type?: ActionType[];
  response_overdue?: boolean;
  delivery_status?: OpenDeliveryStatus[];
  /** The id of a contact, or `none` for actions that are assigned to nobody. */
  assigned_to?: string;
  /** The fields of the response that are shown; all if absent. */
  fields?: readonly string[];
}

const ORDERS: Record<Category['order'], Order> = {
  most_urgent: [
    { column: 'urgency_score', type: 'integer', isDescending: true },
    { column: 'scheduled_for', type: 'time' },
    { column: 'id', type: 'uuid' },
  ],
  most_recent: [
    { column: 'history_at', type: 'time', isDescending: true },
    { column: 'id', type: 'uuid', isDescending: true },
  ],
};

/** The statement that lists the actions that match the filter. */
export function listingOf(company: CompanyId, filter: ActionFilter, now: Date): OrderedListing {
  const category: Category | undefined = filter.category && CATEGORIES[filter.category];
  const statuses = statusesOf(category, filter.status);
  const isAssigned = filter.assigned_to !== undefined && filter.assigned_to !== 'none';
  const values: unknown[] = [company];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['company_id = $1', ...conditionsOf(category, filter.include_deleted)];
  if (filter.unexpired ?? category?.excludesExpired) conditions.push(isUnexpiredSql('action', bind(now)));
  if (filter.status) conditions.push(`status = ANY (${bind(filter.status)})`);
  const keys = [
    ...(filter.invoice_id ? [`invoice_id = ${bind(filter.invoice_id)}`] : []),
    ...(filter.customer_id ? [`customer_id = ${bind(filter.customer_id)}`] : []),
    ...(isAssigned ? [`assigned_to = ${bind(filter.assigned_to)} AND status = ANY (${bind(statuses)})`] : []),
    ...(filter.delivery_status ? [`id = ANY (ARRAY(${withDeliveryIn(bind(filter.delivery_status))}))`] : []),
  ];
  if (filter.executed_after)
    conditions.push(`history_at >= ${bind(`${filter.executed_after}T00:00Z`)}::timestamptz`);
  if (filter.executed_before) {
    conditions.push(
      `history_at < ${bind(`${filter.executed_before}T00:00Z`)}::timestamptz + interval '24 hours'`,
    );
  }
  if (filter.action_type) conditions.push(`action_type = ANY (${bind(filter.action_type)})`);
  if (filter.response_overdue !== undefined) {
    const isOverdue = isResponseOverdueSql('action', bind(now));
    conditions.push(filter.response_overdue ? isOverdue : `(${isOverdue}) IS NOT TRUE`);
  }
  if (filter.assigned_to === 'none') conditions.push('assigned_to IS NULL');
  const from = keys.length > 0 ? rowsWith('action', keys.join(' AND ')) : 'action';
  const where = conditions.join(' AND ');
  const isVaried = isJoined(filter);
  const ownOrder = ORDERS[category?.order ?? 'most_urgent'];
  const orderColumns = ownOrder.map(({ column }) => column);
  const columns = [...orderColumns, ...(isVaried ? [KEY_COLUMNS] : [])].join(', ');
  const selection = filter.search ? searchOf(filter.search, columns, from, where, bind) : { from, where };
  const byInvoice = joinedOrder(filter);
  const order = byInvoice?.ids ?? ownOrder;
  const { columns: result, bytes } = columnsFor(filter.fields);
  // The ended and deleted actions of a company become more every day.
  const isUnbounded =
    keys.length === 0 &&
    (filter.include_deleted === true || statuses.some((status) => !isUnfinished(status)));
  return {
    ...(isVaried ? joinedSelection(selection, orderColumns, filter, now, bind) : selection),
    isSearch: !!filter.search || (isUnbounded && (isVaried || filter.assigned_to === 'none')),
    isVaried,
    order,
    orderBy: orderSql(order),
    columns: result,
    joins: ACTION_JOINS,
    long: {
      joins: `JOIN action a USING (id) ${byInvoice?.joins ?? ''}`,
      id: 'a.id',
      row: 'JOIN action a USING (id)',
      orderBy: byInvoice?.rows ?? orderSql(ownOrder),
      bytes,
    },
    values,
  };
}

/** The statuses that the actions of a list can have. */
function statusesOf(category: Category | undefined, filter: readonly Status[] = STATUSES): Status[] {
  const inCategory: readonly Status[] = category?.anyOf.map(({ status }) => status) ?? STATUSES;
  return filter.filter((status) => inCategory.includes(status));
}

const isUnfinished = (status: Status): boolean => (UNFINISHED as readonly Status[]).includes(status);

/** Selects the ids of the actions whose deliveries have one of the statuses, from the index of the deliveries that are not over. */
const withDeliveryIn = (statuses: string): string => `
  SELECT d.action_id FROM delivery d
  WHERE d.company_id = $1 AND ${isOpenSql('d')} AND ${statusSql('d')} = ANY (${statuses})`;

/** The conditions of a category and of soft deletion; no other code translates categories to SQL. */
export function conditionsOf(
  category: Category | undefined,
  includeDeleted = category?.includeDeleted,
): string[] {
  return [
    ...(category ? [`(${category.anyOf.map(conditionSql).join(' OR ')})`] : []),
    ...(includeDeleted ? [] : ['deleted_at IS NULL']),
  ];
}

/** Literals instead of parameters, because a cached plan can only use a partial index if it knows the values. */
function conditionSql({ status, actionRequired, isRecommended, recommendation }: Condition): string {
  const parts = [`status = '${status}'`];
  if (actionRequired) parts.push('action_required');
  if (isRecommended) parts.push('is_recommended');
  if (recommendation) parts.push(`recommendation = '${recommendation}'`);
  return parts.length > 1 ? `(${parts.join(' AND ')})` : parts[0]!;
}

/** The indexed expression of `action_text_trgm_idx`. */
const ACTION_TEXT = `description || E'\\x1f' || recommendation_label || E'\\x1f' || trigger_event_label`;

/**
 * The actions that match the conditions and a search. UNION lets each of the three tables use its own trigram index. Each branch
 * selects what the list is counted, joined and ordered by: to look the ids up again would take most of the time if there are many.
 */
function searchOf(
  search: string,
  columns: string,
  from: string,
  conditions: string,
  bind: (value: unknown) => string,
): Selection {
  // Without three consecutive letters or digits there is no trigram to look up: PostgreSQL would read the whole index, which
  // is slower than scanning the company's rows.
  const contains = /[\p{L}\p{N}]{3}/u.test(search) ? containsByTrigramSql : containsSql;
  const parameter = bind(search);
  const matches = (text: string): string => contains(text, parameter);
  const matching = (condition: string): string =>
    `SELECT ${columns} FROM ${from} WHERE ${conditions} AND ${condition}`;
  return {
    with: `search_hit AS MATERIALIZED (
      ${
        // The separator between the texts is not part of any of them.
        matching(search.includes('\x1f') ? 'false' : matches(ACTION_TEXT))
      }
      UNION ${matching(`customer_id IN (${customersByName(matches)})`)}
      UNION ${matching(`invoice_id IN (${invoicesByNumber(matches)})`)}
    )`,
    from: 'search_hit',
    where: 'true',
  };
}
