import type { InvoiceStatus } from '../../ledger/invoice.entity.js';
import type { ActionType } from '../store/action.entity.js';
import type { DraftChanges } from '../lifecycle/edits.js';
import { type TransitionName, type Status, UNDECIDED } from '../lifecycle/transition.js';

/** The joins and columns that every view of an action needs, for a query whose keys are `k`. */
export const ACTION_COLUMNS = `
  a.*, c.name AS customer_name, i.invoice_number, i.amount AS invoice_amount, i.currency AS invoice_currency,
  i.due_on::text AS invoice_due_on, i.status AS invoice_status`;
export const ACTION_JOINS = `
  JOIN action a USING (id)
  JOIN customer c ON c.company_id = a.company_id AND c.id = a.customer_id
  LEFT JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id`;

/**
 * Actions with their logs, oldest entry first, in one statement and so of one moment: $1 is the company, $2 the ids.
 */
export const ACTION_DETAILS = `
  SELECT ${ACTION_COLUMNS}, (
    SELECT coalesce(json_agg(to_jsonb(l) || jsonb_build_object('approved_by_name', p.name) ORDER BY l.seq), '[]')
    FROM approval_log l
    LEFT JOIN company_contact p ON p.company_id = l.company_id AND p.id = l.approved_by
    WHERE l.company_id = a.company_id AND l.action_id = a.id
  ) AS approval_log
  FROM (SELECT id FROM action WHERE company_id = $1 AND id = ANY ($2::uuid[])) k ${ACTION_JOINS}`;

/** That an action has reached its customer: an e-mail or a call that was approved or done, at its history_at; not by waiting. */
export const CONTACT = (alias: string): string =>
  `${alias}.action_type IN ('email', 'call') AND ${alias}.status IN ('processing', 'completed')
   AND ${alias}.recommendation <> 'wait_for_customer'`;

/** That an action waits for a decision. */
export const UNDECIDED_ONLY = (alias: string): string =>
  `${alias}.status IN (${UNDECIDED.map((status) => `'${status}'`).join(', ')}) AND ${alias}.deleted_at IS NULL`;

/** That a proposal holds at a time. */
export const UNEXPIRED = (alias: string, now: string): string =>
  `(${alias}.expires_at IS NULL OR ${alias}.expires_at > ${now}::timestamptz)`;

export interface ActionRow {
  id: string;
  company_id: string;
  recommendation_id: string | null;
  customer_id: string;
  customer_name: string;
  invoice_id: string | null;
  invoice_number: string;
  invoice_amount: string;
  invoice_currency: string;
  invoice_due_on: string;
  invoice_status: InvoiceStatus;
  action_type: ActionType;
  status: Status;
  description: string;
  recommendation: string;
  recommendation_label: string;
  trigger_event: string;
  trigger_event_label: string;
  is_recommended: boolean;
  action_required: boolean;
  urgency_score: number;
  confidence: number | null;
  reasoning: string | null;
  subject: string | null;
  content: string | null;
  evidence: unknown;
  scheduled_for: Date;
  expires_at: Date | null;
  executed_at: Date | null;
  channel_id: string | null;
  external_id: string | null;
  response_deadline: Date | null;
  metadata: Record<string, unknown>;
  version: number;
  deleted_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

export interface LogRow {
  id: string;
  command: TransitionName;
  from_status: Status;
  to_status: Status;
  approved_by: string | null;
  approved_by_name: string | null;
  actor: string;
  reason: string | null;
  comment: string | null;
  content_sha256: string | null;
  changes: DraftChanges | null;
  request_id: string | null;
  /** A text where JSON says it. */
  created_at: string | Date;
}

export type CompanyLogRow = LogRow & { action_id: string };

export type ActionDetailRow = ActionRow & { approval_log: LogRow[] };
