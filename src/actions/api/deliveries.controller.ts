import { applyDecorators, Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActorOf, CompanyOf } from '../../api/access/caller.decorator.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import { AllowedVersions } from '../../api/request/request-headers.js';
import type { ProblemCode } from '../../problems/domain-error.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { Scope } from '../../tenancy/scopes.js';
import { Clock } from '../../time/clock.js';
import { DeliveriesService } from '../deliveries.service.js';
import { ActionDetailResponse } from '../dto/action-detail.response.js';
import { ClaimInput, ClaimResponse, ReleaseInput } from '../dto/deliveries.dto.js';
import { ActionId, ActionIdParam } from './action-id.decorator.js';

const DeliveryOperation = (
  scope: Scope,
  name: 'claim' | 'release' | 'retry',
  summary: string,
  description: string,
  problems: ProblemCode[],
) =>
  applyDecorators(
    HttpCode(200),
    ActionIdParam(),
    Operation(scope, {
      id: `${name}Action`,
      summary,
      description,
      response: name === 'claim' ? ClaimResponse : ActionDetailResponse,
      responseDescription: 'The action afterwards, with its approval log.',
      writes: true,
      ...(name !== 'claim' && { versioned: true as const }),
      problems: ['invalid_state', 'action_deleted', ...problems],
    }),
  );

@ApiTags('Actions')
@Controller('api/companies/:company_id/actions/:action_id')
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly clock: Clock,
  ) {}

  @Post('claim')
  @DeliveryOperation(
    'deliver',
    'claim',
    'Claim an approved action',
    'Gives the client a lease on an approved action that it delivers: a call, a task, or an e-mail with the setting `delivery: external` ' +
      '(`GET …/actions?delivery_status=waiting` lists them). Until the lease ends nobody else can claim the action or decide about it. ' +
      'Then `complete` reports that it is done, and `release` gives it back; an expired lease gives it back too. If the ledger takes ' +
      'away the reason of the action meanwhile, the action is cancelled when the lease ends, unless it was completed.',
    ['not_claimable', 'delivery_in_progress'],
  )
  async claim(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() { lease_seconds }: ClaimInput,
    @ActorOf() actor: Actor,
  ) {
    const action = await this.deliveries.claim(company, id, actor, lease_seconds);
    return ClaimResponse.from(action, this.clock.now());
  }

  @Post('release')
  @DeliveryOperation(
    'deliver',
    'release',
    'Give a claimed action back',
    'Gives back an action that the token has claimed. It waits again, or is cancelled if the ledger has taken away its reason.',
    ['delivery_in_progress', 'lease_not_held'],
  )
  async release(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Body() { reason }: ReleaseInput,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    const action = await this.deliveries.release(company, id, reason, actor, versions);
    return ActionDetailResponse.from(action, this.clock.now());
  }

  @Post('retry')
  @DeliveryOperation(
    'decide',
    'retry',
    'Retry a delivery',
    'Has the built-in sender try again to deliver an action whose delivery is `failed` or `unknown`, or to check at once whether one ' +
      'that waits may be sent. After `unknown`, the customer may get the e-mail twice.',
    ['delivery_in_progress', 'not_retryable'],
  )
  async retry(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @ActorOf() actor: Actor,
    @AllowedVersions() versions?: number[],
  ) {
    const action = await this.deliveries.retry(company, id, actor, versions);
    return ActionDetailResponse.from(action, this.clock.now());
  }
}
