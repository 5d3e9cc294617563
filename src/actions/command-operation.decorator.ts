import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { Operation } from '../openapi/operation.decorator.js';
import { ActionDetailResponse } from './dto/action-detail.response.js';
import { type Command, LIFECYCLE } from './action-lifecycle.js';

export const ActionIdParam = () =>
  ApiParam({
    name: 'action_id',
    format: 'uuid',
    description: 'The action.',
    example: '019aaf30-5e6f-7081-92a3-b4c5d6e7f809',
  });

/** A command's operation: which statuses it starts from and where it leads is told from the lifecycle table. */
export function CommandOperation(command: Command, meaning: string) {
  const { from, to, repeatable } = LIFECYCLE[command];
  const again = repeatable
    ? ` One that is ${to} already stays as it is; the log gets its row all the same.`
    : '';
  return applyDecorators(
    HttpCode(200),
    ActionIdParam(),
    Operation('decide', {
      id: `${command}Action`,
      summary: `${command[0]!.toUpperCase()}${command.slice(1)} an action`,
      description:
        `${meaning}\n\nFrom \`${from.join('`, `')}\` to \`${to}\`.${again} ` +
        'The change and its row in the approval log are stored together or not at all; of several simultaneous ' +
        'decisions on one action exactly one succeeds.',
      answers: ActionDetailResponse,
      takesBody: true,
      problems: ['invalid_state', 'action_deleted'],
    }),
  );
}
