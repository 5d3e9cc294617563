import {
  applyDecorators,
  Body,
  Controller,
  HttpCode,
  Post,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Bulk } from '../../api/request/bulk.decorator.js';
import { LIMITS } from '../../limits.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import { ActorOf, CompanyOf } from '../../api/access/caller.decorator.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { ActionsService } from '../actions.service.js';
import {
  BulkApproveInput,
  BulkCancelInput,
  BulkCompleteInput,
  type BulkInput,
  BulkRejectInput,
  BulkSendInput,
} from '../dto/bulk-commands.dto.js';
import { BulkResults } from '../dto/bulk-results.response.js';
import { COMMAND, TransitionCounter } from './transition-counter.interceptor.js';
import type { Command, CommandInput } from '../lifecycle/transitions.js';
import type { Actor } from '../../tenancy/caller.js';

const BulkOperation = (command: Command) =>
  applyDecorators(
    HttpCode(200),
    Bulk(),
    SetMetadata(COMMAND, command),
    UseInterceptors(TransitionCounter),
    Operation('decide', {
      id: `bulk${command[0]!.toUpperCase()}${command.slice(1)}Actions`,
      summary: `${command[0]!.toUpperCase()}${command.slice(1)} several actions`,
      description:
        `Performs \`${command}\` with the same input on up to ${LIMITS.bulkActions} actions, in the order of \`ids\`, with the effects of ` +
        `\`${command}Action\`. Each succeeds or fails by itself; the status is 200 either way. Results of more than 8 MB are ` +
        `refused as a whole, with 413.`,
      response: BulkResults,
      responseDescription: 'One result for each action, in the order of `ids`.',
      writes: true,
    }),
  );

@ApiTags('Actions')
@Controller('api/companies/:company_id/actions/bulk')
export class BulkActionsController {
  constructor(
    private readonly actions: ActionsService,
    private readonly clock: Clock,
  ) {}

  @Post('approve')
  @BulkOperation('approve')
  approve(@CompanyOf() company: CompanyId, @Body() input: BulkApproveInput, @ActorOf() actor: Actor) {
    return this.perform(company, 'approve', input, actor);
  }

  @Post('reject')
  @BulkOperation('reject')
  reject(@CompanyOf() company: CompanyId, @Body() input: BulkRejectInput, @ActorOf() actor: Actor) {
    return this.perform(company, 'reject', input, actor);
  }

  @Post('send')
  @BulkOperation('send')
  send(@CompanyOf() company: CompanyId, @Body() input: BulkSendInput, @ActorOf() actor: Actor) {
    return this.perform(company, 'send', input, actor);
  }

  @Post('cancel')
  @BulkOperation('cancel')
  cancel(@CompanyOf() company: CompanyId, @Body() input: BulkCancelInput, @ActorOf() actor: Actor) {
    return this.perform(company, 'cancel', input, actor);
  }

  @Post('complete')
  @BulkOperation('complete')
  complete(@CompanyOf() company: CompanyId, @Body() input: BulkCompleteInput, @ActorOf() actor: Actor) {
    return this.perform(company, 'complete', input, actor);
  }

  private async perform(
    company: CompanyId,
    command: Command,
    { ids, versions = {}, ...input }: BulkInput & CommandInput,
    actor: Actor,
  ) {
    const read = Object.entries(versions).map(([id, version]) => [id.toLowerCase(), version] as const);
    const results = await this.actions.performAll(company, ids, command, input, actor, new Map(read));
    return BulkResults.from(results, actor.requestId!, this.clock.now());
  }
}
