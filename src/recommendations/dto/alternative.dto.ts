import { applyDecorators } from '@nestjs/common';
import {
  COPY_EXAMPLE,
  type RecipientInput,
  RecipientsInput,
  toRecipients,
} from '../../actions/dto/recipient.dto.js';
import { recipientsProblem } from '../../actions/lifecycle/recipients.js';
import { ACTION_TYPES, type ActionType } from '../../actions/lifecycle/statuses.js';
import { AnyJsonInput, BooleanInput, JsonObjectInput, NumberInput } from '../../input/body-fields.js';
import { isObject } from '../../input/check-input.js';
import {
  DateTimeInput,
  EnumInput,
  SingleLineInput,
  SubjectInput,
  TrimmedTextInput,
  VerbatimTextInput,
} from '../../input/fields.js';
import { Must } from '../../input/must.decorator.js';
import { LIMITS } from '../../limits.js';

const BIG_INTEGERS = `Integers beyond ±${Number.MAX_SAFE_INTEGER.toLocaleString('en')} must be sent as strings.`;
const requiredText = { max: LIMITS.externalId, required: true } as const;

const MustBeOfEmail = (): PropertyDecorator =>
  Must('email_only', 'must not be given unless action_type is email', (_, whole) => {
    return (whole as AlternativeInput).action_type === 'email';
  });

/** Reports a problem of both lists at the one that has it. Items that are no objects, or have no address, have errors of their own. */
const MustBeRecipients = (field: 'to' | 'cc'): PropertyDecorator => {
  const problemOf = (whole: object) => {
    const { to, cc } = whole as AlternativeInput;
    const lists = [to ?? [], cc ?? []].map((list) => (Array.isArray(list) ? list : []));
    const [addressed, copied] = lists.map((list) =>
      list.filter(({ address }) => typeof address === 'string'),
    );
    const problem = recipientsProblem(toRecipients(addressed!), toRecipients(copied!));
    return problem?.field === field ? problem : null;
  };
  return applyDecorators(
    ...(['without_to', 'count', 'repeated'] as const).map((code) =>
      Must(
        code,
        (_, whole) => problemOf(whole)!.sentence,
        (_, whole) => problemOf(whole)?.code !== code,
      ),
    ),
  );
};

/** One alternative of a recommendation, which becomes an action. */
export class AlternativeInput {
  @EnumInput({ of: ACTION_TYPES, required: true, description: 'The type of the action.', example: 'email' })
  action_type: ActionType;

  @SingleLineInput({
    ...requiredText,
    description: 'The recommended step, as a code; `wait_for_customer` needs no action.',
    example: 'send_second_reminder',
  })
  recommendation: string;

  @SingleLineInput({
    ...requiredText,
    description: 'The recommended step, as a label.',
    example: 'Send a second reminder',
  })
  recommendation_label: string;

  @TrimmedTextInput({
    max: LIMITS.note,
    required: true,
    description: 'The action in one sentence.',
    example: 'Send Acme Industrial Supply a second reminder about INV-1042.',
  })
  description: string;

  @BooleanInput({
    required: true,
    description: 'Whether a person must act; must be false with `wait_for_customer`.',
    example: true,
  })
  @Must('wait', 'must be false with wait_for_customer', (value, whole) => {
    return value !== true || (whole as AlternativeInput).recommendation !== 'wait_for_customer';
  })
  action_required: boolean;

  @BooleanInput({
    required: true,
    description: 'Whether this is the recommended alternative: exactly one is.',
    example: true,
  })
  is_recommended: boolean;

  @NumberInput({
    min: 0,
    max: 100,
    isInteger: true,
    required: true,
    description: 'The urgency, from 0 to 100 (most urgent).',
    example: 62,
  })
  urgency_score: number;

  @NumberInput({ min: 0, max: 1, description: 'The confidence of the source, from 0 to 1.', example: 0.85 })
  confidence?: number;

  @TrimmedTextInput({
    max: LIMITS.reasoning,
    description: 'Why the source suggests the action.',
    example: 'Two weeks overdue, and no answer to the first reminder.',
  })
  reasoning?: string;

  @AnyJsonInput({
    maxBytes: LIMITS.evidence,
    description: `The evidence for the action, which is shown beside the draft: a string, list or object. At most 64 KiB as JSON. ${BIG_INTEGERS}`,
    example: [{ source: 'payment history', fact: 'The last three invoices were paid after the first call.' }],
  })
  evidence?: unknown;

  @SubjectInput()
  subject?: string;

  @VerbatimTextInput({
    max: LIMITS.content,
    description:
      'The text of the draft: of an e-mail, the talking points of a call, or the instructions of a task.',
    example: 'Dear Ms Okafor, …',
  })
  content?: string;

  @RecipientsInput(
    'Whom the e-mail addresses. Default: the first contact of the customer for dunning, or else for billing, or else the e-mail ' +
      'address of the customer.',
  )
  @MustBeOfEmail()
  @MustBeRecipients('to')
  to?: RecipientInput[];

  @RecipientsInput(
    `Who gets a copy; only beside \`to\`. Together with \`to\` at most ${LIMITS.recipients}, none twice.`,
    COPY_EXAMPLE,
  )
  @MustBeOfEmail()
  @MustBeRecipients('cc')
  cc?: RecipientInput[];

  @DateTimeInput({
    description:
      'When the action should happen. Default: now. With a later time, the action is `scheduled` until then. Must be before ' +
      '`expires_at`.',
    example: '2026-12-01T09:00:00Z',
  })
  scheduled_for?: Date;

  @JsonObjectInput({
    maxBytes: LIMITS.metadata,
    description:
      'Any other data to store with the action, at most 64 KiB as JSON. The keys `final_content` and `final_subject` are reserved for what was approved. ' +
      BIG_INTEGERS,
    example: { model: 'collector-2', run: '2026-11-23' },
  })
  @Must(
    'reserved',
    'must not contain final_content or final_subject, which are reserved for what was approved',
    (value) => {
      return !isObject(value) || !('final_content' in value || 'final_subject' in value);
    },
  )
  metadata?: Record<string, unknown>;
}
