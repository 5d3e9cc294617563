import { applyDecorators, Body, Controller, Delete, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AllowedVersions } from '../../api/request/request-headers.js';
import type { ProblemCode } from '../../problems/domain-error.js';
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

const DraftOperation = (id: string, summary: string, description: string, problems: ProblemCode[] = []) =>
  applyDecorators(
    HttpCode(200),
    ActionIdParam(),
    Operation('decide', {
      id,
      summary,
      description: `${description} The change and its log entry are committed together.`,
      response: ActionDetailResponse,
      responseDescription: 'The action after the change, with its approval log.',
      writes: true,
      versioned: true,
      problems: ['invalid_state', 'action_deleted', ...problems],
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
    'Edits a proposed or scheduled action. Fields that are absent or null do not change, except that null ends an assignment; ' +
      'neither does the subject if it is blank. A blank `content` is an error. If `scheduled_for` is in the future, the action is `scheduled` until then and ' +
      'becomes `proposed` at that time. The log entry contains the changed fields; an edit that changes nothing has no log entry.',
  )
  async edit(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() input: EditActionInput,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    const draft = EditActionInput.toDraft(input);
    return ActionDetailResponse.from(
      await this.drafts.edit(company, id, draft, actor, versions),
      this.clock.now(),
    );
  }

  @Delete()
  @DraftOperation(
    'deleteAction',
    'Delete an action',
    'Soft-deletes a proposed action without a decision. The action keeps its status and its approval log, and can be restored.',
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
    'Restores a proposed action that a client deleted. This is refused if the action has expired, if another ' +
      'alternative was approved, sent or completed, if a newer recommendation replaced this one, or if the invoice was since paid, ' +
      'voided, disputed, promised for a later day or transferred to another customer; and with `on_hold` while the invoice or ' +
      'its customer is on hold. If the action was the recommended alternative, it is recommended again.',
    ['on_hold'],
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
