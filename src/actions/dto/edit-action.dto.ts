import { SingleLineInput, DateTimeInput, VerbatimTextInput } from '../../input/fields.js';
import { NumberInput } from '../../input/body-fields.js';
import { LIMITS } from '../../limits.js';
import type { Draft } from '../lifecycle/edits.js';

/** What may be rewritten before anybody decides. */
export class EditActionInput {
  @SingleLineInput({
    max: LIMITS.externalId,
    description: 'The subject.',
    example: 'Invoice INV-1042 is overdue',
  })
  subject?: string;

  @VerbatimTextInput({
    max: LIMITS.content,
    description: 'The draft, to the letter.',
    example: 'Hello Ms Okafor, …',
  })
  content?: string;

  @DateTimeInput({
    description:
      'When it should happen: a later time puts it off, and it is scheduled until then. It must lie before the action’s ' +
      '`expires_at`.',
    example: '2026-12-01T09:00:00Z',
  })
  scheduled_for?: Date;

  @NumberInput({ min: 0, max: 100, isInteger: true, description: 'How urgent it is.', example: 80 })
  urgency_score?: number;

  static draftOf({ subject, content, scheduled_for, urgency_score }: EditActionInput): Partial<Draft> {
    return {
      ...(subject !== undefined && { subject }),
      ...(content !== undefined && { content }),
      ...(scheduled_for !== undefined && { scheduledFor: scheduled_for }),
      ...(urgency_score !== undefined && { urgencyScore: urgency_score }),
    };
  }
}
