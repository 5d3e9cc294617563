import { ApiProperty } from '@nestjs/swagger';
import { IntegerField } from '../../api/response/response-fields.js';
import type { Counts, LedgerCounts } from '../../ledger/writes/ledger-records.js';

class KindCounts implements Counts {
  @IntegerField('Number of new records.', 1)
  created: number;

  @IntegerField('Number of records that changed.', 3)
  updated: number;

  @IntegerField('Number of records that already equalled their row and were not written.', 120)
  unchanged: number;
}

const CountsField = (description: string): PropertyDecorator =>
  ApiProperty({ type: KindCounts, description });

/** The number of created, updated and unchanged rows of each kind. */
export class LedgerCountsResponse implements LedgerCounts {
  @CountsField('Contacts.')
  contacts: KindCounts;

  @CountsField('Customers.')
  customers: KindCounts;

  @CountsField('Invoices.')
  invoices: KindCounts;
}
