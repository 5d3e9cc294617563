import { applyDecorators } from '@nestjs/common';
import { BooleanInput, EnumListInput } from '../../../../input/body-fields.js';
import { DateTimeInput, TrimmedTextInput } from '../../../../input/fields.js';
import { Must } from '../../../../input/must.decorator.js';
import { LIMITS } from '../../../../limits.js';
import { EVENT_TYPE_NAMES, type EventType } from '../../../event-types.js';
import { webhookUrl } from '../webhook-url.js';

const UrlInput = (options: { required?: true }): PropertyDecorator =>
  applyDecorators(
    TrimmedTextInput({
      ...options,
      max: LIMITS.url,
      format: 'uri',
      description:
        'Where events are posted: http or https, without user, password and fragment, at a public address.',
      example: 'https://hooks.acme.example/daybook',
    }),
    Must(
      'url',
      'must be an http:// or https:// URL without user, password and fragment',
      (value) => typeof value === 'string' && webhookUrl(value) !== null,
    ),
  );

const TypesInput = (): PropertyDecorator =>
  EnumListInput({
    of: EVENT_TYPE_NAMES,
    enumName: 'EventType',
    keepsNull: true,
    description: 'The types of the events; null or an empty list for all types.',
    example: ['action.approved', 'delivery.sent'],
  });

const DescriptionInput = (): PropertyDecorator =>
  TrimmedTextInput({
    max: LIMITS.externalId,
    keepsNull: true,
    description: 'A note for people.',
    example: 'Posts to the chat of the collections desk.',
  });

export class CreateWebhookEndpointInput {
  @UrlInput({ required: true })
  url: string;

  @TypesInput()
  types?: EventType[] | null;

  @DescriptionInput()
  description?: string | null;
}

export class UpdateWebhookEndpointInput {
  @UrlInput({})
  url?: string;

  @TypesInput()
  types?: EventType[] | null;

  @DescriptionInput()
  description?: string | null;

  @BooleanInput({
    description:
      '`true` enables a disabled endpoint, which goes on with the first event that it has not got.',
    example: true,
  })
  enabled?: boolean;
}

export class ResendSinceInput {
  @DateTimeInput({
    required: true,
    description: 'The time from which on events are sent again.',
    example: '2026-11-23T09:00:00Z',
  })
  since: Date;
}
