import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../../../config/config.js';
import type { Page, PageRequest } from '../../../database/page.js';
import { Transactions } from '../../../database/transactions.js';
import { LIMITS } from '../../../limits.js';
import { DomainError } from '../../../problems/domain-error.js';
import type { Actor } from '../../../tenancy/caller.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { Clock } from '../../../time/clock.js';
import { changedFields } from '../../changed-fields.js';
import type { EventType } from '../../event-types.js';
import { Outbox } from '../../outbox.js';
import { isRefusedHost } from '../sending/addresses.js';
import { newSecret, ROTATION_MS } from '../sending/signature.js';
import {
  originOf,
  WebhookEndpointEventData,
  WebhookEndpointResponse,
} from './dto/webhook-endpoint.response.js';
import type { CreateWebhookEndpointInput, UpdateWebhookEndpointInput } from './dto/webhook-endpoint.input.js';
import { HEALTHY, type WebhookEndpoint } from './webhook-endpoint.entity.js';
import { type WebhookEndpointRow, WebhookEndpointsRepository } from './webhook-endpoints.repository.js';
import { webhookUrl } from './webhook-url.js';

type Change = 'webhook_endpoint.created' | 'webhook_endpoint.updated' | 'webhook_endpoint.deleted';

/** The URLs to which a company has its events sent. */
@Injectable()
export class WebhookEndpointsService {
  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  list(company: CompanyId, request: PageRequest): Promise<Page<WebhookEndpointRow>> {
    return this.endpoints.list(company, request);
  }

  /** @throws DomainError not_found */
  async get(company: CompanyId, id: string): Promise<WebhookEndpointRow> {
    return found(await this.endpoints.find(company, id));
  }

  /** The endpoint gets the events from now on. @throws DomainError invalid */
  create(company: CompanyId, input: CreateWebhookEndpointInput, actor: Actor): Promise<WebhookEndpointRow> {
    const url = this.checkedUrl(input.url);
    return this.transactions.run(async (manager) => {
      if ((await this.endpoints.lockCount(company)) >= LIMITS.webhookEndpoints)
        throw invalidUrl('too_many', `A company has at most ${LIMITS.webhookEndpoints} webhook endpoints.`);
      const now = await this.clock.databaseNow(manager);
      const id = uuidv7();
      await this.endpoints.insert({
        companyId: company,
        id,
        url,
        types: typesOf(input.types),
        description: input.description ?? null,
        secret: newSecret(),
        replaySince: now,
        createdAt: now,
        updatedAt: now,
      });
      const row = await this.get(company, id);
      await this.append(company, 'webhook_endpoint.created', row, actor, now);
      return row;
    });
  }

  /** @throws DomainError not_found, invalid */
  update(
    company: CompanyId,
    id: string,
    { url, types, description, enabled }: UpdateWebhookEndpointInput,
    actor: Actor,
  ): Promise<WebhookEndpointRow> {
    const newUrl = url === undefined ? undefined : this.checkedUrl(url);
    return this.change(company, id, actor, (row, now) => {
      const isEnabled = row.disabled_at === null;
      return {
        ...(newUrl !== undefined && newUrl !== row.url && { ...HEALTHY, url: newUrl }),
        ...(types !== undefined &&
          !isDeepStrictEqual(typesOf(types), row.types) && { types: typesOf(types) }),
        ...(description !== undefined && description !== row.description && { description }),
        ...(enabled === true && !isEnabled && { ...HEALTHY, disabledAt: null, disabledReason: null }),
        ...(enabled === false && isEnabled && { disabledAt: now, disabledReason: 'client' as const }),
      };
    });
  }

  /** @throws DomainError not_found */
  rotateSecret(company: CompanyId, id: string, actor: Actor): Promise<WebhookEndpointRow> {
    return this.change(company, id, actor, (row, now) => ({
      secret: newSecret(),
      previousSecret: row.secret,
      previousSecretUntil: new Date(now.getTime() + ROTATION_MS),
    }));
  }

  /** @throws DomainError not_found */
  delete(company: CompanyId, id: string, actor: Actor): Promise<WebhookEndpointRow> {
    return this.transactions.run(async (manager) => {
      const row = found(await this.endpoints.lock(company, id));
      const now = await this.clock.databaseNow(manager);
      await this.endpoints.update(company, id, { deletedAt: now });
      await this.append(company, 'webhook_endpoint.deleted', row, actor, now);
      return row;
    });
  }

  /** Sends the events since a time again, in the order of the feed, before newer ones. @throws DomainError not_found, endpoint_disabled */
  resendSince(company: CompanyId, id: string, since: Date): Promise<WebhookEndpointRow> {
    return this.transactions.run(async () => {
      const row = found(await this.endpoints.lock(company, id));
      if (row.disabled_at) throw new DomainError('endpoint_disabled');
      await this.endpoints.replay(company, id, since);
      return row;
    });
  }

  /** A change that changes nothing has no event. */
  private change(
    company: CompanyId,
    id: string,
    actor: Actor,
    changeOf: (row: WebhookEndpointRow, now: Date) => Partial<WebhookEndpoint>,
  ): Promise<WebhookEndpointRow> {
    return this.transactions.run(async (manager) => {
      const before = found(await this.endpoints.lock(company, id));
      const now = await this.clock.databaseNow(manager);
      const change = changeOf(before, now);
      if (Object.keys(change).length === 0) return before;
      await this.endpoints.update(company, id, { ...change, updatedAt: now });
      const after = await this.get(company, id);
      const previous = changedFields(
        WebhookEndpointResponse.from(before),
        WebhookEndpointResponse.from(after),
      );
      if (previous.url !== undefined) previous.url = originOf(previous.url);
      await this.append(company, 'webhook_endpoint.updated', after, actor, now, previous);
      return after;
    });
  }

  private append(
    company: CompanyId,
    type: Change,
    row: WebhookEndpointRow,
    actor: Actor,
    at: Date,
    previous?: object,
  ): Promise<void> {
    return this.outbox.append(company, [
      { type, actor, data: WebhookEndpointEventData.from(row), previous, at },
    ]);
  }

  private checkedUrl(text: string): string {
    const url = webhookUrl(text);
    if (url === null) throw invalidUrl('url', 'url must be an http:// or https:// URL.');
    if (!this.config.WEBHOOK_ALLOW_PRIVATE && isRefusedHost(new URL(url).hostname))
      throw invalidUrl('address_not_allowed', 'url must have a public address.');
    return url;
  }
}

const invalidUrl = (code: string, detail: string): DomainError =>
  DomainError.invalid([{ in: 'body', field: 'url', code, detail }]);

const typesOf = (types: EventType[] | null | undefined): EventType[] | null =>
  types && types.length > 0 ? types : null;

function found(row: WebhookEndpointRow | undefined): WebhookEndpointRow {
  if (!row) throw new DomainError('not_found');
  return row;
}
