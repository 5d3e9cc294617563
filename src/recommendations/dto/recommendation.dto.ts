import {
  AnyJsonInput,
  BooleanInput,
  ObjectListInput,
  JsonObjectInput,
  NumberInput,
} from '../../input/body-fields.js';
import { isObject } from '../../input/check-input.js';
import {
  EnumInput,
  DateTimeInput,
  KeyInput,
  SingleLineInput,
  TrimmedTextInput,
  UuidInput,
  VerbatimTextInput,
} from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { Must } from '../../input/must.decorator.js';
import { DUNNING_POLICY } from '../policy/dunning-policy.js';
import { ACTION_TYPES, type ActionType } from '../../actions/lifecycle/statuses.js';

const WHOLE_NUMBERS = `Whole numbers beyond ±${Number.MAX_SAFE_INTEGER.toLocaleString('en')} are sent as texts.`;
const code = { max: LIMITS.externalId, required: true } as const;

/** One thing that could be done. */
export class AlternativeInput {
  @EnumInput({ of: ACTION_TYPES, required: true, description: 'What kind of step it is.', example: 'email' })
  action_type: ActionType;

  @SingleLineInput({
    ...code,
    description: 'What is recommended, for programs; `wait_for_customer` needs no action.',
    example: 'send_second_reminder',
  })
  recommendation: string;

  @SingleLineInput({
    ...code,
    description: 'What is recommended, for people.',
    example: 'Send a second reminder',
  })
  recommendation_label: string;

  @TrimmedTextInput({
    max: LIMITS.note,
    required: true,
    description: 'The step in a sentence.',
    example: 'Send Acme Industrial Supply a second reminder about INV-1042.',
  })
  description: string;

  @BooleanInput({
    required: true,
    description: 'Whether a person has something to do; never with `wait_for_customer`.',
    example: true,
  })
  @Must('wait', 'must be false with wait_for_customer', (value, whole) => {
    return value !== true || (whole as AlternativeInput).recommendation !== 'wait_for_customer';
  })
  action_required: boolean;

  @BooleanInput({
    required: true,
    description: 'Whether it is the recommended one: exactly one is.',
    example: true,
  })
  is_recommended: boolean;

  @NumberInput({
    min: 0,
    max: 100,
    isInteger: true,
    required: true,
    description: 'How urgent it is.',
    example: 62,
  })
  urgency_score: number;

  @NumberInput({ min: 0, max: 1, description: 'How sure you are.', example: 0.85 })
  confidence?: number;

  @TrimmedTextInput({
    max: LIMITS.reasoning,
    description: 'Why you propose it.',
    example: 'Two weeks overdue, and no answer to the first reminder.',
  })
  reasoning?: string;

  @AnyJsonInput({
    description: `What you base it on, in a form of your own: people see it beside the draft. ${WHOLE_NUMBERS}`,
    example: [{ source: 'payment history', fact: 'The last three invoices were paid after the first call.' }],
  })
  evidence?: unknown;

  @SingleLineInput({
    max: LIMITS.externalId,
    description: 'The subject of the draft.',
    example: 'Invoice INV-1042 is overdue',
  })
  subject?: string;

  @VerbatimTextInput({
    max: LIMITS.content,
    description: 'The draft: an e-mail’s text, a call’s talking points, a task’s instructions.',
    example: 'Dear Ms Okafor, …',
  })
  content?: string;

  @DateTimeInput({
    description:
      'When it should happen: at once unless given; a later time makes it `scheduled` until then. It must lie before `expires_at`.',
    example: '2026-12-01T09:00:00Z',
  })
  scheduled_for?: Date;

  @JsonObjectInput({
    description:
      'What else you want to keep with it; `final_content` is reserved for what a person approves. ' +
      WHOLE_NUMBERS,
    example: { model: 'collector-2', run: '2026-11-23' },
  })
  @Must('reserved', 'must not hold final_content: that is what a person approves', (value) => {
    return !isObject(value) || !('final_content' in value);
  })
  metadata?: Record<string, unknown>;
}

/** A proposal on an invoice, or on a customer as a whole. */
export class RecommendationInput {
  @UuidInput({
    description: 'Who owes; or else `customer_external_id`.',
    nullable: true,
    requiredIf: (whole) => (whole as RecommendationInput).customer_external_id === undefined,
  })
  @Must('required', 'is required, or else customer_external_id', (value) => value !== undefined)
  customer_id?: string;

  @KeyInput({
    description: 'Who owes, by the accounting system’s key; instead of `customer_id`.',
    example: 'C-10042',
    nullable: true,
  })
  @Must('either', 'must not be given beside customer_id', (_, whole) => {
    return (whole as RecommendationInput).customer_id === undefined;
  })
  customer_external_id?: string;

  @UuidInput({ description: 'What is owed; none where it concerns the customer as a whole.', nullable: true })
  invoice_id?: string;

  @KeyInput({
    description: 'What is owed, by its number; instead of `invoice_id`.',
    example: 'INV-1042',
    nullable: true,
  })
  @Must('either', 'must not be given beside invoice_id', (_, whole) => {
    return (whole as RecommendationInput).invoice_id === undefined;
  })
  invoice_number?: string;

  @SingleLineInput({
    ...code,
    description: 'What gave rise to it, for programs.',
    example: 'overdue_8_to_21_days',
  })
  trigger_event: string;

  @SingleLineInput({
    ...code,
    description: 'What gave rise to it, for people.',
    example: '8 to 21 days overdue',
  })
  trigger_event_label: string;

  @SingleLineInput({
    ...code,
    description: `Who proposes it: a name of your own. \`${DUNNING_POLICY}\` is the built-in policy’s.`,
    example: 'collections-agent',
  })
  @Must('reserved', 'must not be the built-in policy’s', (value) => value !== DUNNING_POLICY)
  source: string;

  @KeyInput({
    description:
      'Your own name for this proposal: posted again from the same source, it is answered 200 with what the first made.',
    example: 'INV-1042/2026-W48',
    nullable: true,
  })
  dedupe_key?: string;

  @DateTimeInput({
    description:
      'Until when it holds: then its undecided actions leave the inbox, and are cancelled. It must lie in the future, and ' +
      'after every `scheduled_for`.',
    example: '2026-12-07T00:00:00Z',
  })
  @Must('order', 'must lie after every scheduled_for', (value, whole) => {
    const { alternatives } = whole as RecommendationInput;
    const times = Array.isArray(alternatives) ? alternatives.map((one) => one.scheduled_for) : [];
    return !(value instanceof Date) || times.every((time) => !(time instanceof Date) || time < value);
  })
  expires_at?: Date;

  @Must(
    'recommended',
    'must hold exactly one that is_recommended',
    (value) =>
      !Array.isArray(value) ||
      (value as Partial<AlternativeInput>[]).filter((one) => one.is_recommended).length === 1,
  )
  @ObjectListInput({
    of: () => AlternativeInput,
    min: 1,
    max: LIMITS.alternatives,
    required: true,
    description: 'What could be done; exactly one of them is recommended.',
  })
  alternatives: AlternativeInput[];
}
