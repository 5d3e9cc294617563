import type { RowOf } from '../../database/row-of.js';
import type { InvoiceStatus } from '../../ledger/invoice-status.js';
import { joinApprover, joinCustomer, joinInvoice } from '../../ledger/ledger-sql.js';
import type { Action } from '../store/action.entity.js';
import type { LogRow } from '../store/log-row.js';

/** The columns and joins of an `ActionRow`, for a statement that selects action ids as `k`. */
export const ACTION_COLUMNS = `
  a.*, c.name AS customer_name, i.invoice_number, i.amount AS invoice_amount, i.currency AS invoice_currency,
  i.due_on::text AS invoice_due_on, i.status AS invoice_status`;
export const ACTION_JOINS = `JOIN action a USING (id) ${joinCustomer('a')} ${joinInvoice('a')}`;

/** Actions with their logs, oldest entry first. One statement, so that both come from one snapshot. Parameters: company, ids. */
export const ACTION_DETAILS = `
  SELECT ${ACTION_COLUMNS}, (
    SELECT coalesce(json_agg(to_jsonb(l) || jsonb_build_object('approved_by_name', p.name) ORDER BY l.seq), '[]')
    FROM approval_log l ${joinApprover('l')}
    WHERE l.company_id = a.company_id AND l.action_id = a.id
  ) AS approval_log
  FROM (SELECT id FROM action WHERE company_id = $1 AND id = ANY ($2::uuid[])) k ${ACTION_JOINS}`;

/** The `invoice_…` columns are null if the action has no invoice. */
export type ActionRow = RowOf<Action> & {
  customer_name: string;
  invoice_number: string | null;
  invoice_amount: string | null;
  invoice_currency: string | null;
  invoice_due_on: string | null;
  invoice_status: InvoiceStatus | null;
};

export type ActionDetailRow = ActionRow & { approval_log: LogRow[] };
