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
  SubjectInput,
  TrimmedTextInput,
  UuidInput,
  VerbatimTextInput,
} from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { Must } from '../../input/must.decorator.js';
import { DUNNING_POLICY } from '../policy/dunning-policy.js';
import { ACTION_TYPES, type ActionType } from '../../actions/lifecycle/statuses.js';

const BIG_INTEGERS = `Integers beyond ±${Number.MAX_SAFE_INTEGER.toLocaleString('en')} must be sent as strings.`;
const requiredText = { max: LIMITS.externalId, required: true } as const;

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
      'Any other data to store with the action, at most 64 KiB as JSON. The key `final_content` is reserved for the approved text. ' +
      BIG_INTEGERS,
    example: { model: 'collector-2', run: '2026-11-23' },
  })
  @Must('reserved', 'must not contain final_content, which is reserved for the approved text', (value) => {
    return !isObject(value) || !('final_content' in value);
  })
  metadata?: Record<string, unknown>;
}

/** A recommendation on an invoice, or on a customer as a whole. */
export class RecommendationInput {
  @UuidInput({
    description:
      'The id of the customer. Required unless `customer_external_id` or an invoice is given: an invoice implies its customer.',
    nullable: true,
    requiredIf: (whole) => !namesSubject(whole as RecommendationInput),
  })
  @Must(
    'required',
    'is required unless customer_external_id, invoice_id or invoice_number is given',
    (value) => value !== undefined,
  )
  customer_id?: string;

  @KeyInput({
    description: 'The key of the customer in the accounting system, instead of `customer_id`.',
    example: 'C-10042',
    nullable: true,
  })
  @Must('either', 'must not be given beside customer_id', (_, whole) => {
    return (whole as RecommendationInput).customer_id === undefined;
  })
  customer_external_id?: string;

  @UuidInput({
    description: 'The id of the invoice. Absent if the recommendation concerns the customer as a whole.',
    nullable: true,
  })
  invoice_id?: string;

  @KeyInput({
    description: 'The invoice number, instead of `invoice_id`.',
    example: 'INV-1042',
    nullable: true,
  })
  @Must('either', 'must not be given beside invoice_id', (_, whole) => {
    return (whole as RecommendationInput).invoice_id === undefined;
  })
  invoice_number?: string;

  @SingleLineInput({
    ...requiredText,
    description: 'The event that triggered the recommendation, as a code.',
    example: 'overdue_8_to_21_days',
  })
  trigger_event: string;

  @SingleLineInput({
    ...requiredText,
    description: 'The event that triggered the recommendation, as a label.',
    example: '8 to 21 days overdue',
  })
  trigger_event_label: string;

  @SingleLineInput({
    ...requiredText,
    description: `The name of the system that recommends. \`${DUNNING_POLICY}\` is reserved for the built-in policy.`,
    example: 'collections-agent',
  })
  @Must('reserved', 'must not be the name of the built-in policy', (value) => value !== DUNNING_POLICY)
  source: string;

  @KeyInput({
    description:
      'A key that makes retries safe: repeated by the same source, the request returns 200 and the first recommendation.',
    example: 'INV-1042/2026-W48',
    nullable: true,
  })
  dedupe_key?: string;

  @DateTimeInput({
    description:
      'When the recommendation expires: its undecided actions then leave the inbox and are cancelled. Must be in the future ' +
      'and after every `scheduled_for`. Default: never.',
    example: '2026-12-07T00:00:00Z',
  })
  @Must('order', 'must be after every scheduled_for', (value, whole) => {
    const { alternatives } = whole as RecommendationInput;
    const times = Array.isArray(alternatives) ? alternatives.map(({ scheduled_for }) => scheduled_for) : [];
    return !(value instanceof Date) || times.every((time) => !(time instanceof Date) || time < value);
  })
  expires_at?: Date;

  @Must(
    'recommended',
    'must contain exactly one with is_recommended true',
    (value) =>
      !Array.isArray(value) ||
      (value as Partial<AlternativeInput>[]).filter((alternative) => alternative.is_recommended).length === 1,
  )
  @ObjectListInput({
    of: () => AlternativeInput,
    min: 1,
    max: LIMITS.alternatives,
    required: true,
    description: 'The alternatives, exactly one of which is recommended.',
  })
  alternatives: AlternativeInput[];
}

/** Whether a field other than `customer_id` names the customer, or the invoice that implies the customer. */
const namesSubject = ({ customer_external_id, invoice_id, invoice_number }: RecommendationInput): boolean =>
  [customer_external_id, invoice_id, invoice_number].some((field) => field !== undefined);
