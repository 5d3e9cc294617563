import { containing, type Listing } from '../../database/sql/select-page.js';
import { idsByCustomerName, idsByInvoiceNumber } from '../../ledger/ledger-sql.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { ACTION_COLUMNS, ACTION_JOINS } from './action-rows.js';
import { isUnexpiredSql } from '../store/action-conditions.js';
import { CATEGORIES, type Category, type CategoryName, type Condition } from '../lifecycle/categories.js';
import type { Status } from '../lifecycle/statuses.js';

export interface ActionFilter {
  category?: CategoryName;
  status?: Status[];
  invoice_id?: string;
  customer_id?: string;
  search?: string;
  include_deleted?: boolean;
  /** Whether proposals that have expired are left out; unless given, as the category says. */
  unexpired?: boolean;
  /** Days in UTC, both inclusive. */
  executed_after?: string;
  executed_before?: string;
}

const ORDERS: Record<Category['order'], string> = {
  most_urgent: 'urgency_score DESC, scheduled_for, id',
  most_recent: 'history_at DESC, id DESC',
};

/** Writes the list's statement. */
export function listingOf(company: CompanyId, filter: ActionFilter, now: Date): Listing {
  const category: Category | undefined = filter.category && CATEGORIES[filter.category];
  const values: unknown[] = [company];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['company_id = $1', ...conditionsOf(category, filter.include_deleted)];
  if (filter.unexpired ?? category?.excludesExpired) conditions.push(isUnexpiredSql('action', bind(now)));
  if (filter.status) conditions.push(`status = ANY (${bind(filter.status)})`);
  if (filter.invoice_id) conditions.push(`invoice_id = ${bind(filter.invoice_id)}`);
  if (filter.customer_id) conditions.push(`customer_id = ${bind(filter.customer_id)}`);
  if (filter.executed_after)
    conditions.push(`history_at >= ${bind(`${filter.executed_after}T00:00Z`)}::timestamptz`);
  if (filter.executed_before) {
    conditions.push(
      `history_at < ${bind(`${filter.executed_before}T00:00Z`)}::timestamptz + interval '24 hours'`,
    );
  }
  if (filter.search) conditions.push('id IN (SELECT id FROM hit)');
  return {
    with: filter.search && hitsOf(filter.search, bind),
    from: 'action',
    where: conditions.join(' AND '),
    orderBy: ORDERS[category?.order ?? 'most_urgent'],
    columns: ACTION_COLUMNS,
    joins: ACTION_JOINS,
    values,
  };
}

/** The rows of a category, or all: the one interpreter of the categories. */
export function conditionsOf(
  category: Category | undefined,
  includeDeleted = category?.includeDeleted,
): string[] {
  return [
    ...(category ? [`(${category.anyOf.map(sqlOf).join(' OR ')})`] : []),
    ...(includeDeleted ? [] : ['deleted_at IS NULL']),
  ];
}

/** Literals, not parameters: a cached plan knows only then that a partial index holds all that is asked for. */
function sqlOf({ status, actionRequired, isRecommended, recommendation }: Condition): string {
  const parts = [`status = '${status}'`];
  if (actionRequired) parts.push('action_required');
  if (isRecommended) parts.push('is_recommended');
  if (recommendation) parts.push(`recommendation = '${recommendation}'`);
  return parts.length > 1 ? `(${parts.join(' AND ')})` : parts[0]!;
}

const OWN_TEXT = `description || E'\\x1f' || recommendation_label || E'\\x1f' || trigger_event_label`;

/** The ids of the actions that a search finds, each of the three places of text by its own trigram index. */
function hitsOf(search: string, bind: (value: unknown) => string): string {
  // Without three letters or digits in a row there is no trigram to look up: the index would be read whole, which is
  // slower than the company's own rows.
  const scanned = !/[\p{L}\p{N}]{3}/u.test(search);
  const sought = bind(scanned ? search : containing(search));
  const matches = (text: string): string =>
    scanned ? `strpos(lower(${text}), lower(${sought})) > 0` : `lower(${text}) LIKE lower(${sought})`;
  // The seams between the texts belong to none of them.
  const ownMatches = search.includes('\x1f') ? 'false' : matches(OWN_TEXT);
  return `hit AS MATERIALIZED (
    SELECT id FROM action WHERE company_id = $1 AND ${ownMatches}
    UNION ${idsByCustomerName('action', matches)}
    UNION ${idsByInvoiceNumber('action', matches)}
  )`;
}
