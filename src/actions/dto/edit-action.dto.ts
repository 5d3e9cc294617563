import { SubjectInput, DateTimeInput, UuidInput, VerbatimTextInput } from '../../input/fields.js';
import { NumberInput } from '../../input/body-fields.js';
import { LIMITS } from '../../limits.js';
import { COPY_EXAMPLE, type RecipientInput, RecipientsInput, toRecipients } from './recipient.dto.js';
import type { Draft } from '../lifecycle/edits.js';

/** The fields that can be edited before the decision. */
export class EditActionInput {
  @SubjectInput()
  subject?: string;

  @VerbatimTextInput({
    max: LIMITS.content,
    description: 'The text of the draft, kept verbatim.',
    example: 'Hello Ms Okafor, …',
  })
  content?: string;

  @DateTimeInput({
    description:
      'When the action should happen. If this time is in the future, the action is `scheduled` until then. It must be before ' +
      '`expires_at`.',
    example: '2026-12-01T09:00:00Z',
  })
  scheduled_for?: Date;

  @NumberInput({
    min: 0,
    max: 100,
    isInteger: true,
    description: 'The urgency, from 0 to 100 (most urgent).',
    example: 80,
  })
  urgency_score?: number;

  @RecipientsInput(
    'The recipients, which replace the present ones; an empty list removes them. Only of an e-mail.',
  )
  to?: RecipientInput[];

  @RecipientsInput(
    `The recipients of copies, which replace the present ones. Together with \`to\` at most ${LIMITS.recipients}, none twice.`,
    COPY_EXAMPLE,
  )
  cc?: RecipientInput[];

  @UuidInput({
    nullable: true,
    keepsNull: true,
    description: 'The id of an active contact, to whom the action is assigned; null ends the assignment.',
    example: '019aaf2e-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
  })
  assigned_to?: string | null;

  static toDraft(input: EditActionInput): Partial<Draft> {
    const { subject, content, scheduled_for, urgency_score, to, cc, assigned_to } = input;
    return {
      ...(subject !== undefined && { subject }),
      ...(content !== undefined && { content }),
      ...(scheduled_for !== undefined && { scheduledFor: scheduled_for }),
      ...(urgency_score !== undefined && { urgencyScore: urgency_score }),
      ...(to !== undefined && { toRecipients: toRecipients(to) }),
      ...(cc !== undefined && { ccRecipients: toRecipients(cc) }),
      ...(assigned_to !== undefined && { assignedTo: assigned_to }),
    };
  }
}
