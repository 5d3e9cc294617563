import type { ActionDetailRow } from '../inbox/action-rows.js';
import { chooses, type Command } from '../lifecycle/transition.js';
import type { Warning } from '../lifecycle/approval-warnings.js';
import { ActionDetailResponse } from '../dto/action-detail.response.js';
import { ApprovedActionResponse } from '../dto/approved-action.response.js';

/** Whoever chooses is told what to think over. */
export const answersOf = (command: Command) =>
  chooses(command) ? ApprovedActionResponse : ActionDetailResponse;

export const answerTo = (command: Command, done: { action: ActionDetailRow; warnings: Warning[] }) =>
  chooses(command) ? ApprovedActionResponse.of(done) : ActionDetailResponse.from(done.action);
