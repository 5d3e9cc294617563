import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Page, PageRequest } from '../../../database/page.js';
import { Transactions } from '../../../database/transactions.js';
import { LIMITS } from '../../../limits.js';
import { DomainError } from '../../../problems/domain-error.js';
import type { Actor } from '../../../tenancy/caller.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { Clock } from '../../../time/clock.js';
import { eventJson } from '../../event-json.js';
import { WebhookEndpointEventData } from '../endpoints/dto/webhook-endpoint.response.js';
import {
  type WebhookEndpointRow,
  WebhookEndpointsRepository,
} from '../endpoints/webhook-endpoints.repository.js';
import { type WebhookDeliveryRow, WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import type { WebhookDeliveryStatus } from './webhook-delivery.entity.js';

/** The deliveries of events to webhook endpoints, as clients see and repeat them. */
@Injectable()
export class WebhookDeliveriesService {
  constructor(
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not_found */
  async list(
    company: CompanyId,
    endpointId: string,
    request: PageRequest & { status?: WebhookDeliveryStatus },
  ): Promise<Page<WebhookDeliveryRow>> {
    if (!(await this.endpoints.find(company, endpointId))) throw new DomainError('not_found');
    return this.deliveries.list(company, endpointId, request);
  }

  /**
   * Sends an event to this endpoint alone. It is no event of the feed: nothing has happened.
   * @throws DomainError not_found, endpoint_disabled, throttled
   */
  sendTest(company: CompanyId, endpointId: string, actor: Actor): Promise<WebhookDeliveryRow> {
    return this.transactions.run(async (manager) => {
      const endpoint = await this.lockEnabled(company, endpointId);
      if ((await this.deliveries.countWaitingTests(company, endpointId)) >= LIMITS.webhookTests)
        throw new DomainError('throttled', 'Too many test events wait for this endpoint.');
      const now = await this.clock.databaseNow(manager);
      const id = uuidv7();
      const body = eventJson({
        id,
        companyId: company,
        type: 'webhook.test',
        actionId: null,
        actor: actor.name,
        requestId: actor.requestId,
        createdAt: now,
        position: endpoint.position ?? '0',
        data: JSON.stringify(WebhookEndpointEventData.from(endpoint)),
      });
      const type = 'webhook.test' as const;
      const times = { createdAt: now, updatedAt: now };
      const delivery = {
        companyId: company,
        endpointId,
        id,
        type,
        body,
        status: 'waiting' as const,
        ...times,
      };
      await this.deliveries.add(delivery, now);
      return (await this.deliveries.find(company, endpointId, id))!;
    });
  }

  /** Sends an event again, with its id, in a new series of tries. @throws DomainError not_found, endpoint_disabled */
  resend(company: CompanyId, endpointId: string, id: string): Promise<WebhookDeliveryRow> {
    return this.transactions.run(async (manager) => {
      await this.lockEnabled(company, endpointId);
      const now = await this.clock.databaseNow(manager);
      const row = await this.deliveries.resend(company, endpointId, id, now);
      if (!row) throw new DomainError('not_found');
      return row;
    });
  }

  private async lockEnabled(company: CompanyId, endpointId: string): Promise<WebhookEndpointRow> {
    const endpoint = await this.endpoints.lock(company, endpointId);
    if (!endpoint) throw new DomainError('not_found');
    if (endpoint.disabled_at) throw new DomainError('endpoint_disabled');
    return endpoint;
  }
}
