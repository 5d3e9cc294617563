import type { RowOf } from '../../../database/row-of.js';
import { jsonBytesSql, textBytesSql } from '../../../database/sql/stored-bytes.js';
import type { ApprovalLog } from './approval-log.entity.js';

/** An entry of the approval log. Entries without the approver's name at that time have the current one. */
export type LogRow = Omit<RowOf<ApprovalLog>, 'created_at'> & {
  /** A string if the row was read from `json_agg`. */
  created_at: Date | string;
  /** The new text of an edit of the draft, if the entry has only its SHA-256; otherwise null. */
  edited_content: string | null;
};

/** A log entry with the customer and the invoice of its action, as the ledger has them now. */
export type CompanyLogRow = LogRow & {
  customer_id: string;
  customer_name: string;
  invoice_id: string | null;
  invoice_number: string | null;
};

/** SQL: `edited_content` of an entry `l` of the action `a`. It is the text that the next edit replaced, or the current draft. */
export const EDITED_CONTENT = `
  CASE WHEN l.changes -> 'content' ? 'to_sha256' THEN coalesce((
    SELECT n.changes -> 'content' ->> 'from' FROM approval_log n
    WHERE n.company_id = l.company_id AND n.action_id = l.action_id AND n.seq > l.seq AND n.changes ? 'content'
    ORDER BY n.seq LIMIT 1
  ), a.content) END`;

/** SQL: the approximate bytes of an entry `l` in a response. Twice the changes, because the new text of an edit is added. */
export const LOG_ROW_BYTES = `
  1000 + ${textBytesSql('l.reason')} + ${textBytesSql('l.comment')} + 2 * ${jsonBytesSql('l.changes')}`;
