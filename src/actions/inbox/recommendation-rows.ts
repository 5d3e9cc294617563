import type { Listing } from '../../database/sql/select-page.js';
import { joinCustomer, joinInvoice } from '../../ledger/ledger-sql.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { ACTION_COLUMNS, type ActionRow } from './action-rows.js';

export const RECOMMENDATION_STATUSES = ['open', 'closed'] as const;

export interface RecommendationFilter {
  source?: string;
  status?: (typeof RECOMMENDATION_STATUSES)[number];
  invoice_id?: string;
  customer_id?: string;
}

/** A recommendation and its alternatives in their current state, the recommended one first. */
export interface RecommendationRow {
  id: string;
  company_id: string;
  source: string;
  dedupe_key: string | null;
  expires_at: Date | null;
  created_at: Date;
  closed_at: Date | null;
  actions: ActionRow[];
}

/** An alternative with the columns of its recommendation. */
export type AlternativeRow = ActionRow & {
  recommended_by: string;
  recommendation_dedupe_key: string | null;
  recommendation_expires_at: Date | null;
  recommendation_created_at: Date;
  recommendation_closed_at: Date | null;
};

/** Selects an `AlternativeRow` for each alternative of the recommendations whose ids are `k`. */
const ALTERNATIVES = {
  columns: `${ACTION_COLUMNS}, r.source AS recommended_by, r.dedupe_key AS recommendation_dedupe_key,
    r.expires_at AS recommendation_expires_at, r.created_at AS recommendation_created_at,
    r.closed_at AS recommendation_closed_at`,
  joins: `JOIN recommendation r USING (id)
    JOIN action a ON a.company_id = r.company_id AND a.recommendation_id = r.id ${joinCustomer('a')} ${joinInvoice('a')}`,
  resultOrder: 'recommendation_created_at DESC, recommendation_id DESC, is_recommended DESC, id',
};

/** Parameters: company, id. */
export const ONE_RECOMMENDATION = `
  SELECT ${ALTERNATIVES.columns}
  FROM (SELECT id FROM recommendation WHERE company_id = $1 AND id = $2) k ${ALTERNATIVES.joins}
  ORDER BY a.is_recommended DESC, a.id`;

/** The statement that lists the recommendations that match the filter, latest first. */
export function recommendationListingOf(company: CompanyId, filter: RecommendationFilter): Listing {
  const values: unknown[] = [company];
  const conditions = ['company_id = $1'];
  for (const column of ['source', 'invoice_id', 'customer_id'] as const) {
    const value = filter[column];
    if (value !== undefined) conditions.push(`${column} = $${values.push(value)}`);
  }
  if (filter.status) conditions.push(`closed_at IS ${filter.status === 'open' ? '' : 'NOT '}NULL`);
  return {
    ...ALTERNATIVES,
    from: 'recommendation',
    where: conditions.join(' AND '),
    orderBy: 'created_at DESC, id DESC',
    values,
  };
}

/** Groups alternatives by recommendation; the rows of one follow each other. */
export function recommendationsOf(alternatives: readonly AlternativeRow[]): RecommendationRow[] {
  const recommendations: RecommendationRow[] = [];
  for (const row of alternatives) {
    const last = recommendations.at(-1);
    if (last?.id === row.recommendation_id) last.actions.push(row);
    else {
      recommendations.push({
        id: row.recommendation_id!,
        company_id: row.company_id,
        source: row.recommended_by,
        dedupe_key: row.recommendation_dedupe_key,
        expires_at: row.recommendation_expires_at,
        created_at: row.recommendation_created_at,
        closed_at: row.recommendation_closed_at,
        actions: [row],
      });
    }
  }
  return recommendations;
}
