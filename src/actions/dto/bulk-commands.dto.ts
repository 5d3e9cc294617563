import { IntersectionType, OmitType } from '@nestjs/swagger';
import { JsonObjectInput, UuidListInput } from '../../input/body-fields.js';
import { isObject } from '../../input/check-input.js';
import { Must } from '../../input/must.decorator.js';
import { LIMITS } from '../../limits.js';
import { ApproveInput, CancelInput, CompleteInput, RejectInput, SendInput } from './action-commands.dto.js';

/** More than an id and its version have as JSON. */
const VERSION_BYTES = 64;
/** The largest value of the column. */
const MAX_VERSION = 2_147_483_647;

const isVersion = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_VERSION;

/** Whether the ids of the versions are among those of the actions, and no two are one id in different spellings. */
function areListed(versions: unknown, { ids }: Partial<BulkInput>): boolean {
  if (!Array.isArray(ids) || !isObject(versions)) return true;
  const unused = new Set<unknown>(ids);
  return Object.keys(versions).every((id) => unused.delete(id.toLowerCase()));
}

export class BulkInput {
  @UuidListInput({
    min: 1,
    max: LIMITS.bulkActions,
    required: true,
    description: 'The ids of the actions, without duplicates.',
    example: ['019aaf30-5e6f-7081-92a3-b4c5d6e7f809'],
  })
  ids: string[];

  @JsonObjectInput({
    values: { type: 'integer', minimum: 1, maximum: MAX_VERSION },
    maxBytes: LIMITS.bulkActions * VERSION_BYTES,
    description:
      'The versions that you have read, by id. An action with another version is refused with `version_conflict`.',
  })
  @Must(
    'range',
    `must contain only whole numbers from 1 to ${MAX_VERSION}`,
    (versions) => !isObject(versions) || Object.values(versions).every(isVersion),
  )
  @Must('listed', 'must contain only ids that are in ids, each once', (versions, input) =>
    areListed(versions, input),
  )
  versions?: Record<string, number>;
}

/** A subject names an invoice, so it cannot be that of several actions. */
const WITHOUT_SUBJECT = ['final_subject'] as const;

export class BulkApproveInput extends IntersectionType(BulkInput, OmitType(ApproveInput, WITHOUT_SUBJECT)) {}
export class BulkRejectInput extends IntersectionType(BulkInput, RejectInput) {}
export class BulkSendInput extends IntersectionType(BulkInput, OmitType(SendInput, WITHOUT_SUBJECT)) {}
export class BulkCancelInput extends IntersectionType(BulkInput, CancelInput) {}
export class BulkCompleteInput extends IntersectionType(BulkInput, CompleteInput) {}
