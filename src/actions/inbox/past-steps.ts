import { rowsWithEach } from '../../database/sql/keys.js';
import { joinInvoice } from '../../ledger/ledger-sql.js';
import type { ActionType } from '../lifecycle/statuses.js';

/** A step on an invoice that a person took or declined. */
export interface PastStep {
  /** The recommended step, as a code. */
  code: string;
  label: string;
  actionType: ActionType;
  /** Whether it was approved, sent or completed; false if it was rejected, cancelled or deleted by a person. */
  isDone: boolean;
  /** The day, in UTC, YYYY-MM-DD. */
  on: string;
  /** The day of the response deadline, in UTC, YYYY-MM-DD; null without one. */
  respondsBy: string | null;
}

const TIME = 'coalesce(a.deleted_at, a.history_at)';

/**
 * The steps on the open invoices $2 of the company $1, oldest first. What the system cancelled or superseded was not declined by a
 * person. If the ledger transfers an invoice to another customer, that customer was not contacted yet.
 */
export const PAST_STEPS = `
  SELECT a.invoice_id AS "invoiceId", a.recommendation AS code, a.recommendation_label AS label,
    a.action_type AS "actionType", a.status IN ('processing', 'completed') AS "isDone", (${TIME} AT TIME ZONE 'UTC')::date::text AS "on",
    (a.response_deadline AT TIME ZONE 'UTC')::date::text AS "respondsBy"
  FROM (SELECT action.* FROM ${rowsWithEach('action', 'invoice_id', '$2')}) a ${joinInvoice('a')}
  WHERE i.status = 'open' AND i.customer_id = a.customer_id AND (
    a.status IN ('processing', 'completed')
    OR a.touched AND a.status = 'cancelled' AND EXISTS (
      SELECT FROM approval_log l WHERE l.company_id = a.company_id AND l.action_id = a.id
        AND l.to_status = 'cancelled' AND l.from_status <> 'cancelled' AND l.actor <> 'system')
    OR a.touched AND a.deleted_at IS NOT NULL AND (
      SELECT l.command FROM approval_log l WHERE l.company_id = a.company_id AND l.action_id = a.id
      ORDER BY l.seq DESC LIMIT 1) = 'delete')
  ORDER BY ${TIME}, a.id`;
