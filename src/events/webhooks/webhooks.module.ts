import { Module } from '@nestjs/common';
import { TenancyModule } from '../../tenancy/tenancy.module.js';
import { EventsModule } from '../events.module.js';
import { WebhookDeliveriesController } from './deliveries/webhook-deliveries.controller.js';
import { WebhookDeliveriesRepository } from './deliveries/webhook-deliveries.repository.js';
import { WebhookDeliveriesService } from './deliveries/webhook-deliveries.service.js';
import { WebhookEndpointsController } from './endpoints/webhook-endpoints.controller.js';
import { WebhookEndpointsRepository } from './endpoints/webhook-endpoints.repository.js';
import { WebhookEndpointsService } from './endpoints/webhook-endpoints.service.js';
import { WebhookSender } from './sending/webhook-sender.js';
import { WebhookLeases } from './worker/webhook-leases.js';
import { WebhookQueue } from './worker/webhook-queue.js';
import { WebhookResults } from './worker/webhook-results.js';
import { WebhookSweep } from './worker/webhook-sweep.js';
import { WebhookWorker } from './worker/webhook-worker.js';

@Module({
  imports: [EventsModule, TenancyModule],
  controllers: [WebhookEndpointsController, WebhookDeliveriesController],
  providers: [
    WebhookDeliveriesRepository,
    WebhookDeliveriesService,
    WebhookEndpointsRepository,
    WebhookEndpointsService,
    WebhookLeases,
    WebhookQueue,
    WebhookResults,
    WebhookSender,
    WebhookSweep,
    WebhookWorker,
  ],
  exports: [WebhookSweep, WebhookWorker],
})
export class WebhooksModule {}
