import { EnumInput, inputField, QueryIntegerInput, UuidInput } from '../../input/fields.js';
import { Must } from '../../input/must.decorator.js';
import { LIMITS } from '../../limits.js';
import { parseCursor } from '../cursor.js';
import type { EventFilter } from '../event-feed.js';
import { EVENT_TYPE_NAMES, type EventType } from '../event-types.js';

/** The cursor of now. */
export const LATEST = 'latest';

const isCursor = (value: unknown): boolean =>
  value === LATEST || (typeof value === 'string' && parseCursor(value) !== undefined);

const CursorInput = (description: string): PropertyDecorator =>
  inputField(
    { type: String, pattern: '^(latest|[A-Za-z0-9_-]{6,36})$' },
    { description },
    Must('cursor', `must be a cursor from an earlier response, or ${LATEST}`, isCursor),
  );

const CURSOR_TEXT = `The events after this cursor of an event or a page; \`${LATEST}\` is the cursor of now.`;

class EventFilterQuery {
  @EnumInput({
    of: EVENT_TYPE_NAMES,
    list: true,
    description: 'Only events of these types, comma-separated (`action.approved,delivery.sent`).',
  })
  types?: EventType[];

  @UuidInput({ description: 'Only events that concern the action with this id.' })
  action_id?: string;
}

export class EventsQuery extends EventFilterQuery {
  @CursorInput(`${CURSOR_TEXT} Without it, the page begins with the oldest event that is kept.`)
  after?: string;

  @QueryIntegerInput({
    max: LIMITS.events,
    fallback: LIMITS.events,
    description:
      'The maximum number of events on the page. It can have fewer although others follow, if they are long.',
    example: LIMITS.events,
  })
  limit: number = LIMITS.events;
}

export class EventStreamQuery extends EventFilterQuery {
  @CursorInput(`${CURSOR_TEXT} Without it, the stream begins now.`)
  after?: string;
}

export const filterOf = ({ types, action_id: actionId }: EventFilterQuery): EventFilter => ({
  types,
  actionId,
});
