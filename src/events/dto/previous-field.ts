import { ApiProperty } from '@nestjs/swagger';

/** The field `previous` of the data of an event. */
export const PreviousField = (): PropertyDecorator =>
  ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The earlier values of the fields that changed; empty if none did.',
    example: {},
  });
