import { ApiProperty } from '@nestjs/swagger';
import { ANY_JSON } from '../../input/any-json.js';
import {
  IntegerField,
  DateField,
  UuidField,
  timestamp,
  timestampOrNull,
  DateTimeField,
  Nullable,
  TextField,
  BooleanField,
} from '../../api/response/response-fields.js';
import { CustomerReference } from '../../ledger/dto/customer-reference.js';
import type { ActionRow } from '../inbox/action-rows.js';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../ledger/invoice-status.js';
import { ACTION_TYPES, type ActionType, type Status, STATUSES } from '../lifecycle/statuses.js';
import { allowedCommands } from '../lifecycle/refusals.js';
import { type Command, COMMAND_NAMES } from '../lifecycle/transitions.js';

export class ActionInvoice {
  @UuidField('The invoice.', '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a')
  id: string;

  @TextField('Its number.', 'INV-1042')
  invoice_number: string;

  @TextField('What it is over: an exact decimal.', '1250.00')
  amount: string;

  @TextField('ISO 4217.', 'USD')
  currency: string;

  @DateField('When it is due.', '2026-10-12')
  due_date: string;

  @TextField('Whether it is still owed.', 'open', { enum: INVOICE_STATUSES })
  status: InvoiceStatus;
}

/** A suggested outreach step on an invoice: what is proposed, and what became of it. */
export class ActionResponse {
  @UuidField('The action.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f809')
  id: string;

  @UuidField('The company that it belongs to.', '019aaf2d-0a1b-7c2d-8e3f-405162738495')
  company_id: string;

  @ApiProperty({ type: CustomerReference, description: 'Who owes.' })
  customer: CustomerReference;

  @ApiProperty({
    type: ActionInvoice,
    nullable: true,
    description: 'What is owed; null where the action concerns the customer as a whole.',
  })
  invoice: ActionInvoice | null;

  @TextField('What kind of step it is.', 'email', { enum: ACTION_TYPES })
  action_type: ActionType;

  @TextField('Where it stands.', 'proposed', { enum: STATUSES })
  status: Status;

  @TextField('The step in a sentence.', 'Send Acme Industrial Supply a second reminder about INV-1042.')
  description: string;

  @TextField(
    'What is recommended, for programs; `wait_for_customer` needs no action.',
    'send_second_reminder',
  )
  recommendation: string;

  @TextField('What is recommended, for people.', 'Send a second reminder')
  recommendation_label: string;

  @TextField('What gave rise to it, for programs.', 'overdue_8_to_21_days')
  trigger_event: string;

  @TextField('What gave rise to it, for people.', '8 to 21 days overdue')
  trigger_event_label: string;

  @BooleanField('Whether it is the recommended one among its alternatives.', true)
  is_recommended: boolean;

  @BooleanField('Whether a person has something to do.', true)
  action_required: boolean;

  @IntegerField('How urgent it is, from 0 to 100.', 62, { maximum: 100 })
  urgency_score: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 1,
    example: 0.85,
    description: 'How sure the proposer is.',
  })
  confidence: number | null;

  @TextField('Why it is proposed.', 'Two weeks overdue, and no answer to the first reminder.', Nullable)
  reasoning: string | null;

  @TextField('The subject of the draft.', 'Invoice INV-1042 is overdue', Nullable)
  subject: string | null;

  @TextField('The draft; an edited text stands in `metadata.final_content`.', 'Dear Ms Okafor, …', Nullable)
  content: string | null;

  @DateTimeField(
    'When it should happen; a later time is what a scheduled one is put off to.',
    '2026-11-23T09:00:00.000Z',
  )
  scheduled_for: string;

  @DateTimeField('When it was sent or completed.', null, Nullable)
  executed_at: string | null;

  @TextField('Where it was delivered.', null, Nullable)
  channel_id: string | null;

  @TextField('What another system calls it.', null, Nullable)
  external_id: string | null;

  @DateTimeField('When an answer becomes overdue.', null, Nullable)
  response_deadline: string | null;

  @BooleanField('Whether that moment has passed.', false)
  response_overdue: boolean;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: {},
    description: 'What else is known; `final_content` is the text as edited or sent.',
  })
  metadata: Record<string, unknown>;

  @ApiProperty({
    enum: COMMAND_NAMES,
    isArray: true,
    description: 'The commands that would move it on from here.',
  })
  allowed_actions: Command[];

  @IntegerField('Grows with every change.', 1)
  version: number;

  @BooleanField('Whether it was soft-deleted.', false)
  is_deleted: boolean;

  @DateTimeField('When.', null, Nullable)
  deleted_at: string | null;

  @DateTimeField('When it was proposed.', '2026-11-23T06:00:00.000Z')
  created_at: string;

  @DateTimeField('When it last changed; soft deletion does not count.', '2026-11-23T06:00:00.000Z')
  updated_at: string;

  @UuidField(
    'The recommendation that it is an alternative of.',
    '019aaf30-5e6f-7081-92a3-b4c5d6e7f800',
    Nullable,
  )
  recommendation_id: string | null;

  @ApiProperty({
    ...ANY_JSON,
    example: [{ source: 'payment history', fact: 'The last three invoices were paid after the first call.' }],
    description: 'What the proposer bases it on, as it was sent.',
  })
  evidence: unknown;

  @DateTimeField('Until when the proposal holds; it is cancelled then.', null, Nullable)
  expires_at: string | null;

  /** @param now by which the action expires, and its response is overdue */
  static from(row: ActionRow, now: Date): ActionResponse {
    return {
      id: row.id,
      company_id: row.company_id,
      customer: { id: row.customer_id, name: row.customer_name },
      invoice: row.invoice_id === null ? null : invoiceFrom(row, row.invoice_id),
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
      scheduled_for: timestamp(row.scheduled_for),
      executed_at: timestampOrNull(row.executed_at),
      channel_id: row.channel_id,
      external_id: row.external_id,
      response_deadline: timestampOrNull(row.response_deadline),
      response_overdue: row.response_deadline !== null && row.response_deadline < now,
      metadata: row.metadata,
      allowed_actions: allowedCommands(
        { status: row.status, deletedAt: row.deleted_at, expiresAt: row.expires_at },
        now,
      ),
      version: row.version,
      is_deleted: row.deleted_at !== null,
      deleted_at: timestampOrNull(row.deleted_at),
      created_at: timestamp(row.created_at),
      updated_at: timestamp(row.updated_at),
      recommendation_id: row.recommendation_id,
      evidence: row.evidence,
      expires_at: timestampOrNull(row.expires_at),
    };
  }
}

/** The columns of an action that has an invoice. */
function invoiceFrom(row: ActionRow, id: string): ActionInvoice {
  return {
    id,
    invoice_number: row.invoice_number!,
    amount: row.invoice_amount!,
    currency: row.invoice_currency!,
    due_date: row.invoice_due_on!,
    status: row.invoice_status!,
  };
}
