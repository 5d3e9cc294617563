import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../../../api/response/page.response.js';
import {
  DateTimeField,
  IntegerField,
  Nullable,
  TextField,
  timestamp,
  timestampOrNull,
  UuidField,
} from '../../../../api/response/response-fields.js';
import { EnumInput } from '../../../../input/fields.js';
import { PageQuery } from '../../../../input/list.query.js';
import { EVENT_TYPE_NAMES, type EventType } from '../../../event-types.js';
import { WEBHOOK_ERRORS, type WebhookError } from '../../sending/errors.js';
import { type StoredAttempt, WEBHOOK_DELIVERY_STATUSES } from '../webhook-delivery.entity.js';
import type { WebhookDeliveryStatus } from '../webhook-delivery.entity.js';
import type { WebhookDeliveryRow } from '../webhook-deliveries.repository.js';

export class ListWebhookDeliveriesQuery extends PageQuery {
  @EnumInput({
    of: WEBHOOK_DELIVERY_STATUSES,
    description: 'Only deliveries with this status.',
  })
  status?: WebhookDeliveryStatus;
}

/** An attempt to deliver an event. The body and the headers of the response are not kept. */
export class WebhookAttemptResponse {
  @DateTimeField('When the attempt ended.', '2026-11-23T09:30:00.000Z')
  at: string;

  @IntegerField('The HTTP status of the response; null without a response.', 500, Nullable)
  status_code: number | null;

  @TextField('Why the attempt failed; null if it succeeded.', 'http_status', {
    ...Nullable,
    enum: [...WEBHOOK_ERRORS],
  })
  error: WebhookError | null;

  @IntegerField('How long the attempt took, in milliseconds.', 84)
  duration_ms: number;

  static from({ at, status_code, error, duration_ms }: StoredAttempt): WebhookAttemptResponse {
    return { at, status_code, error, duration_ms };
  }
}

/** The delivery of one event to one endpoint. */
export class WebhookDeliveryResponse {
  @UuidField('The id of the event, as in its `webhook-id` header.', '019aaf35-2b3c-7d4e-8f5a-6b7c8d9e0f1a')
  id: string;

  @TextField('The type of the event.', 'action.approved', {
    enum: EVENT_TYPE_NAMES,
    enumName: 'EventType',
  })
  type: EventType;

  @TextField('`waiting` for its next attempt, `delivered`, or `failed` for good.', 'waiting', {
    enum: [...WEBHOOK_DELIVERY_STATUSES],
  })
  status: WebhookDeliveryStatus;

  @IntegerField('The number of tries since the event was sent, or sent again, first.', 1)
  tries: number;

  @DateTimeField(
    'When the next try is due; null if it is due at once, or if none follows.',
    '2026-11-23T09:31:00.000Z',
    Nullable,
  )
  next_attempt_at: string | null;

  @ApiProperty({ type: [WebhookAttemptResponse], description: 'The latest attempts, oldest first.' })
  attempts: WebhookAttemptResponse[];

  @DateTimeField('When the event was taken from the feed.', '2026-11-23T09:30:00.000Z')
  created_at: string;

  static from(row: WebhookDeliveryRow): WebhookDeliveryResponse {
    const { id, type, status, tries, next_attempt_at, attempts, created_at } = row;
    return {
      id,
      type,
      status,
      tries,
      next_attempt_at: timestampOrNull(next_attempt_at),
      attempts: attempts.map((attempt) => WebhookAttemptResponse.from(attempt)),
      created_at: timestamp(created_at),
    };
  }
}

export const WebhookDeliveryPage = pageOf(WebhookDeliveryResponse, 'WebhookDeliveryPage');
