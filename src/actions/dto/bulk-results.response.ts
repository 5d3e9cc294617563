import { ApiProperty } from '@nestjs/swagger';
import { UuidField, BooleanField } from '../../api/response/response-fields.js';
import { type Problem, problemDocument, ProblemOrNull } from '../../problems/problem.js';
import type { BulkOutcome } from '../actions.service.js';
import { ActionDetailResponse } from './action-detail.response.js';

class BulkResult {
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
    type: [BulkResult],
    description: 'One result for each action, in the order of `ids`.',
  })
  results: BulkResult[];

  static from(outcomes: BulkOutcome[], requestId: string, now: Date): BulkResults {
    return {
      results: outcomes.map((outcome) =>
        'error' in outcome
          ? { id: outcome.id, ok: false, action: null, error: problemDocument(outcome.error, requestId) }
          : { id: outcome.id, ok: true, action: ActionDetailResponse.from(outcome.action, now), error: null },
      ),
    };
  }
}
