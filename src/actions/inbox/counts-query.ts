import type { CompanyId } from '../../tenancy/company-id.js';
import { CATEGORIES, CATEGORY_NAMES, type Category, type CategoryName } from '../lifecycle/categories.js';
import { OPEN_DELIVERY_STATUSES, type OpenDeliveryStatus } from '../lifecycle/delivery.js';
import { isOpenSql, statusSql } from '../store/deliveries/delivery-sql.js';
import {
  conditionsOf,
  type CountedColumns,
  expiredActions,
  OF_ACTION,
  OF_TALLY,
  talliedCount,
} from './counted-columns.js';
import { type Status, STATUSES } from '../lifecycle/statuses.js';

export interface ActionCounts {
  categories: Record<CategoryName, number>;
  statuses: Record<Status, number>;
  deliveries: Record<OpenDeliveryStatus, number>;
  response_overdue: number;
}

/** Counts the actions in each inbox tab and in each status with the conditions that the list uses. */
export function countsStatement(company: CompanyId, now: Date): { text: string; values: unknown[] } {
  const conditionsIn = (category: Category, columns: CountedColumns): string =>
    [...conditionsOf(category, undefined, columns), ...(category.requires ? [columns.hasInvoice] : [])].join(
      ' AND ',
    );
  const filtered = (name: CategoryName, columns: CountedColumns) =>
    `FILTER (WHERE ${conditionsIn(CATEGORIES[name], columns)}) AS ${name}`;
  const expiring = CATEGORY_NAMES.filter((name) => CATEGORIES[name].excludesExpired);
  const categories = CATEGORY_NAMES.map(
    (name) => `'${name}', coalesce(t.${name}, 0)${expiring.includes(name) ? ` - e.${name}` : ''}`,
  );
  const statuses = STATUSES.map((status) => `'${status}', coalesce(t.${status}, 0)`);
  const inTally = [
    ...CATEGORY_NAMES.map((name) => `sum(actions) ${filtered(name, OF_TALLY)}`),
    ...STATUSES.map(
      (status) => `sum(actions) FILTER (WHERE status = '${status}' AND ${OF_TALLY.isPresent}) AS ${status}`,
    ),
  ];
  const deliveries = OPEN_DELIVERY_STATUSES.map(
    (status) => `'${status}', count(*) FILTER (WHERE status = '${status}')`,
  );
  const overdue = talliedCount((columns) => [columns.isPresent], {
    at: '$2',
    excludesExpired: false,
    responseOverdue: true,
  });
  const text = `
    SELECT json_build_object(
      'categories', json_build_object(${categories.join(', ')}),
      'statuses', json_build_object(${statuses.join(', ')}),
      'deliveries', (SELECT json_build_object(${deliveries.join(', ')})
                     FROM (SELECT ${statusSql('d')} AS status FROM delivery d WHERE company_id = $1 AND ${isOpenSql('d')}) d),
      'response_overdue', ${overdue}) AS counts
    FROM (SELECT ${inTally.join(', ')} FROM action_tally WHERE company_id = $1) t,
      (SELECT ${expiring.map((name) => `count(*) ${filtered(name, OF_ACTION)}`).join(', ')} FROM ${expiredActions('$2')}) e`;
  return { text, values: [company, now] };
}
