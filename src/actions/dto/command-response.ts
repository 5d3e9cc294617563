import type { CommandResult } from '../actions.service.js';
import { ActionDetailResponse } from './action-detail.response.js';
import { ApprovedActionResponse } from './approved-action.response.js';
import { choosesAlternative } from '../lifecycle/refusals.js';
import type { Command } from '../lifecycle/transitions.js';

/** The response class of a command; the response to an approval contains warnings. */
export const commandResponseType = (command: Command) =>
  choosesAlternative(command) ? ApprovedActionResponse : ActionDetailResponse;

export const commandResponse = (command: Command, result: CommandResult, now: Date) =>
  choosesAlternative(command)
    ? ApprovedActionResponse.of(result, now)
    : ActionDetailResponse.from(result.action, now);
