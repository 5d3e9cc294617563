import { ApiProperty } from '@nestjs/swagger';
import {
  IntegerField,
  UuidField,
  timestamp,
  timestampOrNull,
  DateTimeField,
  Nullable,
  TextField,
  BooleanField,
  ObjectOrNullField,
} from '../../api/response/response-fields.js';
import { CustomerReference } from '../../ledger/dto/customer-reference.js';
import { ContactReference } from './contact-reference.js';
import { WarningResponse } from './warning.response.js';
import type { ActionRow } from '../inbox/action-rows.js';
import { allowedCommandsOf, effectiveSubjectOf, metadataOf } from '../inbox/derived-fields.js';
import { ACTION_TYPES, type ActionType, type Status, STATUSES } from '../lifecycle/statuses.js';
import { RecipientResponse, RecipientsField } from './recipient.dto.js';
import { ActionInvoice } from './action-invoice.response.js';
import { DeliveryResponse } from './delivery.response.js';
import { effectiveContent } from '../lifecycle/effective-content.js';
import { type Command, COMMAND_NAMES } from '../lifecycle/transitions.js';

/** A suggested step on an invoice, or on a customer as a whole, in any status. */
export class ActionResponse {
  @UuidField('The id of the action.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f809')
  id: string;

  @UuidField('The id of the company.', '019aaf2d-0a1b-7c2d-8e3f-405162738495')
  company_id: string;

  @ApiProperty({ type: CustomerReference, description: 'The customer.' })
  customer: CustomerReference;

  @ObjectOrNullField(ActionInvoice, 'The invoice; null if the action concerns the customer as a whole.')
  invoice: ActionInvoice | null;

  @TextField('The type of the action.', 'email', { enum: ACTION_TYPES })
  action_type: ActionType;

  @TextField(
    '`proposed` and `scheduled` (until `scheduled_for`) wait for a decision; `processing` is approved, `completed` is sent or ' +
      'done, `cancelled` is rejected or cancelled.',
    'proposed',
    { enum: STATUSES },
  )
  status: Status;

  @TextField('The action in one sentence.', 'Send Acme Industrial Supply a second reminder about INV-1042.')
  description: string;

  @TextField('The recommended step, as a code; `wait_for_customer` needs no action.', 'send_second_reminder')
  recommendation: string;

  @TextField('The recommended step, as a label.', 'Send a second reminder')
  recommendation_label: string;

  @TextField('The event that triggered the action, as a code.', 'overdue_8_to_21_days')
  trigger_event: string;

  @TextField('The event that triggered the action, as a label.', '8 to 21 days overdue')
  trigger_event_label: string;

  @BooleanField('Whether this is the recommended alternative.', true)
  is_recommended: boolean;

  @BooleanField('Whether a person must act.', true)
  action_required: boolean;

