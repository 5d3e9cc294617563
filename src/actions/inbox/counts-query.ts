import type { CompanyId } from '../../tenancy/company-id.js';
import { CATEGORIES, CATEGORY_NAMES, type Category, type CategoryName } from '../lifecycle/categories.js';
import { OPEN_DELIVERY_STATUSES, type OpenDeliveryStatus } from '../lifecycle/delivery.js';
import { isResponseOverdueSql, isUnexpiredSql } from '../store/action-conditions.js';
import { isOpenSql, statusSql } from '../store/deliveries/delivery-sql.js';
import { conditionsOf } from './list-query.js';
import { type Status, STATUSES } from '../lifecycle/statuses.js';

export interface ActionCounts {
  categories: Record<CategoryName, number>;
  statuses: Record<Status, number>;
  deliveries: Record<OpenDeliveryStatus, number>;
  response_overdue: number;
}

/** Counts the actions in each inbox tab and in each status with the conditions that the list uses. */
export function countsStatement(company: CompanyId, now: Date): { text: string; values: unknown[] } {
  const categories = CATEGORY_NAMES.map((name) => {
    const category: Category = CATEGORIES[name];
    const conditions = [
      ...conditionsOf(category),
      ...(category.excludesExpired ? [isUnexpiredSql('action', '$2')] : []),
      ...(category.requires ? [`${category.requires} IS NOT NULL`] : []),
    ];
    return `'${name}', (SELECT count(*) FROM action WHERE company_id = $1 AND ${conditions.join(' AND ')})`;
  });
  const statuses = STATUSES.map((status) => `'${status}', count(*) FILTER (WHERE status = '${status}')`);
  const deliveries = OPEN_DELIVERY_STATUSES.map(
    (status) => `'${status}', count(*) FILTER (WHERE status = '${status}')`,
  );
  const text = `
    SELECT json_build_object(
      'categories', json_build_object(${categories.join(', ')}),
      'statuses', (SELECT json_build_object(${statuses.join(', ')})
                   FROM action WHERE company_id = $1 AND deleted_at IS NULL),
      'deliveries', (SELECT json_build_object(${deliveries.join(', ')})
                     FROM (SELECT ${statusSql('d')} AS status FROM delivery d WHERE company_id = $1 AND ${isOpenSql('d')}) d),
      'response_overdue', (SELECT count(*) FROM action
                           WHERE company_id = $1 AND deleted_at IS NULL AND ${isResponseOverdueSql('action', '$2')})) AS counts`;
  return { text, values: [company, now] };
}
