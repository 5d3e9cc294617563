import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, Nullable, TextField, UuidField } from '../../api/response/response-fields.js';
import { PreviousField } from '../../events/dto/previous-field.js';
import { jsonBytes } from '../../json-bytes.js';
import { LIMITS } from '../../limits.js';
import type { AlternativeReference, RecommendationOfEvent } from '../inbox/recommendation-rows.js';
import { ACTION_TYPES, type ActionType } from '../lifecycle/statuses.js';
import { RecommendationHead } from './recommendation-head.response.js';

class RecommendedAction implements AlternativeReference {
  @UuidField('The id of the action.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f809')
  id: string;

  @TextField('The type of the action.', 'email', { enum: ACTION_TYPES })
  action_type: ActionType;

  @BooleanField('Whether this is the recommended alternative.', true)
  is_recommended: boolean;

  @TextField(
    'The action in one sentence; null if it was left out.',
    'Send Acme Industrial Supply a second reminder about INV-1042.',
    Nullable,
  )
  description: string | null;
}

/** More than all fields of a recommendation have without the descriptions, each with its longest value. */
const OTHER_FIELDS = 24 * 1024;
/** The most bytes of a UTF-16 unit as JSON: those of an escape. */
const LONGEST = 6;

/** What an event shows of a recommendation. */
export class RecommendationEventData extends RecommendationHead {
  @ApiProperty({
    type: [RecommendedAction],
    description: 'The alternatives, the recommended one first. Events of their own show the whole actions.',
  })
  actions: RecommendedAction[];

  @ApiProperty({
    type: [String],
    example: [],
    description: 'The fields that were left out because the data would be larger than 64 KiB.',
  })
  omitted: string[];

  @PreviousField()
  previous: Record<string, unknown>;

  /** Leaves the descriptions of the alternatives out if it would be too large with them. */
  static of(row: RecommendationOfEvent, previous: Record<string, unknown>): RecommendationEventData {
    const whole = { ...RecommendationHead.headOf(row), actions: row.actions, omitted: [], previous };
    const length = row.actions.reduce((sum, { description }) => sum + description!.length, 0);
    if (OTHER_FIELDS + LONGEST * length <= LIMITS.eventData) return whole;
    if (jsonBytes(whole, LIMITS.eventData) <= LIMITS.eventData) return whole;
    const actions = row.actions.map((action) => ({ ...action, description: null }));
    return { ...whole, actions, omitted: ['actions.description'] };
  }
}
