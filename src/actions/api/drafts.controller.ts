import { applyDecorators, Body, Controller, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AllowedVersions } from '../../api/request/request-headers.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import { ActorOf, CompanyOf } from '../../api/access/caller.decorator.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { SerializePerCompany } from '../../api/request/serialize-per-company.decorator.js';
import { Clock } from '../../time/clock.js';
import { ActionId, ActionIdParam } from './action-id.decorator.js';
import { ActionDetailResponse } from '../dto/action-detail.response.js';
import { EditActionInput } from '../dto/edit-action.dto.js';
import { DraftsService } from '../drafts.service.js';
import type { Actor } from '../../tenancy/caller.js';

const DraftOperation = (id: string, summary: string, description: string) =>
  applyDecorators(
    HttpCode(200),
    ActionIdParam(),
    Operation('decide', {
      id,
      summary,
      description: `${description} The change and its row in the approval log are stored together or not at all.`,
      response: ActionDetailResponse,
      responseDescription: 'The action as it is now, with its approval log.',
      writes: true,
      versioned: true,
      problems: ['invalid_state', 'action_deleted'],
    }),
  );

@ApiTags('Actions')
@Controller('api/companies/:company_id/actions/:action_id')
export class DraftsController {
  constructor(
    private readonly drafts: DraftsService,
    private readonly clock: Clock,
  ) {}

  @Patch()
  @DraftOperation(
    'editAction',
    'Edit an action',
    'Rewrites a proposed or scheduled action. What is not sent, or sent as null, stays as it is, and so does the subject where ' +
      'a blank one is sent; a blank `content` is refused. A later `scheduled_for` makes it scheduled, and ' +
      'it is proposed again when that time has come. What changed stands in the log; an edit that changes nothing leaves no trace.',
  )
  async edit(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() input: EditActionInput,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    const draft = EditActionInput.draftOf(input);
    return ActionDetailResponse.from(
      await this.drafts.edit(company, id, draft, actor, versions),
      this.clock.now(),
    );
  }

  @Delete()
  @DraftOperation(
    'deleteAction',
    'Delete an action',
    'Takes a proposed action off the lists, without a decision. It stays on record, and can be restored.',
  )
  async delete(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    return ActionDetailResponse.from(
      await this.drafts.delete(company, id, actor, versions),
      this.clock.now(),
    );
  }

  @Post('restore')
  @SerializePerCompany()
  @DraftOperation(
    'restoreAction',
    'Restore an action',
    'Brings back what a person has deleted, unless its reason is gone: it has expired, another proposal has taken its place, or ' +
      'its invoice has been paid, void, disputed, promised for a later day or moved to another customer since.',
  )
  async restore(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    return ActionDetailResponse.from(
      await this.drafts.restore(company, id, actor, versions),
      this.clock.now(),
    );
  }
}
