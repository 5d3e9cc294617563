import { ApiProperty } from '@nestjs/swagger';
import { UuidField, BooleanField } from '../../api/response/response-fields.js';
import { type Problem, problemDocument, ProblemOrNull } from '../../problems/problem.js';
import type { BulkResult } from '../actions.service.js';
import { ActionDetailResponse } from './action-detail.response.js';

class BulkResultResponse {
  @UuidField('The id of the action.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f809')
  id: string;

  @BooleanField('Whether the command succeeded on this action.', true)
  ok: boolean;

  @ApiProperty({
    type: ActionDetailResponse,
    nullable: true,
    description: 'The action after the command; null if the command failed.',
  })
  action: ActionDetailResponse | null;

  @ProblemOrNull('Why the command failed; null if it succeeded.')
  error: Problem | null;
}

export class BulkResults {
  @ApiProperty({
    type: [BulkResultResponse],
    description: 'One result for each action, in the order of `ids`.',
  })
  results: BulkResultResponse[];

  static from(results: BulkResult[], requestId: string, now: Date): BulkResults {
    return {
      results: results.map((result) =>
        'error' in result
          ? { id: result.id, ok: false, action: null, error: problemDocument(result.error, requestId) }
          : { id: result.id, ok: true, action: ActionDetailResponse.from(result.action, now), error: null },
      ),
    };
  }
}
