import { applyDecorators, HttpCode, SetMetadata, type Type, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiExtension } from '@nestjs/swagger';
import { EXAMPLE_DIFFERS } from '../../api/openapi/complete-document.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import { ActionIdParam } from './action-id.decorator.js';
import { commandResponseType } from '../dto/command-response.js';
import { COMMAND, TransitionCounter } from './transition-counter.interceptor.js';
import { allowedCommands, choosesAlternative } from '../lifecycle/refusals.js';
import { type Command, COMMANDS } from '../lifecycle/transitions.js';
import type { Status } from '../lifecycle/statuses.js';

/** What comes with an approval, and the document says of it. */
export const CHOICE =
  ' The other alternatives of its recommendation that wait for a decision are soft-deleted with it, for the reason ' +
  '`alternative_chosen`. `warnings` tells what to think over, such as a customer who was contacted within seven days.';

const DONE_AT = '2026-11-23T09:30:00.000Z';

/** A command's operation: which statuses it starts from and where it leads is told from the lifecycle table. */
export function CommandOperation(command: Command, meaning: string, input?: Type<object>) {
  const { from, to, repeatable } = COMMANDS[command];
  const again = repeatable
    ? ` One that is ${to} already stays as it is; the log gets its row all the same.`
    : '';
  return applyDecorators(
    HttpCode(200),
    SetMetadata(COMMAND, command),
    UseInterceptors(TransitionCounter),
    ActionIdParam(),
    ...(input ? [ApiBody({ type: input, required: false, description: 'Every field is optional.' })] : []),
    Operation('decide', {
      id: `${command}Action`,
      summary: `${command[0]!.toUpperCase()}${command.slice(1)} an action`,
      description:
        `${meaning}\n\nFrom \`${from.join('`, `')}\` to \`${to}\`.${again}${choosesAlternative(command) ? CHOICE : ''} ` +
        'The change and its row in the approval log are stored together or not at all; of several simultaneous ' +
        'decisions on one action exactly one succeeds.',
      response: commandResponseType(command),
      responseDescription: 'The action as it is now, with its approval log.',
      writes: true,
      versioned: true,
      problems: ['invalid_state', 'action_deleted'],
    }),
    ApiExtension(EXAMPLE_DIFFERS, exampleOf(command)),
  );
}

/** What the answer to the command looks like where all that it takes was sent along. */
function exampleOf(command: Command) {
  const { to, input }: { to: Status; input: readonly string[] } = COMMANDS[command];
  const given = <T>(field: string, value: T): T | null => (input.includes(field) ? value : null);
  return {
    status: to,
    executed_at: to === 'completed' ? DONE_AT : null,
    channel_id: given('channel_id', 'thread_8f2c'),
    external_id: given('external_id', 'crm-activity-20931'),
    response_deadline: given('response_deadline', '2026-12-04T17:00:00.000Z'),
    metadata: given('final_content', { final_content: 'Hello Ms Okafor, …' }) ?? {},
    allowed_actions: allowedCommands({ status: to, deletedAt: null, expiresAt: null }, new Date(DONE_AT)),
    version: 2,
    updated_at: DONE_AT,
    approval_log: [
      {
        command,
        from_status: 'proposed',
        to_status: to,
        approved_by: given('approved_by', '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f'),
        approved_by_name: given('approved_by', 'Dana Whitfield'),
        reason: given('reason', 'The customer paid by cheque this morning.'),
        comment: given('comment', 'Checked against the ledger.'),
        created_at: DONE_AT,
      },
    ],
  };
}
