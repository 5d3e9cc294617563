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
  TimeZoneInput,
} from './row-fields.js';
import { INVOICE_STATUSES, type InvoiceStatus } from '../../ledger/invoice-status.js';

const text = { max: LIMITS.externalId } as const;
const needed = { ...text, required: true } as const;

/** One of the company's own people. */
export class ContactInput {
  @SingleLineInput({ ...needed, description: 'Your own key for the person.', example: 'E-204' })
  external_id: string;

  @SingleLineInput({ ...needed, description: 'The name.', example: 'Dana Whitfield' })
  name: string;

  @EmailInput({ required: true, description: 'The address.', example: 'dana.whitfield@example.com' })
  email: string;

  @SingleLineInput({ ...text, description: 'What the person does.', example: 'Head of Collections' })
  role?: string;

  @BooleanInput({ description: 'Whether the person may decide; true unless given.', example: true })
  active?: boolean;
}

/** Who owes. */
export class CustomerInput {
  @SingleLineInput({ ...needed, description: 'Your own key for the customer.', example: 'C-10042' })
  external_id: string;

  @SingleLineInput({ ...needed, description: 'The name.', example: 'Acme Industrial Supply' })
  name: string;

  @EmailInput({ description: 'Where to write to.', example: 'payables@acme.example' })
  email?: string;

  @SingleLineInput({ ...text, description: 'Where to call.', example: '+1 555 0142' })
  phone?: string;

  @SingleLineInput({ ...text, description: 'Whom to ask for.', example: 'Ngozi Okafor' })
  contact_name?: string;

  @TimeZoneInput({ description: 'Where the customer is: an IANA time zone.', example: 'America/Chicago' })
  time_zone?: string;
}

/** What is owed. */
export class InvoiceInput {
  @SingleLineInput({ ...needed, description: 'Its number.', example: 'INV-1042' })
  invoice_number: string;

  @SingleLineInput({
    ...needed,
    description: 'Who owes it: a customer of this call, or one that is known already.',
    example: 'C-10042',
  })
  customer_external_id: string;

  @DecimalInput({
    required: true,
    code: 'amount',
    read: (value, row) => readDecimalAmount(value, currencyOf(row)),
    description: 'What it is over: above zero.',
    example: '1250.00',
  })
  amount: string | number;

  @CurrencyInput({ required: true, description: 'ISO 4217.', example: 'USD' })
  currency: string;

  @LedgerDateInput({ required: true, description: 'When it was issued.', example: '2026-09-12' })
  issued_on: string;

  @LedgerDateInput({ required: true, description: 'When it is due.', example: '2026-10-12' })
  due_on: string;

  @EnumInput({
    of: INVOICE_STATUSES,
    required: true,
    description: 'Whether it is still owed. What is `paid` or `void` has no open actions any more.',
    example: 'open',
  })
  status: InvoiceStatus;

  @DecimalInput({
    code: 'balance',
    read: (value, row) =>
      readBalance(value, { amount: amountOf(row), currency: currencyOf(row), isOpen: isOpen(row) }),
    description:
      'What is still owed of it: above zero and at most the amount while it is open, zero otherwise. Unless given, all or ' +
      'nothing.',
    example: '1250.00',
  })
  balance?: string | number;

  @BooleanInput({ description: 'Whether the customer disputes it; false unless given.', example: false })
  disputed?: boolean;

  @LedgerDateInput({ description: 'For which day the customer has promised to pay it.', example: null })
  promised_on?: string;

  @LedgerDateInput({ description: 'When it was paid; only where the status is `paid`.', example: null })
  @Must('status', 'must not be given unless the status is paid', (_, row) => {
    return (row as InvoiceInput).status === 'paid';
  })
  settled_on?: string;
}

// Rows are as they were sent: what is no text has its own error, and must not be read as one here.
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
