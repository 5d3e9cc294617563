import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, Nullable, TextField } from '../../api/response/response-fields.js';
import { NumberInput } from '../../input/body-fields.js';
import { TrimmedTextInput } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import type { ActionDetailRow } from '../inbox/action-rows.js';
import { effectiveContent, effectiveSubject } from '../lifecycle/effective-content.js';
import { ActionDetailResponse } from './action-detail.response.js';
import { RecipientResponse, RecipientsField } from './recipient.dto.js';

export class ClaimInput {
  @NumberInput({
    min: LIMITS.leaseSeconds.min,
    max: LIMITS.leaseSeconds.max,
    isInteger: true,
    description: `For how many seconds the client has the action, ${LIMITS.leaseSeconds.default} by default.`,
    example: 300,
  })
  lease_seconds?: number;
}

export class ReleaseInput {
  @TrimmedTextInput({
    max: LIMITS.note,
    required: true,
    description: 'Why the client gives the action back, for the approval log.',
    example: 'The telephone number is not in service.',
  })
  reason: string;
}

class Lease {
  @DateTimeField('Until when the client has the action.', '2026-11-23T09:35:00.000Z')
  until: string;

  @TextField('The name of the token that claimed the action.', 'crm-connector')
  holder: string;
}

/** What a worker sends: nothing else than this. */
class Message {
  @RecipientsField('Whom an e-mail addresses; empty for calls and tasks.')
  to: RecipientResponse[];

  @RecipientsField('Who gets a copy of an e-mail.')
  cc: RecipientResponse[];

  @TextField('The subject; null if there is none.', 'Invoice INV-1042 is overdue', Nullable)
  subject: string | null;

  @TextField(
    'The text of the e-mail, the talking points of the call or the instructions of the task; null if there is none.',
    'Dear Ms Okafor, …',
    Nullable,
  )
  content: string | null;

  static from(row: ActionDetailRow): Message {
    return {
      to: RecipientResponse.listFrom(row.to_recipients),
      cc: RecipientResponse.listFrom(row.cc_recipients),
      subject: effectiveSubject({ subject: row.subject, finalSubject: row.final_subject }),
      content: effectiveContent(row),
    };
  }
}

/** A claimed action, with what is to be delivered. */
export class ClaimResponse {
  @ApiProperty({ type: ActionDetailResponse, description: 'The action, with its approval log.' })
  action: ActionDetailResponse;

  @ApiProperty({ type: Lease, description: 'The lease, which only one client holds.' })
  lease: Lease;

  @ApiProperty({ type: Message, description: 'Exactly what is to be sent.' })
  message: Message;

  static from(row: ActionDetailRow, now: Date): ClaimResponse {
    const action = ActionDetailResponse.from(row, now);
    const { lease_until, lease_holder } = action.delivery!;
    return { action, lease: { until: lease_until!, holder: lease_holder! }, message: Message.from(row) };
  }
}
