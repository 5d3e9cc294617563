import { ApiProperty } from '@nestjs/swagger';
import { DateTimeField, Nullable, TextField, UuidField } from '../../api/response/response-fields.js';
import { EVENT_TYPE_NAMES, type EventType } from '../event-types.js';

/** The schema of an event in the document; responses contain the text of eventJson(). */
export class Event {
  @UuidField(
    'The id of the event, to recognise one that was received twice.',
    '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b62',
  )
  id: string;

  @ApiProperty({ enum: EVENT_TYPE_NAMES, description: 'What happened.', example: 'action.approved' })
  type: EventType;

  @DateTimeField('When it happened.', '2026-11-23T09:30:00.000Z')
  created_at: string;

  @UuidField('The id of the company.', '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b60')
  company_id: string;

  @TextField('The name of the token, or of the part of Daybook, that did it.', 'collections-inbox')
  actor: string;

  @TextField(
    'The id of the request that did it; null if no request did.',
    '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b61',
    Nullable,
  )
  request_id: string | null;

  @TextField('The cursor of the event: `after` this, the feed goes on.', 'ZTEuNDI')
  cursor: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'The object as the API showed it then, and in `previous` the earlier values of the fields that changed.',
    example: { previous: {} },
  })
  data: object;
}
