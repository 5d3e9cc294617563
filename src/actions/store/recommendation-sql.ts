import { anyOf, IS_OF_COMPANY, rowsWith, rowsWithEach } from '../../database/sql/keys.js';
import { isUndecidedSql, isUnexpiredSql, isUnfinishedSql } from './action-conditions.js';

export const UNDECIDED_OF_RECOMMENDATIONS = `
  SELECT id FROM ${rowsWithEach('action', 'recommendation_id', '$2')} WHERE ${isUndecidedSql('action')}`;
export const UNFINISHED_ON_INVOICES = `
  SELECT id FROM ${rowsWithEach('action', 'invoice_id', '$2')} WHERE ${isUnfinishedSql('action')}`;

/**
 * Whatever else ends an action ends all undecided alternatives with it, so one that ended beside an undecided one was declined.
 * LATERAL, because a join of both tables without statistics would compare every recommendation with every action.
 */
export const OPEN_BY_INVOICE = `
  SELECT r.id, r.invoice_id AS "invoiceId", r.source, r.fingerprint,
    coalesce(a."hasUndecided", false) AS "hasUndecided", coalesce(a."hasUndecided" AND a."hasDecided", false) AS "isContinued"
  FROM unnest($2::uuid[]) AS wanted (key) CROSS JOIN LATERAL (
    SELECT * FROM recommendation WHERE ${IS_OF_COMPANY} AND invoice_id = wanted.key AND closed_at IS NULL OFFSET 0
  ) r CROSS JOIN LATERAL (
    SELECT bool_or(${isUndecidedSql('a')} AND ${isUnexpiredSql('a', '$3')}) AS "hasUndecided",
      bool_or(NOT (${isUndecidedSql('a')})) AS "hasDecided"
    FROM action a WHERE a.${IS_OF_COMPANY} AND a.recommendation_id = r.id
  ) a`;
/** The next invoices after $2 with an open recommendation of the source $3. By pairs, as the index has them. */
export const NEXT_RECOMMENDED = `
  SELECT invoice_id AS id FROM recommendation
  WHERE (company_id, invoice_id) > ($1, $2) AND (company_id, invoice_id) <= ($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    AND closed_at IS NULL AND source = $3
  ORDER BY company_id, invoice_id LIMIT $4`;
export const INVOICES_AT_WORK = `
  SELECT DISTINCT invoice_id AS id FROM ${rowsWithEach('action', 'invoice_id', '$2')}
  WHERE touched AND ${isUndecidedSql('action')} AND ${isUnexpiredSql('action', '$3')}`;
export const OPEN_ON_INVOICE = `
  SELECT id FROM recommendation WHERE ${IS_OF_COMPANY} AND closed_at IS NULL AND invoice_id = $2`;
export const OPEN_ON_CUSTOMER = `
  SELECT id FROM recommendation
  WHERE ${IS_OF_COMPANY} AND closed_at IS NULL AND invoice_id IS NULL AND customer_id = $2`;

/** The undecided actions on an invoice, or on a customer and all its invoices. */
export const UNDECIDED_ON_INVOICE = undecidedWith('invoice_id');
export const UNDECIDED_ON_ALL_OF_CUSTOMER = undecidedWith('customer_id');
function undecidedWith(column: 'invoice_id' | 'customer_id'): string {
  return `SELECT id FROM ${rowsWith('action', `${column} = $2`)} WHERE ${isUndecidedSql('action')}`;
}

/** Parameters: company, ids of invoices, ids of customers as a whole. */
export const UNDECIDED_ON = `
  SELECT id FROM ${rowsWithEach('action', 'invoice_id', '$2')} WHERE ${isUndecidedSql('action')}
  UNION ALL
  SELECT id FROM ${rowsWithEach('action', 'customer_id', '$3')} WHERE invoice_id IS NULL AND ${isUndecidedSql('action')}`;

/** The recommendations $2 with an action that a client has changed since a time. */
export const CHANGED_SINCE = `
  SELECT DISTINCT recommendation_id AS id FROM ${rowsWithEach('action', 'recommendation_id', '$2')}
  WHERE touched AND greatest(updated_at, deleted_at) >= $3`;

export const RECOMMEND = `UPDATE action SET is_recommended = true WHERE ${IS_OF_COMPANY} AND id = ${anyOf('$2')}`;
export const REOPEN = `UPDATE recommendation SET closed_at = NULL WHERE ${IS_OF_COMPANY} AND id = ${anyOf('$2')}`;
export const CLOSE = `
  UPDATE recommendation SET closed_at = $3 WHERE ${IS_OF_COMPANY} AND id = ANY (ARRAY(
    SELECT id FROM ${rowsWithEach('recommendation', 'id', '$2')} WHERE closed_at IS NULL)) RETURNING id`;
export const CLOSE_ON_INVOICES = `
  UPDATE recommendation SET closed_at = $3
  WHERE ${IS_OF_COMPANY} AND invoice_id = ${anyOf('$2')} AND closed_at IS NULL RETURNING id`;
