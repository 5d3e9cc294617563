import {
  DateTimeField,
  IntegerField,
  Nullable,
  TextField,
  timestampOrNull,
} from '../../api/response/response-fields.js';
import { DELIVERY_WAYS, type DeliveryWay } from '../../settings/delivery-settings.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../lifecycle/delivery.js';
import type { DeliveryRow } from '../store/deliveries/delivery-sql.js';

/** The delivery of an approved action. */
export class DeliveryResponse {
  @TextField(
    'Who delivers it: `built_in` is this server, `external` a client with the scope `deliver`.',
    'external',
    {
      enum: DELIVERY_WAYS,
    },
  )
  way: DeliveryWay;

  @TextField(
    '`waiting` for an attempt or a claim; `sending` while a worker has it; `failed`; `unknown` if it may have been sent; `sent`; ' +
      '`cancelled` with the action, or because a person completed it.',
    'sending',
    { enum: DELIVERY_STATUSES },
  )
  status: DeliveryStatus;

  @IntegerField('How often it was claimed or tried.', 1)
  attempts: number;

  @TextField('Why the latest attempt failed; null if none did.', null, Nullable)
  last_error: string | null;

  @DateTimeField('The next attempt is not before this time; null if it may be at once.', null, Nullable)
  not_before: string | null;

  @TextField('The Message-ID of the e-mail; null for `external`.', null, Nullable)
  message_id: string | null;

  @DateTimeField(
    'Until when its worker has it; nobody else can decide about the action before. Null if no worker has it.',
    '2026-11-23T09:35:00.000Z',
    Nullable,
  )
  lease_until: string | null;

  @TextField('The token or worker that has it; null if none does.', 'crm-connector', Nullable)
  lease_holder: string | null;

  @TextField(
    'The reason code for which the action was to be cancelled while a worker had it; null if there is none.',
    null,
    Nullable,
  )
  reason_gone: string | null;

  @DateTimeField('When it was sent; null if it was not.', null, Nullable)
  sent_at: string | null;

  static from(row: DeliveryRow | null): DeliveryResponse | null {
    if (!row) return null;
    return {
      way: row.way,
      status: row.status,
      attempts: row.attempts,
      last_error: row.last_error,
      not_before: time(row.not_before),
      message_id: row.message_id,
      lease_until: time(row.lease_until),
      lease_holder: row.lease_holder,
      reason_gone: row.reason_gone,
      sent_at: time(row.sent_at),
    };
  }
}

/** Times in JSON of PostgreSQL have an offset instead of Z. */
const time = (text: string | null): string | null => timestampOrNull(text === null ? null : new Date(text));
