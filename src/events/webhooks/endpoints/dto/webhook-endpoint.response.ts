import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../../../api/response/page.response.js';
import {
  BooleanField,
  DateTimeField,
  Nullable,
  TextField,
  timestamp,
  timestampOrNull,
  UuidField,
} from '../../../../api/response/response-fields.js';
import { PreviousField } from '../../../dto/previous-field.js';
import { EVENT_TYPE_NAMES, type EventType } from '../../../event-types.js';
import { DISABLED_REASONS, type DisabledReason } from '../webhook-endpoint.entity.js';
import type { WebhookEndpointRow } from '../webhook-endpoints.repository.js';

/** A URL to which the events of the company are posted. */
export class WebhookEndpointResponse {
  @UuidField('The id of the endpoint.', '019aaf35-2b3c-7d4e-8f5a-6b7c8d9e0f1a')
  id: string;

  @TextField('Where events are posted, in the form of WHATWG URL.', 'https://hooks.acme.example/daybook')
  url: string;

  @ApiProperty({
    enum: EVENT_TYPE_NAMES,
    enumName: 'EventType',
    isArray: true,
    nullable: true,
    description: 'The types of the events; null for all types.',
    example: ['action.approved', 'delivery.sent'],
  })
  types: EventType[] | null;

  @TextField('A note for people; null if there is none.', 'Posts to the chat of the desk.', Nullable)
  description: string | null;

  @BooleanField('Whether the endpoint gets events.', true)
  enabled: boolean;

  @TextField(
    'Why the endpoint gets no events: a client disabled it, every attempt of five days failed, or it answered 410 (`gone`); null if it is enabled.',
    null,
    { ...Nullable, enum: [...DISABLED_REASONS] },
  )
  disabled_reason: DisabledReason | null;

  @DateTimeField('When the endpoint was disabled; null if it is enabled.', null, Nullable)
  disabled_at: string | null;

  @DateTimeField('When the first attempt failed after the latest success; null if none has.', null, Nullable)
  failing_since: string | null;

  @DateTimeField(
    'Until when the previous secret signs too; null if the secret was not rotated.',
    null,
    Nullable,
  )
  previous_secret_expires_at: string | null;

  @DateTimeField('When the endpoint was created.', '2026-11-23T09:30:00.000Z')
  created_at: string;

  @DateTimeField('When the endpoint or its secret was changed last.', '2026-11-23T09:30:00.000Z')
  updated_at: string;

  static from(row: WebhookEndpointRow): WebhookEndpointResponse {
    return {
      id: row.id,
      url: row.url,
      types: row.types,
      description: row.description,
      enabled: row.disabled_at === null,
      disabled_reason: row.disabled_reason,
      disabled_at: timestampOrNull(row.disabled_at),
      failing_since: timestampOrNull(row.failing_since),
      previous_secret_expires_at: timestampOrNull(row.previous_secret_until),
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
    };
  }
}

/** The data of an event about an endpoint. Readers of the feed and other receivers get it, so it has no secret. */
export class WebhookEndpointEventData extends WebhookEndpointResponse {
  @TextField(
    'The origin of the URL. The path and the query are left out, because they can be a secret of the receiver.',
    'https://hooks.acme.example',
  )
  override url: string;

  @PreviousField()
  previous: object;

  static override from(row: WebhookEndpointRow): WebhookEndpointEventData {
    return { ...super.from(row), url: originOf(row.url), previous: {} };
  }
}

export const originOf = (url: string): string => new URL(url).origin;

export class WebhookEndpointWithSecretResponse extends WebhookEndpointResponse {
  @TextField(
    'The secret that signs events (Standard Webhooks). No other response has it.',
    'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD0uRjyRZ4v5A=',
  )
  secret: string;

  static override from(row: WebhookEndpointRow): WebhookEndpointWithSecretResponse {
    return { ...super.from(row), secret: row.secret };
  }
}

export const WebhookEndpointPage = pageOf(WebhookEndpointResponse, 'WebhookEndpointPage');
