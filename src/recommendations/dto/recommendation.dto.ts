import { ObjectListInput } from '../../input/body-fields.js';
import { DateTimeInput, KeyInput, SingleLineInput, UuidInput } from '../../input/fields.js';
import { Must } from '../../input/must.decorator.js';
import { LIMITS } from '../../limits.js';
import { DUNNING_POLICY } from '../../actions/lifecycle/decisions/author.js';
import { AlternativeInput } from './alternative.dto.js';

const requiredText = { max: LIMITS.externalId, required: true } as const;

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
