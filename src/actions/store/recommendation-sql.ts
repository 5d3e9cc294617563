import { isUndecidedSql, isUnexpiredSql, isUnfinishedSql } from './action-conditions.js';

export const UNDECIDED_OF_RECOMMENDATIONS = `
  SELECT id FROM action a WHERE company_id = $1 AND recommendation_id = ANY ($2) AND ${isUndecidedSql('a')}`;
export const UNFINISHED_ON_INVOICES = `
  SELECT id FROM action a WHERE company_id = $1 AND invoice_id = ANY ($2) AND ${isUnfinishedSql('a')}`;

/** Whatever else ends an action ends all undecided alternatives with it, so one that ended beside an undecided one was declined. */
export const OPEN_BY_INVOICE = `
  SELECT r.id, r.invoice_id AS "invoiceId", r.source, r.fingerprint,
    undecided.recommendation_id IS NOT NULL AS "hasUndecided",
    undecided.recommendation_id IS NOT NULL AND EXISTS (
      SELECT FROM action a WHERE a.company_id = r.company_id AND a.recommendation_id = r.id AND NOT (${isUndecidedSql('a')})
    ) AS "isContinued"
  FROM recommendation r LEFT JOIN (
    SELECT DISTINCT a.recommendation_id FROM action a
    WHERE a.company_id = $1 AND a.recommendation_id IS NOT NULL
      AND ${isUndecidedSql('a')} AND ${isUnexpiredSql('a', '$2')}
  ) undecided ON undecided.recommendation_id = r.id
  WHERE r.company_id = $1 AND r.closed_at IS NULL AND r.invoice_id IS NOT NULL`;
export const HELD_INVOICES = `
  SELECT DISTINCT invoice_id AS id FROM action a
  WHERE company_id = $1 AND invoice_id IS NOT NULL AND touched AND ${isUndecidedSql('a')} AND ${isUnexpiredSql('a', '$2')}`;
export const OPEN_ON_INVOICE = `
  SELECT id FROM recommendation WHERE company_id = $1 AND closed_at IS NULL AND invoice_id = $2`;
export const OPEN_ON_CUSTOMER = `
  SELECT id FROM recommendation
  WHERE company_id = $1 AND closed_at IS NULL AND invoice_id IS NULL AND customer_id = $2`;

/** Parameters: company, ids of invoices, ids of customers as a whole. */
export const UNDECIDED_ON = `
  SELECT id FROM action a WHERE company_id = $1 AND invoice_id = ANY ($2::uuid[]) AND ${isUndecidedSql('a')}
  UNION ALL
  SELECT id FROM action a
  WHERE company_id = $1 AND customer_id = ANY ($3::uuid[]) AND invoice_id IS NULL AND ${isUndecidedSql('a')}`;

/** The recommendations $2 with an action that a client has changed since a time. */
export const CHANGED_SINCE = `
  SELECT DISTINCT recommendation_id AS id FROM action
  WHERE company_id = $1 AND recommendation_id = ANY ($2::uuid[]) AND touched AND greatest(updated_at, deleted_at) >= $3`;

export const RECOMMEND = 'UPDATE action SET is_recommended = true WHERE company_id = $1 AND id = ANY ($2)';
export const REOPEN = 'UPDATE recommendation SET closed_at = NULL WHERE company_id = $1 AND id = ANY ($2)';
export const closeBy = (column: 'id' | 'invoice_id') => `
  UPDATE recommendation SET closed_at = $3
  WHERE company_id = $1 AND ${column} = ANY ($2) AND closed_at IS NULL`;
