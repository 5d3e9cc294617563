import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ActorOf, CompanyOf } from '../../../api/access/caller.decorator.js';
import { Operation, PathId } from '../../../api/openapi/operation.decorator.js';
import { IdPipe } from '../../../api/request/id.pipe.js';
import { pageEnvelope } from '../../../api/response/page-envelope.js';
import { LIMITS } from '../../../limits.js';
import type { Actor } from '../../../tenancy/caller.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import {
  ListWebhookDeliveriesQuery,
  WebhookDeliveryPage,
  WebhookDeliveryResponse,
} from './dto/webhook-delivery.dto.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { EndpointId, EndpointIdParam } from '../endpoint-id.decorator.js';

@ApiTags('Webhooks')
@Controller('api/companies/:company_id/webhook-endpoints/:endpoint_id')
export class WebhookDeliveriesController {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Post('test')
  @HttpCode(200)
  @EndpointIdParam()
  @Operation('admin', {
    id: 'testWebhookEndpoint',
    summary: 'Send a test event',
    description: 'Posts an event of the type `webhook.test` to this endpoint alone. It is not in the feed.',
    response: WebhookDeliveryResponse,
    responseDescription: 'The delivery of the test event.',
    writes: true,
    problems: ['endpoint_disabled'],
  })
  async test(@CompanyOf() company: CompanyId, @EndpointId() id: string, @ActorOf() actor: Actor) {
    return WebhookDeliveryResponse.from(await this.deliveries.sendTest(company, id, actor));
  }

  @Get('deliveries')
  @EndpointIdParam()
  @Operation('admin', {
    id: 'listWebhookDeliveries',
    summary: 'List the deliveries of a webhook endpoint',
    description:
      'Returns one page of the deliveries of events to the endpoint, latest first, with their attempts. Ended ones are kept for ' +
      `${LIMITS.webhookDays} days.`,
    response: WebhookDeliveryPage,
    responseDescription: 'One page of deliveries.',
    paged: true,
  })
  async list(
    @CompanyOf() company: CompanyId,
    @EndpointId() id: string,
    @Query() query: ListWebhookDeliveriesQuery,
    @Req() request: Request,
  ) {
    const page = await this.deliveries.list(company, id, query);
    return pageEnvelope(request, query, page, WebhookDeliveryResponse.from);
  }

  @Post('deliveries/:delivery_id/resend')
  @HttpCode(200)
  @EndpointIdParam()
  @PathId('delivery_id', 'The id of the delivery, which is the id of its event.')
  @Operation('admin', {
    id: 'resendWebhookDelivery',
    summary: 'Send an event again',
    description: 'Posts the event again, with its id, in a new series of tries.',
    response: WebhookDeliveryResponse,
    responseDescription: 'The delivery.',
    writes: true,
    problems: ['endpoint_disabled'],
  })
  async resend(
    @CompanyOf() company: CompanyId,
    @EndpointId() endpointId: string,
    @Param('delivery_id', IdPipe) id: string,
  ) {
    return WebhookDeliveryResponse.from(await this.deliveries.resend(company, endpointId, id));
  }
}
