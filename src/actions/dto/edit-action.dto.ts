import { Line, Instant, VerbatimText } from '../../input/fields.js';
import { Numeric } from '../../input/body-fields.js';
import { LIMITS } from '../../limits.js';
import type { Draft } from '../lifecycle/edits.js';

/** What may be rewritten before anybody decides. */
export class EditActionInput {
  @Line({ max: LIMITS.externalId, description: 'The subject.', example: 'Invoice INV-1042 is overdue' })
  subject?: string;

  @VerbatimText({
    max: LIMITS.content,
    description: 'The draft, to the letter.',
    example: 'Hello Ms Okafor, …',
  })
  content?: string;

  @Instant({
    description:
      'When it should happen: a later time puts it off, and it is scheduled until then. It must lie before the action’s ' +
      '`expires_at`.',
    example: '2026-12-01T09:00:00Z',
  })
  scheduled_for?: Date;

  @Numeric({ min: 0, max: 100, isInteger: true, description: 'How urgent it is.', example: 80 })
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
