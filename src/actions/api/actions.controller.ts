import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { AllowedVersions } from '../../api/request/request-headers.js';
import { ListResponses } from '../../api/export/list-responses.js';
import { EXPORT_TYPES, LIST_TEXT } from '../../api/export/export-text.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import { ActorOf, type CallerRequest, CompanyOf } from '../../api/access/caller.decorator.js';
import { filterOf } from '../../input/list.query.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { ActionId, ActionIdParam } from './action-id.decorator.js';
import { ActionsService } from '../actions.service.js';
import { CommandOperation } from './command-operation.decorator.js';
import {
  ApproveInput,
  CancelInput,
  CompleteInput,
  RejectInput,
  SendInput,
} from '../dto/action-commands.dto.js';
import { ActionCountsResponse } from '../dto/action-counts.response.js';
import { ActionEventData } from '../dto/action-event-data.response.js';
import { RecommendationEventData } from '../dto/recommendation-event-data.response.js';
import { ActionDetailResponse } from '../dto/action-detail.response.js';
import { ActionPage } from '../dto/action-page.response.js';
import { ACTION_CSV } from '../dto/action-csv.js';
import { selectFields } from '../dto/action-fields.js';
import { ActionResponse } from '../dto/action.response.js';
import { ListActionsQuery } from '../dto/list-actions.query.js';
import type { ActionRow } from '../inbox/action-rows.js';
import type { ActionFilter } from '../inbox/list-query.js';
import type { Command, CommandInput } from '../lifecycle/transitions.js';
import type { Actor } from '../../tenancy/caller.js';

@ApiTags('Actions')
@ApiExtraModels(ActionEventData, RecommendationEventData)
@Controller('api/companies/:company_id/actions')
export class ActionsController {
  constructor(
    private readonly actions: ActionsService,
    private readonly lists: ListResponses,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Operation('read', {
    id: 'listActions',
    summary: 'List actions',
    description:
      'Returns one page of the company’s actions that match every given filter. `category` selects an inbox tab and its order. ' +
      'The order is total: as long as the data does not change, every action is on exactly one page. ' +
      LIST_TEXT,
    response: ActionPage,
    responseDescription: 'One page of actions.',
    paged: true,
    alsoAs: EXPORT_TYPES,
  })
  list(@CompanyOf() company: CompanyId, @Query() query: ListActionsQuery, @Req() request: CallerRequest) {
    const now = this.clock.now();
    const filter: ActionFilter = filterOf(query);
    return this.lists.of(request, query, {
      name: 'actions',
      page: (page) => this.actions.list(company, filter, page, now),
      after: (cursor) => this.actions.listAfter(company, filter, cursor, now),
      all: () => this.actions.all(company, filter, now),
      toItem: (row: ActionRow) => selectFields(ActionResponse.from(row, now), query.fields),
      csv: ACTION_CSV,
    });
  }

  @Get('counts')
  @Operation('read', {
    id: 'countActions',
    summary: 'Count actions',
    description:
      'Returns the number of actions in each inbox tab and in each status, as the lists count them. `alternatives` counts the ' +
      'actions on all invoices. Deleted actions count only in `history`.',
    response: ActionCountsResponse,
    responseDescription: 'The numbers of actions.',
  })
  counts(@CompanyOf() company: CompanyId): Promise<ActionCountsResponse> {
    return this.actions.counts(company);
  }

  @Get(':action_id')
  @ActionIdParam()
  @Operation('read', {
    id: 'getAction',
    summary: 'Get an action',
    description: 'Returns an action with its approval log, in any status, including deleted actions.',
    response: ActionDetailResponse,
    responseDescription: 'The action with its approval log.',
    versioned: true,
  })
  async get(@CompanyOf() company: CompanyId, @ActionId() id: string) {
    return ActionDetailResponse.from(await this.actions.get(company, id), this.clock.now());
  }

  @Post(':action_id/approve')
  @CommandOperation(
    'approve',
    'Approves the action, with `final_subject` and `final_content` if given, otherwise with the draft. An e-mail is then sent to its ' +
      'recipients as soon as the delivery settings allow, unless its reason is gone by then; `delivery` shows how far that is. With the ' +
      'setting `delivery: external`, and for calls and tasks, a client claims the action and delivers it.',
  )
  approve(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() input: ApproveInput,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    return this.perform(company, id, 'approve', input, actor, versions);
  }

  @Post(':action_id/reject')
  @CommandOperation('reject', 'Rejects the action.')
  reject(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() input: RejectInput,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    return this.perform(company, id, 'reject', input, actor, versions);
  }

  @Post(':action_id/send')
  @CommandOperation('send', 'Records that you sent the message yourself. Daybook does not send it.')
  send(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() input: SendInput,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    return this.perform(company, id, 'send', input, actor, versions);
  }

  @Post(':action_id/cancel')
  @CommandOperation('cancel', 'Cancels the action, even if it was approved.')
  cancel(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() input: CancelInput,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    return this.perform(company, id, 'cancel', input, actor, versions);
  }

  @Post(':action_id/complete')
  @CommandOperation(
    'complete',
    'Records that a task, a call or an approved action was done outside Daybook. A token that has claimed the action reports with it ' +
      'that it was delivered; with the scope `deliver` alone, a token completes only what it has claimed.',
  )
  complete(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() input: CompleteInput,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    return this.perform(company, id, 'complete', input, actor, versions);
  }

  private async perform(
    company: CompanyId,
    id: string,
    command: Command,
    input: CommandInput,
    actor: Actor,
    versions?: number[],
  ) {
    const action = await this.actions.perform(company, id, command, input, actor, versions);
    return ActionDetailResponse.from(action, this.clock.now());
  }
}
