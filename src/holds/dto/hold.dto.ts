import { DateTimeField, IntegerField, TextField } from '../../api/response/response-fields.js';
import { DateTimeInput, TrimmedTextInput } from '../../input/fields.js';
import { HoldResponse } from '../../ledger/dto/hold.response.js';
import type { FoundHold } from '../../ledger/holds/hold-store.js';
import { LIMITS } from '../../limits.js';
import type { HoldResult } from '../holds.service.js';

export class HoldInput {
  @DateTimeInput({
    description: 'When the hold ends by itself: in the future. Without it, only a person ends the hold.',
    example: '2026-12-15T09:00:00Z',
  })
  until?: Date;

  @TrimmedTextInput({
    max: LIMITS.note,
    required: true,
    description: 'Why collection is paused.',
    example: 'The customer asked for a new delivery.',
  })
  reason: string;
}

const fieldsOf = ({ until, reason, setBy, createdAt }: FoundHold): HoldResponse => ({
  until: until?.toISOString() ?? null,
  reason,
  set_by: setBy,
  created_at: createdAt.toISOString(),
});

export class SetHoldResponse extends HoldResponse {
  @IntegerField('The number of actions that the hold cancelled.', 2)
  cancelled_actions: number;

  static of({ hold, cancelledActions }: HoldResult): SetHoldResponse {
    return { ...fieldsOf(hold), cancelled_actions: cancelledActions };
  }
}

export class EndedHoldResponse extends HoldResponse {
  @DateTimeField('When the hold was ended.', '2026-11-30T08:15:00.000Z')
  ended_at: string;

  @TextField('The name of the client that ended the hold.', 'collections-desk')
  ended_by: string;

  static of(hold: FoundHold): EndedHoldResponse {
    return { ...fieldsOf(hold), ended_at: hold.endedAt!.toISOString(), ended_by: hold.endedBy! };
  }
}
