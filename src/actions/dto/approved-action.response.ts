import { ApiPropertyOptional } from '@nestjs/swagger';
import { TextField } from '../../api/response/response-fields.js';
import type { CommandResult } from '../actions.service.js';
import { type Warning, WARNINGS, type WarningCode } from '../lifecycle/warnings.js';
import { ActionDetailResponse } from './action-detail.response.js';

class WarningResponse implements Warning {
  @TextField(
    `What it is about, for programs. ${Object.entries(WARNINGS)
      .map(([code, meaning]) => `\`${code}\`: ${meaning}.`)
      .join(' ')}`,
    'recently_contacted',
    { enum: Object.keys(WARNINGS) },
  )
  code: WarningCode;

  @TextField('What it is about, for people.', 'The customer was last contacted on 2026-11-20.')
  detail: string;
}

/** An action that was just approved, and what whoever did so should know. */
export class ApprovedActionResponse extends ActionDetailResponse {
  @ApiPropertyOptional({
    type: [WarningResponse],
    description: 'What to think over: it was approved all the same. Only there where there is something.',
  })
  warnings?: Warning[];

  static of({ action, warnings }: CommandResult, now: Date): ApprovedActionResponse {
    return { ...ActionDetailResponse.from(action, now), ...(warnings.length > 0 && { warnings }) };
  }
}
