import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { UuidField, BooleanField } from '../../api/response/response-fields.js';
import { type Problem, problemDocument, ProblemOrNull } from '../../problems/problem.js';
import type { BulkResult } from '../actions.service.js';
import { commandResponse } from './command-response.js';
import { ActionDetailResponse } from './action-detail.response.js';
import { ApprovedActionResponse } from './approved-action.response.js';
import type { Command } from '../lifecycle/transitions.js';

/** The response class of a bulk command: one result for each action, in the order of the ids. */
function bulkResultsOf<Action>(action: Type<Action>, name: string) {
  class Result {
    @UuidField('The id of the action.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f809')
    id: string;

    @BooleanField('Whether the command succeeded on this action.', true)
    ok: boolean;

    @ApiProperty({
      type: action,
      nullable: true,
      description: 'The action after the command; null if the command failed.',
    })
    action: Action | null;

    @ProblemOrNull('Why the command failed; null if it succeeded.')
    error: Problem | null;
  }
  Object.defineProperty(Result, 'name', { value: `${name}Result` });
  class Results {
    @ApiProperty({ type: [Result], description: 'One result for each action, in the order of `ids`.' })
    results: Result[];
  }
  Object.defineProperty(Results, 'name', { value: `${name}Results` });
  return Results;
}

export const BulkApproveResults = bulkResultsOf(ApprovedActionResponse, 'BulkApprove');
export const BulkResults = bulkResultsOf(ActionDetailResponse, 'Bulk');

export const bulkResultsFrom = (command: Command, results: BulkResult[], requestId: string, now: Date) => ({
  results: results.map((result) =>
    'error' in result
      ? { id: result.id, ok: false, action: null, error: problemDocument(result.error, requestId) }
      : { id: result.id, ok: true, action: commandResponse(command, result, now), error: null },
  ),
});
