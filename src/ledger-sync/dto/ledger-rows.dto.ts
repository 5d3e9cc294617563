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
    description: 'Key of the contact in the accounting system.',
    example: 'E-204',
  })
  external_id: string;

  @SingleLineInput({ ...requiredText, description: 'Name of the contact.', example: 'Dana Whitfield' })
  name: string;

  @EmailInput({ required: true, description: 'E-mail address.', example: 'dana.whitfield@example.com' })
  email: string;

  @SingleLineInput({ ...text, description: 'Job title.', example: 'Head of Collections' })
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
    description: 'Key of the customer in the accounting system.',
    example: 'C-10042',
  })
  external_id: string;

  @SingleLineInput({
    ...requiredText,
    description: 'Name of the customer.',
    example: 'Acme Industrial Supply',
  })
  name: string;

  @EmailInput({ description: 'E-mail address.', example: 'payables@acme.example' })
  email?: string;

  @SingleLineInput({ ...text, description: 'Phone number.', example: '+1 555 0142' })
  phone?: string;

  @SingleLineInput({ ...text, description: 'Name of the person to contact.', example: 'Ngozi Okafor' })
  contact_name?: string;

  @TimeZoneInput({ description: 'IANA time zone of the customer.', example: 'America/Chicago' })
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
  @SingleLineInput({ ...requiredText, description: 'Invoice number.', example: 'INV-1042' })
  invoice_number: string;

  @SingleLineInput({
    ...requiredText,
    description: '`external_id` of the customer, who must be in the same request or already in the ledger.',
    example: 'C-10042',
  })
  customer_external_id: string;

  @DecimalInput({
    required: true,
    code: 'amount',
    read: (value, row) => readDecimalAmount(value, currencyOf(row)),
    description: 'Invoice amount, above zero.',
    example: '1250.00',
  })
  amount: string | number;

  @CurrencyInput({ required: true, description: 'ISO 4217 currency code.', example: 'USD' })
  currency: string;

  @LedgerDateInput({ required: true, description: 'Issue date.', example: '2026-09-12' })
  issued_on: string;

  @LedgerDateInput({
    description: 'Due date. Required unless `due_on` is given.',
    example: '2026-10-12',
    neededBy: (row) => (row as InvoiceInput).due_on === undefined,
  })
  @Must('required', 'is required', (value) => value !== undefined)
  due_date?: string;

  @LedgerDateInput({
    description: 'Former name of `due_date`. Only one of the two may be given.',
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
      'Status. Proposed and scheduled actions are cancelled when their invoice becomes `paid` or `void`.',
    example: 'open',
  })
  status: InvoiceStatus;

  @DecimalInput({
    code: 'balance',
    read: (value, row) =>
      readBalance(value, { amount: amountOf(row), currency: currencyOf(row), isOpen: isOpen(row) }),
    description:
      'Open balance: above zero and at most the amount if the invoice is open, otherwise zero. Default: the amount if the ' +
      'invoice is open, otherwise zero.',
    example: '1250.00',
  })
  balance?: string | number;

  @BooleanInput({ description: 'Whether the customer disputes the invoice. Default: false.', example: false })
  disputed?: boolean;

  @LedgerDateInput({
    description: 'Date on which the customer promised to pay. Null if there is no promise.',
    example: null,
  })
  promised_on?: string;

  @LedgerDateInput({ description: 'Payment date. Allowed only if the status is `paid`.', example: null })
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
