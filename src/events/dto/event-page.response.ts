import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, TextField } from '../../api/response/response-fields.js';
import { Event } from './event.response.js';

export class EventPage {
  @ApiProperty({ type: [Event], description: 'The events after the cursor, oldest first.' })
  data: Event[];

  @TextField(
    'The cursor for the next page. Also set when nothing is new: ask again with it later.',
    'ZTEuNDI',
  )
  next_cursor: string;

  @BooleanField('Whether events follow already.', false)
  has_more: boolean;
}
