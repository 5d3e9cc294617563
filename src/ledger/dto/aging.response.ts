import { ApiProperty } from '@nestjs/swagger';
import { DateField, TextField } from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import { type Bucket, BUCKETS } from '../aging-buckets.js';
import type { Balances, CustomerBalances } from '../aging.repository.js';
import { withMinorDigits } from '../money.js';
import { CustomerReference } from './customer-reference.js';

/** What is owed in one currency, by the days that it is overdue: exact decimals. */
export class AgingBalances implements Record<Bucket, string> {
  @TextField('ISO 4217.', 'USD')
  currency: string;

  @TextField('What is not overdue.', '1250.00')
  current: string;

  @TextField('What is 1 to 30 days overdue.', '0.00')
  days_1_30: string;

  @TextField('What is 31 to 60 days overdue.', '410.50')
  days_31_60: string;

  @TextField('What is 61 to 90 days overdue.', '0.00')
  days_61_90: string;

  @TextField('What is 91 days overdue or more.', '0.00')
  days_91_plus: string;

  @TextField('All of it.', '1660.50')
  total: string;

  static from(row: Balances): AgingBalances {
    const { currency } = row;
    const exact = (column: keyof Balances) => [column, withMinorDigits(row[column], currency)];
    return { currency, ...Object.fromEntries([...BUCKETS, 'total' as const].map(exact)) } as AgingBalances;
  }
}

/** What one customer owes. */
export class CustomerAging {
  @ApiProperty({ type: CustomerReference, description: 'Who owes.' })
  customer: CustomerReference;

  @ApiProperty({ type: [AgingBalances], description: 'What, for each currency.' })
  balances: AgingBalances[];

  static from({ id, name, balances }: CustomerBalances): CustomerAging {
    return { customer: { id, name }, balances: balances.map(AgingBalances.from) };
  }
}

export class AgingPage extends pageOf(CustomerAging, 'CustomerAgingPage') {
  @DateField('The day by which days overdue are counted.', '2026-11-23')
  as_of: string;

  @ApiProperty({ type: [AgingBalances], description: 'What all customers owe, for each currency.' })
  totals: AgingBalances[];
}
