import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ActorOf, CompanyOf } from '../../../api/access/caller.decorator.js';
import { Operation } from '../../../api/openapi/operation.decorator.js';
import { pageEnvelope } from '../../../api/response/page-envelope.js';
import { PageQuery } from '../../../input/list.query.js';
import { LIMITS } from '../../../limits.js';
import type { Actor } from '../../../tenancy/caller.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import {
  CreateWebhookEndpointInput,
  ResendSinceInput,
  UpdateWebhookEndpointInput,
} from './dto/webhook-endpoint.input.js';
import {
  WebhookEndpointPage,
  WebhookEndpointResponse,
  WebhookEndpointWithSecretResponse,
  WebhookEndpointEventData,
} from './dto/webhook-endpoint.response.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { EndpointId, EndpointIdParam } from '../endpoint-id.decorator.js';

@ApiTags('Webhooks')
@ApiExtraModels(WebhookEndpointEventData)
@Controller('api/companies/:company_id/webhook-endpoints')
export class WebhookEndpointsController {
  constructor(private readonly endpoints: WebhookEndpointsService) {}

  @Get()
  @Operation('admin', {
    id: 'listWebhookEndpoints',
    summary: 'List webhook endpoints',
    description: 'Returns one page of the endpoints of the company, oldest first.',
    response: WebhookEndpointPage,
    responseDescription: 'One page of webhook endpoints.',
    paged: true,
  })
  async list(@CompanyOf() company: CompanyId, @Query() query: PageQuery, @Req() request: Request) {
    const page = await this.endpoints.list(company, query);
    return pageEnvelope(request, query, page, WebhookEndpointResponse.from);
  }

  @Post()
  @HttpCode(201)
  @Operation('admin', {
    id: 'createWebhookEndpoint',
    summary: 'Create a webhook endpoint',
    description:
      'From now on, events are posted to the URL, signed as Standard Webhooks says (`webhook-id`, `webhook-timestamp`, ' +
      '`webhook-signature`). Any 2xx within 15 seconds is a success; redirects are not followed. Each event comes at least once: ignore an ' +
      '`id` that you have. The first attempts for events of one action come in the order of the feed; an event that failed is tried ten ' +
      'times in three days, and may come after later ones: compare `data.version`. An endpoint that answers 410, or of which all attempts ' +
      `of five days fail, is disabled. A company has at most ${LIMITS.webhookEndpoints} endpoints.`,
    response: WebhookEndpointWithSecretResponse,
    responseDescription: 'The endpoint, with its secret.',
    statuses: { 201: '' },
    writes: true,
  })
  async create(
    @CompanyOf() company: CompanyId,
    @Body() input: CreateWebhookEndpointInput,
    @ActorOf() actor: Actor,
  ) {
    return WebhookEndpointWithSecretResponse.from(await this.endpoints.create(company, input, actor));
  }

  @Get(':endpoint_id')
  @EndpointIdParam()
  @Operation('admin', {
    id: 'getWebhookEndpoint',
    summary: 'Get a webhook endpoint',
    description: 'Returns the endpoint, without its secret.',
    response: WebhookEndpointResponse,
    responseDescription: 'The webhook endpoint.',
  })
  async get(@CompanyOf() company: CompanyId, @EndpointId() id: string) {
    return WebhookEndpointResponse.from(await this.endpoints.get(company, id));
  }

  @Patch(':endpoint_id')
  @EndpointIdParam()
  @Operation('admin', {
    id: 'updateWebhookEndpoint',
    summary: 'Change a webhook endpoint',
    description: 'Changes the fields that are given; the others stay.',
    response: WebhookEndpointResponse,
    responseDescription: 'The webhook endpoint.',
    writes: true,
  })
  async update(
    @CompanyOf() company: CompanyId,
    @EndpointId() id: string,
    @Body() input: UpdateWebhookEndpointInput,
    @ActorOf() actor: Actor,
  ) {
    return WebhookEndpointResponse.from(await this.endpoints.update(company, id, input, actor));
  }

  @Delete(':endpoint_id')
  @EndpointIdParam()
  @Operation('admin', {
    id: 'deleteWebhookEndpoint',
    summary: 'Delete a webhook endpoint',
    description: 'The endpoint gets no further events, and its deliveries are deleted.',
    response: WebhookEndpointResponse,
    responseDescription: 'The webhook endpoint that was deleted.',
    writes: true,
  })
  async delete(@CompanyOf() company: CompanyId, @EndpointId() id: string, @ActorOf() actor: Actor) {
    return WebhookEndpointResponse.from(await this.endpoints.delete(company, id, actor));
  }

  @Post(':endpoint_id/rotate-secret')
  @HttpCode(200)
  @EndpointIdParam()
  @Operation('admin', {
    id: 'rotateWebhookSecret',
    summary: 'Rotate the secret of a webhook endpoint',
    description:
      'Creates a new secret. For 24 hours, the previous secret signs too: `webhook-signature` has two signatures. A second rotation ' +
      'within that time ends the oldest secret at once.',
    response: WebhookEndpointWithSecretResponse,
    responseDescription: 'The endpoint, with its new secret.',
    writes: true,
  })
  async rotateSecret(@CompanyOf() company: CompanyId, @EndpointId() id: string, @ActorOf() actor: Actor) {
    return WebhookEndpointWithSecretResponse.from(await this.endpoints.rotateSecret(company, id, actor));
  }

  @Post(':endpoint_id/resend')
  @HttpCode(200)
  @EndpointIdParam()
  @Operation('admin', {
    id: 'resendWebhookEvents',
    summary: 'Send the events since a time again',
    description:
      'Posts all events since the time again, with their ids, and before newer events. Those of one action come in the order of the feed.',
    response: WebhookEndpointResponse,
    responseDescription: 'The webhook endpoint.',
    writes: true,
    problems: ['endpoint_disabled'],
  })
  async resend(
    @CompanyOf() company: CompanyId,
    @EndpointId() id: string,
    @Body() { since }: ResendSinceInput,
  ) {
    return WebhookEndpointResponse.from(await this.endpoints.resendSince(company, id, since));
  }
}
