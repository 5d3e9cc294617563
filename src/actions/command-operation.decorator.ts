import { applyDecorators, HttpCode, SetMetadata, type Type, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiHeader } from '@nestjs/swagger';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { EXAMPLE_DIFFERS } from '../openapi/complete-document.js';
import { Operation, PathId } from '../openapi/operation.decorator.js';
import { ActionDetailResponse } from './dto/action-detail.response.js';
import { allowedCommands, type Command, LIFECYCLE } from './action-lifecycle.js';
import { COMMAND, TransitionCounter } from './transition-counter.interceptor.js';

export const ActionIdParam = () => PathId('action_id', 'The action.');

/** A command's operation: which statuses it starts from and where it leads is told from the lifecycle table. */
export function CommandOperation(command: Command, meaning: string, input?: Type<object>) {
  const { from, to, repeatable } = LIFECYCLE[command];
  const again = repeatable
    ? ` One that is ${to} already stays as it is; the log gets its row all the same.`
    : '';
  return applyDecorators(
    HttpCode(200),
    SetMetadata(COMMAND, command),
    UseInterceptors(TransitionCounter, EtagInterceptor),
    ActionIdParam(),
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The `ETag` of the action as you read it: a change in the meantime is answered 412.',
    }),
    ...(input ? [ApiBody({ type: input, required: false, description: 'Every field is optional.' })] : []),
    Operation('decide', {
      id: `${command}Action`,
      summary: `${command[0]!.toUpperCase()}${command.slice(1)} an action`,
      description:
        `${meaning}\n\nFrom \`${from.join('`, `')}\` to \`${to}\`.${again} ` +
        'The change and its row in the approval log are stored together or not at all; of several simultaneous ' +
        'decisions on one action exactly one succeeds.',
      answers: ActionDetailResponse,
      gives: 'The action as it is now, with its approval log.',
      writes: true,
      problems: ['invalid_state', 'action_deleted', 'version_conflict'],
    }),
    ApiExtension(EXAMPLE_DIFFERS, {
      status: to,
      executed_at: to === 'completed' ? '2026-11-23T09:30:00.000Z' : null,
      allowed_actions: allowedCommands({ status: to, deletedAt: null }),
      version: 2,
      updated_at: '2026-11-23T09:30:00.000Z',
      approval_log: [{ command, from_status: 'proposed', to_status: to }],
    }),
  );
}
