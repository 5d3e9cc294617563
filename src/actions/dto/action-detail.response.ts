import { ApiProperty } from '@nestjs/swagger';
import type { ActionDetailRow } from '../inbox/action-rows.js';
import { ActionResponse } from './action.response.js';
import { ApprovalLogEntry } from './approval-log-entry.response.js';

/** An action with its approval log. */
export class ActionDetailResponse extends ActionResponse {
  @ApiProperty({
    type: [ApprovalLogEntry],
    description: 'The approval log of the action, oldest entry first.',
  })
  approval_log: ApprovalLogEntry[];

  static override from(row: ActionDetailRow, now: Date): ActionDetailResponse {
    return { ...ActionResponse.from(row, now), approval_log: row.approval_log.map(ApprovalLogEntry.from) };
  }
}
