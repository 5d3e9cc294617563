import { BooleanInput } from '../../input/body-fields.js';
import { EnumInput, SingleLineInput } from '../../input/fields.js';
import { Must } from '../../input/must.decorator.js';
import {
  INVOICE_KINDS,
  INVOICE_STATUSES,
  type InvoiceKind,
  type InvoiceStatus,
} from '../../ledger/invoice-status.js';
import { LIMITS } from '../../limits.js';
import { readBalance, readCurrency, readDecimalAmount } from '../ledger-values.js';
import { canBeDecimal, CurrencyInput, DecimalInput, LedgerDateInput, ReadOnlyInput } from './row-fields.js';

const text = { max: LIMITS.externalId } as const;
const requiredText = { ...text, required: true } as const;

/** An invoice or a credit note. */
export class InvoiceInput {
  @SingleLineInput({
    ...text,
    description:
      'The key of the invoice in the accounting system. Needed only if invoice numbers repeat, for example because each entity ' +
      'has its own. A row with a new `external_id` gives it to the stored invoice of that number and customer that has none. ' +
      'A row without it never removes it.',
    example: null,
  })
  external_id?: string;

  @SingleLineInput({
    ...requiredText,
    description:
      'The invoice number, which identifies the invoice if there is no `external_id`. Refused as `conflicting_invoice` if it ' +
      'is the number of another customer’s invoice, unless amount, currency and issue date are equal: then the invoice is transferred.',
    example: 'INV-1042',
  })
  invoice_number: string;

  @EnumInput({
    of: INVOICE_KINDS,
    nullable: true,
    description:
      'Whether this is an invoice or a credit note. A credit note has its amounts as they are on the document, above zero; it ' +
      'reduces what the customer owes and is never dunned. The kind of a stored invoice cannot change. Default: `invoice`.',
    example: 'invoice',
  })
  kind?: InvoiceKind;

  @SingleLineInput({
    ...requiredText,
    description:
      'The `external_id` of the customer, who must be in the same request or already in the ledger.',
    example: 'C-10042',
  })
  customer_external_id: string;

  @DecimalInput({
    required: true,
    code: 'amount',
    read: (value, row) => readDecimalAmount(value, currencyOf(row)),
    description: 'The amount on the document, above zero.',
    example: '1250.00',
  })
  amount: string | number;

  @CurrencyInput({ required: true, description: 'The ISO 4217 currency code.', example: 'USD' })
  currency: string;

  @LedgerDateInput({ required: true, description: 'The issue date.', example: '2026-09-12' })
  issued_on: string;

  @LedgerDateInput({
    description: 'The due date. Required unless `due_on` is given.',
    example: '2026-10-12',
    requiredIf: (row) => (row as InvoiceInput).due_on === undefined,
  })
  @Must('required', 'is required', (value) => value !== undefined)
  due_date?: string;

  @LedgerDateInput({
    description: 'The former name of `due_date`. Only one of the two may be given.',
    deprecated: true,
  })
  @Must('either', 'must not be given beside due_date', (_, row) => {
    return (row as InvoiceInput).due_date === undefined;
  })
  due_on?: string;

  @EnumInput({
    of: INVOICE_STATUSES,
    required: true,
    description:
      'The status of the invoice. Its unfinished actions, approved ones included, are cancelled when it becomes `paid` or `void`.',
    example: 'open',
  })
  status: InvoiceStatus;

  @DecimalInput({
    code: 'balance',
    read: (value, row) =>
      readBalance(value, {
        amount: amountOf(row),
        currency: currencyOf(row),
        isOpen: isOpen(row),
        isCreditNote: (row as InvoiceInput).kind === 'credit_note',
      }),
    isSigned: true,
    description:
      'The open balance. Of an open invoice: at most the amount, not zero, and below zero if the invoice is overpaid. Of an open ' +
      'credit note: the credit that is left, above zero and at most the amount. Otherwise zero. Default: the amount if the status ' +
      'is `open`, otherwise zero.',
    example: '1250.00',
  })
  balance?: string | number;

  @BooleanInput({ description: 'Whether the customer disputes the invoice. Default: false.', example: false })
  disputed?: boolean;

  @LedgerDateInput({
    description: 'The day on which the customer promised to pay; null without a promise.',
    example: null,
  })
  promised_on?: string;

  @LedgerDateInput({
    description: 'The day on which the invoice was paid. Allowed only if the status is `paid`.',
    example: null,
  })
  @Must('status', 'must not be given unless the status is paid', (_, row) => {
    return (row as InvoiceInput).status === 'paid';
  })
  settled_on?: string;

  @ReadOnlyInput()
  customer?: unknown;

  @ReadOnlyInput()
  hold?: unknown;

  @ReadOnlyInput()
  customer_hold?: unknown;

  @ReadOnlyInput()
  id?: unknown;

  @ReadOnlyInput()
  created_at?: unknown;

  @ReadOnlyInput()
  updated_at?: unknown;
}

// These read rows before they are validated: a field of the wrong type has its own error.
function currencyOf(row: object): string | null {
  const reading = readCurrency((row as InvoiceInput).currency);
  return 'value' in reading ? reading.value : null;
}

function amountOf(row: object): string | null {
  const { amount } = row as InvoiceInput;
  if (!canBeDecimal(amount)) return null;
  const reading = readDecimalAmount(String(amount), currencyOf(row));
  return 'value' in reading ? reading.value : null;
}

function isOpen(row: object): boolean | null {
  const { status } = row as InvoiceInput;
  return INVOICE_STATUSES.includes(status) ? status === 'open' : null;
}
