import { rowsWith } from '../../database/sql/keys.js';
import { type Order, orderSql } from '../../database/keyset/order.js';
import type { OrderedListing } from '../../database/keyset/select-after.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { ACTION_JOINS, columnsFor } from './action-rows.js';
import type { OpenDeliveryStatus } from '../lifecycle/delivery.js';
import { isOpenSql, statusSql } from '../store/deliveries/delivery-sql.js';
import { CATEGORIES, type Category, type CategoryName } from '../lifecycle/categories.js';
import { type ActionType, type Status, STATUSES, UNDECIDED, UNFINISHED } from '../lifecycle/statuses.js';
import {
  type CountedColumns,
  conditionsOf,
  OF_ACTION,
  talliedCount,
  timingConditions,
} from './counted-columns.js';
import { searchOf } from './search.js';
import { isJoined, type JoinedFilter, joinedOrder, joinedSelection, KEY_COLUMNS } from './joined-list.js';

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
  const excludesExpired = filter.unexpired ?? category?.excludesExpired ?? false;
  const at = excludesExpired || filter.response_overdue !== undefined ? bind(now) : '';
  const inBothTables = [
    ...(filter.status ? [`status = ANY (${bind(filter.status)})`] : []),
    ...(filter.action_type ? [`action_type = ANY (${bind(filter.action_type)})`] : []),
  ];
  const conditionsIn = (columns: CountedColumns): string[] => [
    ...conditionsOf(category, filter.include_deleted, columns),
    ...inBothTables,
    ...(filter.assigned_to === 'none' ? [columns.isUnassigned] : []),
  ];
  const timing = { at, excludesExpired, responseOverdue: filter.response_overdue };
  const keys = [
    ...(filter.invoice_id ? [`invoice_id = ${bind(filter.invoice_id)}`] : []),
    ...(filter.customer_id ? [`customer_id = ${bind(filter.customer_id)}`] : []),
    ...(isAssigned ? [`assigned_to = ${bind(filter.assigned_to)} AND status = ANY (${bind(statuses)})`] : []),
    ...(filter.delivery_status ? [`id = ANY (ARRAY(${withDeliveryIn(bind(filter.delivery_status))}))`] : []),
  ];
  const dates = [
    ...(filter.executed_after
      ? [`history_at >= ${bind(`${filter.executed_after}T00:00Z`)}::timestamptz`]
      : []),
    ...(filter.executed_before
      ? [`history_at < ${bind(`${filter.executed_before}T00:00Z`)}::timestamptz + interval '24 hours'`]
      : []),
  ];
  const from = keys.length > 0 ? rowsWith('action', keys.join(' AND ')) : 'action';
  const where = ['company_id = $1', ...conditionsIn(OF_ACTION), ...timingConditions(timing), ...dates].join(
    ' AND ',
  );
  const isVaried = isJoined(filter);
  const ownOrder = ORDERS[category?.order ?? 'most_urgent'];
  const orderColumns = ownOrder.map(({ column }) => column);
  const columns = [...orderColumns, ...(isVaried ? [KEY_COLUMNS] : [])].join(', ');
  const selection = filter.search
    ? searchOf(filter.search, { columns, from, where, hasKey: keys.length > 0 }, bind)
    : { from, where };
  const byInvoice = joinedOrder(filter);
  const order = byInvoice?.ids ?? ownOrder;
  const { columns: result, bytes } = columnsFor(filter.fields);
  // The ended and deleted actions of a company become more every day.
  const isUnbounded =
    keys.length === 0 &&
    (filter.include_deleted === true || statuses.some((status) => !isUnfinished(status)));
  const isTallied =
    keys.length + dates.length === 0 &&
    !filter.search &&
    !isJoined({ ...filter, sort: undefined }) &&
    // The others do not expire.
    (!excludesExpired || statuses.every((status) => isUndecided(status)));
  return {
    ...(isVaried ? joinedSelection(selection, orderColumns, filter, now, bind) : selection),
    ...(isTallied && { count: talliedCount(conditionsIn, timing) }),
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

const isUndecided = (status: Status): boolean => (UNDECIDED as readonly Status[]).includes(status);
const isUnfinished = (status: Status): boolean => (UNFINISHED as readonly Status[]).includes(status);

/** Selects the ids of the actions whose deliveries have one of the statuses, from the index of the deliveries that are not over. */
const withDeliveryIn = (statuses: string): string => `
  SELECT d.action_id FROM delivery d
  WHERE d.company_id = $1 AND ${isOpenSql('d')} AND ${statusSql('d')} = ANY (${statuses})`;
