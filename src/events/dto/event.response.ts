import type { Type } from '@nestjs/common';
import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { DateTimeField, Nullable, TextField, UuidField } from '../../api/response/response-fields.js';
import { groupBy } from '../../group-by.js';
import { EVENT_TYPE_NAMES, EVENT_TYPES, type EventType } from '../event-types.js';

/** What events of all types have. */
class EventFields {
  @UuidField(
    'The id of the event. A webhook that repeats an event has the same one.',
    '019aaf31-2b7c-7d10-8a4f-5e6d7c8b9a01',
  )
  id: string;

  @DateTimeField('When it happened.', '2026-11-23T09:31:07.214Z')
  created_at: string;

  @UuidField('The id of the company.', '019aaf2d-0a1b-7c2d-8e3f-405162738495')
  company_id: string;

  @TextField('The name of the client that did it; `system` for Daybook itself.', 'collections-desk')
  actor: string;

  @TextField(
    'The id of the request; null if it was no request.',
    '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b61',
    Nullable,
  )
  request_id: string | null;

  @TextField('The place of the event in the feed: pass it as `after` to read what follows.', 'ZTEuNDE3')
  cursor: string;
}

/** The schema of an event of any type. */
export class Event extends EventFields {
  @TextField(textOf(EVENT_TYPE_NAMES), 'action.approved', { enum: EVENT_TYPE_NAMES })
  type: EventType;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: {
      id: '019aaf30-5e6f-7081-92a3-b4c5d6e7f809',
      status: 'processing',
      previous: { status: 'proposed' },
    },
    description:
      'The object as the API shows it, with `previous`: the earlier values of the fields that changed.',
  })
  data: Record<string, unknown>;
}

const typesByData = groupBy(EVENT_TYPE_NAMES, (type) => EVENT_TYPES[type].data);

/** For each kind of data a schema of its events, such as `ActionEvent`, so that clients get types. */
export const EVENT_SCHEMAS: Type[] = [...typesByData].map(([data, types]) => {
  class TypedEvent extends EventFields {
    @TextField('The type of the event.', types[0]!, { enum: types })
    type: EventType;

    @ApiProperty({
      allOf: [{ $ref: getSchemaPath(data) }],
      description: 'The object that the event concerns.',
    })
    data: object;
  }
  Object.defineProperty(TypedEvent, 'name', { value: data.replace(/Data$/, '') });
  return TypedEvent;
});

/** What each of the types means, as a list. */
function textOf(types: readonly EventType[]): string {
  return ['What happened:', '', ...types.map((type) => `- \`${type}\`: ${EVENT_TYPES[type].when}`)].join(
    '\n',
  );
}
