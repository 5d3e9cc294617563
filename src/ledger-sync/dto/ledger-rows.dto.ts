import { BooleanInput } from '../../input/body-fields.js';
import { EnumInput, SingleLineInput } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { Must } from '../../input/must.decorator.js';
import { readBalance, readCurrency, readDecimalAmount } from '../ledger-values.js';
import {
  CurrencyInput,
  DecimalInput,
  EmailInput,
  canBeDecimal,
  LedgerDateInput,
  ReadOnlyInput,
  TimeZoneInput,
} from './row-fields.js';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../ledger/invoice-status.js';

const text = { max: LIMITS.externalId } as const;
const requiredText = { ...text, required: true } as const;

/** A person at the company. */
export class ContactInput {
  @SingleLineInput({
    ...requiredText,
    description: 'The key of the contact in the accounting system.',
    example: 'E-204',
  })
  external_id: string;

  @SingleLineInput({ ...requiredText, description: 'The name of the contact.', example: 'Dana Whitfield' })
  name: string;

  @EmailInput({
    required: true,
    description: 'The e-mail address of the contact.',
    example: 'dana.whitfield@example.com',
  })
  email: string;

  @SingleLineInput({
    ...text,
    description: 'The role of the contact in the company.',
    example: 'Head of Collections',
  })
  role?: string;

  @BooleanInput({ description: 'Whether `approved_by` may name the contact. Default: true.', example: true })
  active?: boolean;

  @ReadOnlyInput()
  id?: unknown;

  @ReadOnlyInput()
  created_at?: unknown;

  @ReadOnlyInput()
  updated_at?: unknown;
}

/** A customer, who owes invoices. */
export class CustomerInput {
  @SingleLineInput({
    ...requiredText,
    description: 'The key of the customer in the accounting system.',
    example: 'C-10042',
  })
  external_id: string;

  @SingleLineInput({
    ...requiredText,
    description: 'The name of the customer.',
    example: 'Acme Industrial Supply',
  })
  name: string;

  @EmailInput({ description: 'The e-mail address of the customer.', example: 'payables@acme.example' })
  email?: string;

  @SingleLineInput({ ...text, description: 'The telephone number of the customer.', example: '+1 555 0142' })
  phone?: string;

  @SingleLineInput({
    ...text,
    description: 'The name of the contact person at the customer.',
    example: 'Ngozi Okafor',
  })
  contact_name?: string;

  @TimeZoneInput({ description: 'The IANA time zone of the customer.', example: 'America/Chicago' })
  time_zone?: string;

  @ReadOnlyInput()
  id?: unknown;

  @ReadOnlyInput()
  created_at?: unknown;

  @ReadOnlyInput()
  updated_at?: unknown;
}

/** An invoice. */
export class InvoiceInput {
  @SingleLineInput({ ...requiredText, description: 'The invoice number.', example: 'INV-1042' })
  invoice_number: string;

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
    description: 'The invoice amount, above zero.',
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
      'The status of the invoice. Proposed and scheduled actions are cancelled when their invoice becomes `paid` or `void`.',
    example: 'open',
  })
  status: InvoiceStatus;

  @DecimalInput({
    code: 'balance',
    read: (value, row) =>
      readBalance(value, { amount: amountOf(row), currency: currencyOf(row), isOpen: isOpen(row) }),
    description:
      'The open balance: above zero and at most the amount if the invoice is open, otherwise zero. Default: the amount if the ' +
      'invoice is open, otherwise zero.',
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
