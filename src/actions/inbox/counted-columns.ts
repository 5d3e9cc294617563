import { isResponseOverdueSql, isUndecidedSql, isUnexpiredSql } from '../store/action-conditions.js';
import type { Category, Condition } from '../lifecycle/categories.js';

/** The SQL conditions that `action` and `action_tally` express by different columns; others have the same name in both. */
export interface CountedColumns {
  isPresent: string;
  waitsForCustomer: string;
  hasInvoice: string;
  isUnassigned: string;
}

export const OF_ACTION: CountedColumns = {
  isPresent: 'deleted_at IS NULL',
  waitsForCustomer: `recommendation = 'wait_for_customer'`,
  hasInvoice: 'invoice_id IS NOT NULL',
  isUnassigned: 'assigned_to IS NULL',
};

export const OF_TALLY: CountedColumns = {
  isPresent: 'NOT is_deleted',
  waitsForCustomer: 'waits_for_customer',
  hasInvoice: 'has_invoice',
  isUnassigned: 'NOT is_assigned',
};

/** The conditions of a category and of soft deletion; no other code translates categories to SQL. */
export function conditionsOf(
  category: Category | undefined,
  includeDeleted = category?.includeDeleted,
  columns = OF_ACTION,
): string[] {
  return [
    ...(category
      ? [`(${category.anyOf.map((condition) => conditionSql(condition, columns)).join(' OR ')})`]
      : []),
    ...(includeDeleted ? [] : [columns.isPresent]),
  ];
}

/** Literals instead of parameters, because a cached plan can only use a partial index if it knows the values. */
function conditionSql(condition: Condition, { waitsForCustomer }: CountedColumns): string {
  const { status, actionRequired, isRecommended, recommendation } = condition;
  const parts = [`status = '${status}'`];
  if (actionRequired) parts.push('action_required');
  if (isRecommended) parts.push('is_recommended');
  if (recommendation) parts.push(waitsForCustomer);
  return parts.length > 1 ? `(${parts.join(' AND ')})` : parts[0]!;
}

/** The conditions that change with the time, and that the tally therefore does not know. */
export interface Timing {
  /** The parameter with the time. */
  at: string;
  excludesExpired: boolean;
  /** Undefined for both. */
  responseOverdue?: boolean;
}

export const timingConditions = ({ at, excludesExpired, responseOverdue }: Timing): string[] => [
  ...(excludesExpired ? [isUnexpiredSql('action', at)] : []),
  ...(responseOverdue === undefined
    ? []
    : [
        responseOverdue
          ? isResponseOverdueSql('action', at)
          : `(${isResponseOverdueSql('action', at)}) IS NOT TRUE`,
      ]),
];

/**
 * SQL: the exact number of the actions under the conditions, from the tally. Counts only those rows that would not be in a list by their
 * time, because they are few: a sweep cancels expired actions, and deadlines that have not passed are those of recent actions.
 */
export function talliedCount(conditionsIn: (columns: CountedColumns) => string[], timing: Timing): string {
  const { at, excludesExpired, responseOverdue } = timing;
  const tallied = (...more: string[]): string => talliedSql([...conditionsIn(OF_TALLY), ...more]);
  const counted = (rows: string, conditions: string[] = []): string =>
    `(SELECT count(*) FROM ${rows} WHERE ${['true', ...conditionsIn(OF_ACTION), ...conditions].join(' AND ')})`;
  const overdue = () => `(${tallied('has_response_deadline')} - ${counted(actionsInTime(at))})`;
  const all =
    responseOverdue === undefined ? tallied() : responseOverdue ? overdue() : `${tallied()} - ${overdue()}`;
  if (!excludesExpired) return all;
  return `${all} - ${counted(expiredActions(at), timingConditions({ ...timing, excludesExpired: false }))}`;
}

/** SQL: the number of the company's actions that the tally has under the conditions. */
export const talliedSql = (conditions: readonly string[]): string =>
  `coalesce((SELECT sum(actions) FROM action_tally WHERE ${['company_id = $1', ...conditions].join(' AND ')}), 0)`;

/**
 * The undecided actions of the company that have expired. OFFSET 0 lets PostgreSQL read only these, whatever its statistics say about
 * other conditions.
 */
export const expiredActions = (at: string): string => `
  (SELECT * FROM action WHERE company_id = $1 AND ${isUndecidedSql('action')}
     AND expires_at IS NOT NULL AND NOT ${isUnexpiredSql('action', at)} OFFSET 0) action`;

/** The actions of the company whose response deadline has not passed. */
export const actionsInTime = (at: string): string => `
  (SELECT * FROM action WHERE company_id = $1 AND response_deadline IS NOT NULL
     AND NOT ${isResponseOverdueSql('action', at)} OFFSET 0) action`;
