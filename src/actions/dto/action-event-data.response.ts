import { ApiProperty } from '@nestjs/swagger';
import { jsonBytes } from '../../json-bytes.js';
import { LIMITS } from '../../limits.js';
import type { PreviousFields } from '../lifecycle/previous.js';
import { ActionResponse } from './action.response.js';

/** The fields of an action with long texts. */
const TEXTS = [
  'reasoning',
  'content',
  'metadata',
  'effective_content',
] as const satisfies (keyof ActionResponse)[];
/** More than all other fields of an action have, each with its longest value. */
const OTHER_FIELDS = 32 * 1024;
/** The longest JSON escape of a character that is stored as one byte. */
const ESCAPE = 6;

/** What an event shows of an action. */
export class ActionEventData extends ActionResponse {
  @ApiProperty({
    type: [String],
    example: [],
    description:
      'The fields that were left out because the data would be larger than 64 KiB: null, or `{}` for `metadata`. Read the action for them.',
  })
  omitted: string[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { status: 'proposed', version: 1 },
    description:
      'The earlier values of the stored fields that changed; of `delivery` its `status`, or null before the approval; of `assigned_to` its `id`, or null. Empty for a new action.',
  })
  previous: PreviousFields;

  /**
   * Leaves all long texts out if it would be too large with them.
   * @param textBytes the bytes of the texts as they are stored; `action` has none that are longer than the data of an event
   */
  static of(action: ActionResponse, previous: PreviousFields, textBytes: number): ActionEventData {
    const whole = { ...action, omitted: [], previous };
    // The draft is stored once and shown twice, like the final content, which the metadata have.
    const isSmall = OTHER_FIELDS + 2 * ESCAPE * textBytes <= LIMITS.eventData && !hasText(previous);
    if (isSmall) return whole;
    const fits = textBytes <= LIMITS.eventData && jsonBytes(whole, LIMITS.eventData) <= LIMITS.eventData;
    return fits ? whole : withoutTexts(whole);
  }
}

const hasText = ({ content }: PreviousFields): boolean => typeof content === 'string';

function withoutTexts(data: ActionEventData): ActionEventData {
  const { previous } = data;
  const hasPrevious = hasText(previous);
  return {
    ...data,
    reasoning: null,
    content: null,
    metadata: {},
    effective_content: null,
    omitted: [...TEXTS, ...(hasPrevious ? ['previous.content'] : [])],
    previous: hasPrevious ? { ...previous, content: null } : previous,
  };
}
