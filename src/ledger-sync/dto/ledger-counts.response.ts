import { ApiProperty } from '@nestjs/swagger';
import { IntegerField } from '../../api/response/response-fields.js';
import type { Counts, LedgerCounts } from '../../ledger/writes/ledger-records.js';

class KindCounts implements Counts {
  @IntegerField('The number of records that were created.', 1)
  created: number;

  @IntegerField('The number of records that were changed.', 3)
  updated: number;

  @IntegerField('The number of rows that equal their record; nothing was written for them.', 120)
  unchanged: number;
}

const CountsField = (description: string): PropertyDecorator =>
  ApiProperty({ type: KindCounts, description });

/** The number of created, updated and unchanged rows of each kind. */
export class LedgerCountsResponse implements LedgerCounts {
  @CountsField('The contacts.')
  contacts: KindCounts;

  @CountsField('The customers.')
  customers: KindCounts;

  @CountsField('The invoices.')
  invoices: KindCounts;
}
