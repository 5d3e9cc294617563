import type { RowOf } from '../../database/row-of.js';
import type { ApprovalLog } from './approval-log.entity.js';

/** An entry of the approval log with the name of the approver. */
export type LogRow = Omit<RowOf<ApprovalLog>, 'created_at'> & {
  approved_by_name: string | null;
  /** A string if the row was read from `json_agg`. */
  created_at: Date | string;
};

/** A log entry with the customer and the invoice of its action, as the ledger has them now. */
export type CompanyLogRow = LogRow & {
  customer_id: string;
  customer_name: string;
  invoice_id: string | null;
  invoice_number: string | null;
};
