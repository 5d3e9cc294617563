import { applyDecorators, HttpCode, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiExtension } from '@nestjs/swagger';
import { EXAMPLE_DIFFERS } from '../../api/openapi/complete-document.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import { ActionIdParam } from './action-id.decorator.js';
import { COMMAND_INPUTS } from '../dto/action-commands.dto.js';
import { ActionDetailResponse } from '../dto/action-detail.response.js';
import { COMMAND, TransitionCounter } from './transition-counter.interceptor.js';
import { allowedCommands } from '../lifecycle/refusals.js';
import type { ProblemCode } from '../../problems/domain-error.js';
import { type Command, COMMANDS, ruleOf } from '../lifecycle/transitions.js';
import type { Status } from '../lifecycle/statuses.js';

/** What a command does to the other alternatives of the recommendation; appended to its description. */
function alternativeEffects(command: Command): string {
  return ruleOf(command).choosesAlternative
    ? ' The undecided alternatives of the same recommendation are superseded: they are soft-deleted with the reason ' +
        '`alternative_chosen`.'
    : ' If the action was the recommended alternative, the next undecided one is recommended instead, with the reason ' +
        '`alternative_declined`.';
}

/** Only these commands end approved actions. */
function ofDelivery(command: Command): ProblemCode[] {
  if (!COMMANDS[command].from.some((status) => status === 'processing')) return [];
  return command === 'complete' ? ['delivery_in_progress', 'lease_not_held'] : ['delivery_in_progress'];
}

const FINAL_CONTENT = 'Hello Ms Okafor, …';
const FINAL_SUBJECT = 'Invoice INV-1042: when may we expect your payment?';
const EXAMPLE_TIME = '2026-11-23T09:30:00.000Z';

/**
 * Describes the operation of a command; the statuses come from `COMMANDS`.
 * @param effect the first sentences of the description
 */
export function CommandOperation(command: Command, effect: string) {
  const { from, to, repeatable, input } = COMMANDS[command];
  const repetition = repeatable
    ? ` Repeating the command on an action that is already \`${to}\` only adds a log entry.`
    : '';
  return applyDecorators(
    HttpCode(200),
    SetMetadata(COMMAND, command),
    UseInterceptors(TransitionCounter),
    ActionIdParam(),
    ...(input.length > 0 ? [commandBody(command)] : []),
    Operation(command === 'complete' ? ['decide', 'deliver'] : 'decide', {
      id: `${command}Action`,
      summary: `${command[0]!.toUpperCase()}${command.slice(1)} an action`,
      description:
        `${effect}\n\nAllowed from \`${from.join('`, `')}\`; the new status is \`${to}\`.${repetition}` +
        `${alternativeEffects(command)} The change and its log entry are committed together. ` +
        'Simultaneous commands on the same action are performed one after the other.',
      response: ActionDetailResponse,
      responseDescription: 'The action after the command, with its approval log.',
      writes: true,
      versioned: true,
      problems: [
        'invalid_state',
        'action_deleted',
        'approver_required',
        ...(command === 'reject' || command === 'cancel' ? [] : (['four_eyes'] as const)),
        ...ofDelivery(command),
      ],
    }),
    ApiExtension(EXAMPLE_DIFFERS, exampleOf(command)),
  );
}

const commandBody = (command: Command) =>
  ApiBody({ type: COMMAND_INPUTS[command], description: 'Every field is optional.' });

/** The example of the response to a request with every field of the command. */
function exampleOf(command: Command) {
  const { to, input }: { to: Status; input: readonly string[] } = COMMANDS[command];
  const ifAllowed = <T>(field: string, value: T): T | null => (input.includes(field) ? value : null);
  return {
    status: to,
    executed_at: to === 'completed' ? EXAMPLE_TIME : null,
    channel_id: ifAllowed('channel_id', 'thread_8f2c'),
    external_id: ifAllowed('external_id', 'crm-activity-20931'),
    response_deadline: ifAllowed('response_deadline', '2026-12-04T17:00:00.000Z'),
    ...(input.includes('final_content') && {
      effective_content: FINAL_CONTENT,
      effective_subject: FINAL_SUBJECT,
      metadata: { final_content: FINAL_CONTENT, final_subject: FINAL_SUBJECT },
    }),
    allowed_actions: allowedCommands(
      { status: to, deletedAt: null, expiresAt: null },
      new Date(EXAMPLE_TIME),
    ),
    version: 2,
    updated_at: EXAMPLE_TIME,
    evidence: null,
    approval_log: [
      {
        command,
        from_status: 'proposed',
        to_status: to,
        approved_by: ifAllowed('approved_by', '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f'),
        approved_by_name: ifAllowed('approved_by', 'Dana Whitfield'),
        approved_by_proof: ifAllowed('approved_by', 'claimed'),
        reason: ifAllowed('reason', 'The customer paid by cheque this morning.'),
        comment: ifAllowed('comment', 'Checked against the ledger.'),
        created_at: EXAMPLE_TIME,
      },
    ],
  };
}
