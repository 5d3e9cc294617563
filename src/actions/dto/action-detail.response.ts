import { ApiProperty } from '@nestjs/swagger';
import { LIMITS } from '../../limits.js';
import type { ActionDetailRow } from '../inbox/action-rows.js';
import { ActionResponse } from './action.response.js';
import { ApprovalLogEntry } from './approval-log-entry.response.js';

/** An action with its approval log. */
export class ActionDetailResponse extends ActionResponse {
  @ApiProperty({
    type: [ApprovalLogEntry],
    description: `The latest ${LIMITS.logEntries} entries of the approval log, oldest first. The paged log has all.`,
  })
  approval_log: ApprovalLogEntry[];

  static override from(row: ActionDetailRow, now: Date): ActionDetailResponse {
    return { ...ActionResponse.from(row, now), approval_log: row.approval_log.map(ApprovalLogEntry.from) };
  }
}
