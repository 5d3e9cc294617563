import { ApiProperty } from '@nestjs/swagger';
import { IntegerField } from '../../api/response/response-fields.js';
import type { Counts, LedgerCounts } from '../../ledger/writes/ledger-records.js';

class KindCounts implements Counts {
  @IntegerField('Those that are new.', 1)
  created: number;

  @IntegerField('Those that were known, and differ.', 3)
  updated: number;

  @IntegerField('Those that say nothing new: nothing was written.', 120)
  unchanged: number;
}

const OfKind = (what: string): PropertyDecorator => ApiProperty({ type: KindCounts, description: what });

/** What became of the rows of a call. */
export class LedgerCountsResponse implements LedgerCounts {
  @OfKind('The contacts.')
  contacts: KindCounts;

  @OfKind('The customers.')
  customers: KindCounts;

  @OfKind('The invoices.')
  invoices: KindCounts;
}
