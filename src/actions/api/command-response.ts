import type { ActionDetailRow } from '../inbox/action-rows.js';
import { choosesAlternative, type Command } from '../lifecycle/transition.js';
import type { Warning } from '../lifecycle/warnings.js';
import { ActionDetailResponse } from '../dto/action-detail.response.js';
import { ApprovedActionResponse } from '../dto/approved-action.response.js';

/** Whoever choosesAlternative is told what to think over. */
export const answersOf = (command: Command) =>
  choosesAlternative(command) ? ApprovedActionResponse : ActionDetailResponse;

export const answerTo = (command: Command, done: { action: ActionDetailRow; warnings: Warning[] }) =>
  choosesAlternative(command) ? ApprovedActionResponse.of(done) : ActionDetailResponse.from(done.action);
