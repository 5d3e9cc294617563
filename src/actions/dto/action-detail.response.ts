import { ApiProperty } from '@nestjs/swagger';
import { ANY_JSON } from '../../input/any-json.js';
import { BooleanField, Nullable, TextField } from '../../api/response/response-fields.js';
import { LIMITS } from '../../limits.js';
import type { ActionDetailRow } from '../inbox/action-rows.js';
import { ActionResponse } from './action.response.js';
import { ApprovalLogEntry } from './approval-log-entry.response.js';

/** An action with its evidence and its approval log. */
export class ActionDetailResponse extends ActionResponse {
  @ApiProperty({
    ...ANY_JSON,
    example: [{ source: 'payment history', fact: 'The last three invoices were paid after the first call.' }],
    description:
      'The evidence that the recommendation’s source sent, unchanged; null if not given. Lists leave it out.',
  })
  evidence: unknown;

  @TextField(
    'The SHA-256, in hexadecimal, of the approved message; null if the action was not approved. It is over the canonical JSON (sorted ' +
      'keys, no spaces) of `invoices` (ids), `to`, `cc`, `subject`, `content_sha256` and `attachments` (empty). A message with ' +
      'another hash must not be sent.',
    null,
    Nullable,
  )
  approved_sha256: string | null;

  @ApiProperty({
    type: [ApprovalLogEntry],
    description: `The latest entries of the approval log, oldest first: at most ${LIMITS.logEntries}, fewer if they are long.`,
  })
  approval_log: ApprovalLogEntry[];

  @BooleanField('Whether `approval_log` lacks older entries, which `GET …/log` has.', false)
  approval_log_truncated: boolean;

  static override from(row: ActionDetailRow, now: Date): ActionDetailResponse {
    return {
      ...ActionResponse.from(row, now),
      evidence: row.evidence,
      approved_sha256: row.approved_sha256,
      approval_log: row.log.entries.map(ApprovalLogEntry.from),
      approval_log_truncated: row.log.isTruncated,
    };
  }
}
