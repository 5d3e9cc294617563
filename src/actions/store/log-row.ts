import type { RowOf } from '../../database/row-of.js';
import type { ApprovalLog } from './approval-log.entity.js';

/** An entry of the approval log as views show it. */
export type LogRow = Omit<RowOf<ApprovalLog>, 'created_at'> & {
  approved_by_name: string | null;
  /** A string where it comes out of JSON. */
  created_at: Date | string;
};
