import type { RowOf } from '../../database/row-of.js';
import type { ApprovalLog } from './approval-log.entity.js';

/** An entry of the approval log. Entries without the approver's name at that time have the current one. */
export type LogRow = Omit<RowOf<ApprovalLog>, 'created_at'> & {
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
