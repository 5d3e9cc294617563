import { DateTimeField, Nullable, TextField, UuidField } from '../../api/response/response-fields.js';
import { PreviousField } from '../../events/dto/previous-field.js';
import { HoldResponse } from '../../ledger/dto/hold.response.js';
import type { FoundHold } from '../../ledger/holds/hold-store.js';

/** The data of the events `hold.set` and `hold.ended`. */
export class HoldEventData extends HoldResponse {
  @UuidField('The customer that is on hold; null if an invoice is.', null, Nullable)
  customer_id: string | null;

  @UuidField(
    'The invoice that is on hold; null if a customer is.',
    '019aaf31-7d2e-7f00-9a1b-2c3d4e5f6071',
    Nullable,
  )
  invoice_id: string | null;

  @DateTimeField('When the hold ended; null while it is in force.', null, Nullable)
  ended_at: string | null;

  @TextField('The client that ended the hold; null if none did.', null, Nullable)
  ended_by: string | null;

  @PreviousField()
  previous: object;

  static of(hold: FoundHold): Omit<HoldEventData, 'previous'> {
    return {
      customer_id: hold.customerId,
      invoice_id: hold.invoiceId,
      until: hold.until?.toISOString() ?? null,
      reason: hold.reason,
      set_by: hold.setBy,
      created_at: hold.createdAt.toISOString(),
      ended_at: hold.endedAt?.toISOString() ?? null,
      ended_by: hold.endedBy,
    };
  }
}