  @IntegerField('The urgency, from 0 to 100 (most urgent).', 62, { maximum: 100 })
  urgency_score: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 1,
    example: 0.85,
    description: 'The confidence of the recommendation’s source, from 0 to 1; null if not given.',
  })
  confidence: number | null;

  @TextField(
    'Why the recommendation’s source suggests the action; null if not given.',
    'Two weeks overdue, and no answer to the first reminder.',
    Nullable,
  )
  reasoning: string | null;

  @TextField('The subject of the draft; null if it has none.', 'Invoice INV-1042 is overdue', Nullable)
  subject: string | null;

  @TextField(
    'The text of the draft; null if there is none. `effective_content` is the text that goes out.',
    'Dear Ms Okafor, …',
    Nullable,
  )
  content: string | null;

  @RecipientsField('Whom the e-mail addresses; empty for calls and tasks, and if nobody is chosen.')
  to: RecipientResponse[];

  @RecipientsField('Who gets a copy of the e-mail.')
  cc: RecipientResponse[];

  @DateTimeField(
    'When the action should happen. Until that time, an undecided action is `scheduled`.',
    '2026-11-23T09:00:00.000Z',
  )
  scheduled_for: string;

  @DateTimeField('When the action was sent or completed; null if it was not.', null, Nullable)
  executed_at: string | null;

  @TextField('Where the message was delivered, such as an e-mail thread; null if unknown.', null, Nullable)
  channel_id: string | null;

  @TextField('The id of the action in another system; null if unknown.', null, Nullable)
  external_id: string | null;

  @DateTimeField('When the customer’s response becomes overdue; null without a deadline.', null, Nullable)
  response_deadline: string | null;

  @BooleanField('Whether `response_deadline` has passed.', false)
  response_overdue: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: {},
    description:
      'Metadata of the recommendation’s source. `final_content` and `final_subject` were approved or sent instead of the draft.',
  })
  metadata: Record<string, unknown>;

  @ApiProperty({
    enum: COMMAND_NAMES,
    isArray: true,
    description:
      'The commands that would change the action now; empty if there are none, and while a worker has the action.',
  })
  allowed_actions: Command[];

  @IntegerField('The version of the action, which increases with every change.', 1)
  version: number;

  @BooleanField('Whether the action is soft-deleted.', false)
  is_deleted: boolean;

  @DateTimeField('When the action was deleted; null if it was not.', null, Nullable)
  deleted_at: string | null;

  @DateTimeField('When the action was created.', '2026-11-23T06:00:00.000Z')
  created_at: string;

  @DateTimeField('When the action last changed, except by soft deletion.', '2026-11-23T06:00:00.000Z')
  updated_at: string;

  @UuidField(
    'The id of the recommendation of which the action is an alternative; null without one.',
    '019aaf30-5e6f-7081-92a3-b4c5d6e7f800',
    Nullable,
  )
  recommendation_id: string | null;

  @DateTimeField('When the action is cancelled if it is still undecided; null if never.', null, Nullable)
  expires_at: string | null;

  @TextField(
    'The subject that goes out or went out: `metadata.final_subject` if there is one, otherwise that of the draft; null if there ' +
      'is neither.',
    'Invoice INV-1042 is overdue',
    Nullable,
  )
  effective_subject: string | null;

  @TextField(
    'The text that goes out or went out: `metadata.final_content` if there is one, otherwise the text of the draft; null if ' +
      'there is neither.',
    'Dear Ms Okafor, …',
    Nullable,
  )
  effective_content: string | null;

  @ApiProperty({
    type: [WarningResponse],
    example: [],
    description:
      'What to look at before the decision; warnings do not prevent it. Empty if there are none, and once the action has ended.',
  })
  warnings: WarningResponse[];

  @ObjectOrNullField(DeliveryResponse, 'The delivery; null if the action was never approved.', null)
  delivery: DeliveryResponse | null;

  @ObjectOrNullField(ContactReference, 'The contact to whom the action is assigned; null if nobody is.', null)
  assigned_to: ContactReference | null;

  @TextField('Who recommended the action; null without a recommendation.', 'dunning_policy', Nullable)
  source: string | null;

  /** @param now the time at which warnings, expiry and `response_overdue` are evaluated */
  static from(row: ActionRow, now: Date): ActionResponse {
    return {
      id: row.id,
      company_id: row.company_id,
      customer: { id: row.customer_id, name: row.customer_name },
      invoice: ActionInvoice.from(row),
      action_type: row.action_type,
      status: row.status,
      description: row.description,
      recommendation: row.recommendation,
      recommendation_label: row.recommendation_label,
      trigger_event: row.trigger_event,
      trigger_event_label: row.trigger_event_label,
      is_recommended: row.is_recommended,
      action_required: row.action_required,
      urgency_score: row.urgency_score,
      confidence: row.confidence,
      reasoning: row.reasoning,
      subject: row.subject,
      content: row.content,
      to: RecipientResponse.listFrom(row.to_recipients),
      cc: RecipientResponse.listFrom(row.cc_recipients),
      scheduled_for: timestamp(row.scheduled_for),
      executed_at: timestampOrNull(row.executed_at),
      channel_id: row.channel_id,
      external_id: row.external_id,
      response_deadline: timestampOrNull(row.response_deadline),
      response_overdue: row.response_deadline !== null && row.response_deadline < now,
      metadata: metadataOf(row),
      allowed_actions: allowedCommandsOf(row, now),
      version: row.version,
      is_deleted: row.deleted_at !== null,
      deleted_at: timestampOrNull(row.deleted_at),
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
      recommendation_id: row.recommendation_id,
      expires_at: timestampOrNull(row.expires_at),
      effective_subject: effectiveSubjectOf(row),
      effective_content: effectiveContent(row),
      warnings: WarningResponse.listFrom(row, now),
      delivery: DeliveryResponse.from(row.delivery),
      assigned_to: row.assigned_to === null ? null : { id: row.assigned_to, name: row.assignee_name! },
      source: row.source,
    };
  }
}
