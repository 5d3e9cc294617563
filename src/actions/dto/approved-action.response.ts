import { ApiPropertyOptional } from '@nestjs/swagger';
import { TextField } from '../../api/response/response-fields.js';
import type { CommandResult } from '../actions.service.js';
import { type Warning, WARNINGS, type WarningCode } from '../lifecycle/warnings.js';
import { ActionDetailResponse } from './action-detail.response.js';

class WarningResponse implements Warning {
  @TextField(
    `The code of the warning. ${Object.entries(WARNINGS)
      .map(([code, meaning]) => `\`${code}\`: ${meaning}.`)
      .join(' ')}`,
    'recently_contacted',
    { enum: Object.keys(WARNINGS) },
  )
  code: WarningCode;

  @TextField('The warning in one sentence.', 'The customer was last contacted on 2026-11-20.')
  detail: string;
}

/** An approved action, with the warnings of the approval. */
export class ApprovedActionResponse extends ActionDetailResponse {
  @ApiPropertyOptional({
    type: [WarningResponse],
    description: 'The warnings of the approval, which do not prevent it; left out if there are none.',
  })
  warnings?: Warning[];

  static of({ action, warnings }: CommandResult, now: Date): ApprovedActionResponse {
    return { ...ActionDetailResponse.from(action, now), ...(warnings.length > 0 && { warnings }) };
  }
}
