import { ApiProperty } from '@nestjs/swagger';
import { IntegerField } from '../../api/response/response-fields.js';
import { PreviousField } from '../../events/dto/previous-field.js';
import { type CancellationReason, CANCELLATIONS } from '../../ledger/writes/invoice-changes.js';
import type { UpsertCounts } from '../../database/sql/upsert-records.js';
import type { SyncResult } from '../ledger-sync.service.js';

class KindCounts implements UpsertCounts {
  @IntegerField('The number of records that were created.', 1)
  created: number;

  @IntegerField('The number of records that were changed.', 3)
  updated: number;

  @IntegerField('The number of rows that equal their record; nothing was written for them.', 120)
  unchanged: number;
}

const CountsField = (description: string): PropertyDecorator =>
  ApiProperty({ type: KindCounts, description });

/** The number of created, updated and unchanged rows of each kind, and of cancelled actions. */
export class LedgerCountsResponse implements SyncResult {
  @CountsField('The contacts.')
  contacts: KindCounts;

  @CountsField('The customers.')
  customers: KindCounts;

  @CountsField('The invoices.')
  invoices: KindCounts;

  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(CANCELLATIONS).map(([reason, meaning]) => [
        reason,
        { type: 'integer', minimum: 0, description: `Because ${meaning}.`, example: 0 },
      ]),
    ),
    required: Object.keys(CANCELLATIONS),
    selfRequired: true,
    description: 'The number of actions that were cancelled, by the reason in their approval logs.',
  })
  cancelled_actions: Record<CancellationReason, number>;
}

/** The data of the event `ledger.synced`. */
export class LedgerEventData extends LedgerCountsResponse {
  @PreviousField()
  previous: object;
}
