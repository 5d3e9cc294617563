import { ApiProperty, PickType } from '@nestjs/swagger';
import {
  DateField,
  DateTimeField,
  IntegerField,
  Nullable,
  TextField,
  timestamp,
  UuidField,
} from '../../api/response/response-fields.js';
import { LIMITS } from '../../limits.js';
import { BUCKETS } from '../../ledger/aging/aging-buckets.js';
import { CustomerReference } from '../../ledger/dto/customer-reference.js';
import { AgingBalances } from '../../ledger/dto/aging.response.js';
import type {
  CustomerCurrency,
  CustomerSummary,
} from '../../ledger/customers/customer-summary.repository.js';
import { withMinorDigits } from '../../ledger/money.js';
import type { Contact } from '../inbox/last-contact.js';
import { ACTION_TYPES, type ActionType } from '../lifecycle/statuses.js';

class AgingBuckets extends PickType(AgingBalances, BUCKETS) {}

class PromiseSummary {
  @DateField(
    'The earliest day for which the customer promised to pay an open invoice; in the past if it did not.',
    '2026-12-04',
  )
  on: string;

  @TextField('The open balance of all invoices with a promise, as a decimal string.', '410.50')
  amount: string;
}

class CustomerCurrencyResponse {
  @TextField('The ISO 4217 currency code.', 'USD')
  currency: string;

  @TextField('The total balance, less all `credits`, as a decimal string.', '1660.50')
  open: string;

  @TextField('The balance that is overdue, as a decimal string.', '410.50')
  overdue: string;

  @TextField('The part of `open` that is credit, as a decimal string, zero or below.', '0.00')
  credits: string;

  @ApiProperty({ type: AgingBuckets, description: 'The balances by days overdue.' })
  buckets: AgingBuckets;

  @ApiProperty({
    type: PromiseSummary,
    nullable: true,
    description: 'The promised payment; null without a promise on an open invoice.',
  })
  promise: PromiseSummary | null;

  static from({ balances, overdue, promised, promised_on }: CustomerCurrency): CustomerCurrencyResponse {
    const { currency, total, credits, ...buckets } = AgingBalances.from(balances);
    return {
      currency,
      open: total,
      overdue: withMinorDigits(overdue, currency),
      credits,
      buckets,
      promise:
        promised_on === null ? null : { on: promised_on, amount: withMinorDigits(promised!, currency) },
    };
  }
}

class LastContact {
  @DateTimeField('When the e-mail was sent or the call was completed.', '2026-11-16T09:30:00.000Z')
  at: string;

  @UuidField('The id of the action.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f809')
  action_id: string;

  @ApiProperty({ enum: ACTION_TYPES, description: 'The type of the action.', example: 'call' })
  action_type: ActionType;

  @TextField('The description of the action.', 'Ask what became of the promise.')
  description: string;
}

/** A customer at a glance. */
export class CustomerSummaryResponse {
  @ApiProperty({ type: CustomerReference, description: 'The customer.' })
  customer: CustomerReference;

  @DateField('The day on which days overdue are counted: today, in UTC.', '2026-11-23')
  as_of: string;

  @ApiProperty({
    type: [CustomerCurrencyResponse],
    description: 'The open balances, one item for each currency with open invoices or credits.',
  })
  currencies: CustomerCurrencyResponse[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: `The days from due date to settlement of the \`paid_invoices\`, on average; below zero if they were paid early. Null if there are none.`,
    example: 12,
  })
  average_days_late: number | null;

  @IntegerField(
    `The number of invoices that were paid in the last ${LIMITS.paymentDays} days, without those whose day of settlement is not known.`,
    8,
  )
  paid_invoices: number;

  @ApiProperty({
    type: LastContact,
    ...Nullable,
    description:
      'The latest e-mail or call to the customer that was sent or completed; null if there is none.',
  })
  last_contact: LastContact | null;

  static from(summary: CustomerSummary, as_of: string, contact: Contact | null): CustomerSummaryResponse {
    const { id, name, currencies, average_days_late, paid_invoices } = summary;
    return {
      customer: { id, name },
      as_of,
      currencies: currencies.map(CustomerCurrencyResponse.from),
      average_days_late,
      paid_invoices,
      last_contact: contact && { ...contact, at: timestamp(contact.at) },
    };
  }
}
