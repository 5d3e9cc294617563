import { ApiProperty } from '@nestjs/swagger';
import { DateField, TextField } from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import { type Bucket, BUCKETS } from '../aging/aging-buckets.js';
import type { CustomerBalances } from '../aging/aging.repository.js';
import type { Balances } from '../aging/balances-sql.js';
import { withMinorDigits } from '../money.js';
import { CustomerReference } from './customer-reference.js';

/** The open balances in one currency, by days overdue. */
export class AgingBalances implements Record<Bucket, string> {
  @TextField('The ISO 4217 currency code.', 'USD')
  currency: string;

  @TextField('The balance that is not overdue, less all `credits`, as a decimal string.', '1250.00')
  current: string;

  @TextField('The balance that is 1 to 30 days overdue, as a decimal string.', '0.00')
  days_1_30: string;

  @TextField('The balance that is 31 to 60 days overdue, as a decimal string.', '410.50')
  days_31_60: string;

  @TextField('The balance that is 61 to 90 days overdue, as a decimal string.', '0.00')
  days_61_90: string;

  @TextField('The balance that is 91 or more days overdue, as a decimal string.', '0.00')
  days_91_plus: string;

  @TextField(
    'The part of `current` that is credit, as a decimal string, zero or below: open credit notes, and what was paid too much.',
    '0.00',
  )
  credits: string;

  @TextField(
    'The total balance, the sum of all buckets from `current` to `days_91_plus`, as a decimal string.',
    '1660.50',
  )
  total: string;

  static from(row: Balances): AgingBalances {
    const { currency } = row;
    const amountIn = (column: keyof Balances) => [column, withMinorDigits(row[column], currency)];
    return {
      currency,
      ...Object.fromEntries([...BUCKETS, 'credits' as const, 'total' as const].map(amountIn)),
    } as AgingBalances;
  }
}

/** The open balances of one customer. */
export class CustomerAging {
  @ApiProperty({ type: CustomerReference, description: 'The customer.' })
  customer: CustomerReference;

  @ApiProperty({
    type: [AgingBalances],
    description: 'The open balances of the customer, one item for each currency.',
  })
  balances: AgingBalances[];

  static from({ id, name, balances }: CustomerBalances): CustomerAging {
    return { customer: { id, name }, balances: balances.map(AgingBalances.from) };
  }
}

export class AgingPage extends pageOf(CustomerAging, 'CustomerAgingPage') {
  @DateField('The day of the balances, on which days overdue are counted.', '2026-11-23')
  as_of: string;

  @ApiProperty({
    type: [AgingBalances],
    description: 'The open balances of all customers, one item for each currency.',
  })
  totals: AgingBalances[];
}
