import { rowsWith } from '../../database/sql/keys.js';
import type { Listing } from '../../database/sql/select-page.js';
import { joinCustomer, joinInvoice } from '../../ledger/ledger-sql.js';
import type { ActionType } from '../lifecycle/statuses.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { ACTION_BYTES, ACTION_COLUMNS, type ActionRow, type InvoiceColumns } from './action-rows.js';

export const RECOMMENDATION_STATUSES = ['open', 'closed'] as const;

export interface RecommendationFilter {
  id?: string;
  source?: string;
  status?: (typeof RECOMMENDATION_STATUSES)[number];
  invoice_id?: string;
  customer_id?: string;
}

/** What a recommendation has in common with each of its alternatives. */
export type RecommendationRow = Pick<
  ActionRow,
  | 'company_id'
  | 'recommendation_id'
  | 'trigger_event'
  | 'trigger_event_label'
  | 'customer_id'
  | 'customer_name'
> &
  InvoiceColumns & {
    recommended_by: string;
    recommendation_dedupe_key: string | null;
    recommendation_expires_at: Date | null;
    recommendation_created_at: Date;
    recommendation_closed_at: Date | null;
  };

/** An alternative with the columns of its recommendation. */
export type AlternativeRow = ActionRow & RecommendationRow;

/** The alternatives of one recommendation in their current state, the recommended one first: one at least. */
export type RecommendationRows = AlternativeRow[];

const RECOMMENDATION_COLUMNS = `r.source AS recommended_by, r.dedupe_key AS recommendation_dedupe_key,
  r.expires_at AS recommendation_expires_at, r.created_at AS recommendation_created_at, r.closed_at AS recommendation_closed_at`;
const COLUMNS = `${ACTION_COLUMNS}, ${RECOMMENDATION_COLUMNS}`;
const ALTERNATIVES = 'JOIN action a ON a.company_id = r.company_id AND a.recommendation_id = r.id';

/** The rows of one recommendation. Parameters: company, id. */
export const ONE_RECOMMENDATION = `
  SELECT ${COLUMNS}
  FROM (SELECT * FROM ${rowsWith('recommendation', 'id = $2')}) r ${ALTERNATIVES} ${joinCustomer('a')} ${joinInvoice('a')}
  ORDER BY a.is_recommended DESC, a.id`;

/** The statement that lists the alternatives of the recommendations that match the filter, latest recommendation first. */
export function recommendationListingOf(company: CompanyId, filter: RecommendationFilter): Listing {
  const values: unknown[] = [company];
  const conditions = ['company_id = $1'];
  const bind = (column: string, value: unknown) => `${column} = $${values.push(value)}`;
  if (filter.source !== undefined) conditions.push(bind('source', filter.source));
  const keys = (['id', 'invoice_id', 'customer_id'] as const).flatMap((column) =>
    filter[column] === undefined ? [] : [bind(column, filter[column])],
  );
  if (filter.status) conditions.push(`closed_at IS ${filter.status === 'open' ? '' : 'NOT '}NULL`);
  return {
    from: keys.length > 0 ? rowsWith('recommendation', keys.join(' AND ')) : 'recommendation',
    where: conditions.join(' AND '),
    orderBy: 'created_at DESC, id DESC',
    columns: COLUMNS,
    joins: `JOIN action a USING (id) JOIN recommendation r ON r.company_id = a.company_id AND r.id = a.recommendation_id
      ${joinCustomer('a')} ${joinInvoice('a')}`,
    long: {
      joins: `JOIN recommendation r USING (id) ${ALTERNATIVES}`,
      id: 'a.id',
      row: 'JOIN action a USING (id)',
      orderBy: 'r.created_at DESC, r.id DESC, a.is_recommended DESC, a.id',
      bytes: ACTION_BYTES,
    },
    values,
  };
}

/** An alternative, for the events of its recommendation. */
export interface AlternativeReference {
  id: string;
  action_type: ActionType;
  is_recommended: boolean;
  description: string | null;
}

/** A recommendation as its events show it. */
export type RecommendationOfEvent = RecommendationRow & { actions: AlternativeReference[] };

/** Selects `RecommendationOfEvent`, in the order of the ids. Parameters: company, ids. */
export const RECOMMENDATIONS_OF_EVENTS = `
  SELECT r.company_id, r.id AS recommendation_id, r.customer_id, c.name AS customer_name, r.invoice_id, i.invoice_number,
    i.amount AS invoice_amount, i.currency AS invoice_currency, i.balance AS invoice_balance,
    i.due_on::text AS invoice_due_on, i.status AS invoice_status,
    ${RECOMMENDATION_COLUMNS}, a.*
  FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (key, place)
  CROSS JOIN LATERAL (SELECT * FROM ${rowsWith('recommendation', 'id = wanted.key')}) r
  ${joinCustomer('r')} ${joinInvoice('r')}
  CROSS JOIN LATERAL (
    SELECT min(trigger_event) AS trigger_event, min(trigger_event_label) AS trigger_event_label,
      json_agg(json_build_object('id', id, 'action_type', action_type, 'is_recommended', is_recommended,
        'description', description) ORDER BY is_recommended DESC, id) AS actions
    FROM ${rowsWith('action', 'recommendation_id = r.id')}
  ) a
  ORDER BY place`;
