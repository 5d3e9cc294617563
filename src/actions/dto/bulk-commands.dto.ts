import { IntersectionType } from '@nestjs/swagger';
import { UuidListInput } from '../../input/body-fields.js';
import { LIMITS } from '../../limits.js';
import { ApproveInput, CancelInput, RejectInput, SendInput } from './action-commands.dto.js';

export class BulkInput {
  @UuidListInput({
    min: 1,
    max: LIMITS.bulkActions,
    required: true,
    description: `The ids of the actions, without duplicates; at most ${LIMITS.bulkActions}.`,
    example: ['019aaf30-5e6f-7081-92a3-b4c5d6e7f809'],
  })
  ids: string[];
}

export class BulkApproveInput extends IntersectionType(BulkInput, ApproveInput) {}
export class BulkRejectInput extends IntersectionType(BulkInput, RejectInput) {}
export class BulkSendInput extends IntersectionType(BulkInput, SendInput) {}
export class BulkCancelInput extends IntersectionType(BulkInput, CancelInput) {}
export class BulkCompleteInput extends BulkInput {}
