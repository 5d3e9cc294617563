import { applyDecorators } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { NumberInput } from '../input/body-fields.js';
import { EmailInput } from '../input/email-input.js';
import { EnumInput, inputField, SingleLineInput, TrimmedTextInput } from '../input/fields.js';
import { Must } from '../input/must.decorator.js';
import { TimeZoneInput } from '../input/time-zone-input.js';
import { LIMITS } from '../limits.js';
import { isCalendarDate } from '../time/calendar-date.js';
import { DeliveryWindow, WindowInput } from './delivery-window.js';
import { setting } from './setting.js';

export const DELIVERY_WAYS = ['built_in', 'external'] as const;
export type DeliveryWay = (typeof DELIVERY_WAYS)[number];

const RESTORES = ' Null restores the default.';
const WORKDAYS: DeliveryWindow = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '18:00' };

const textOrNull = (
  field: (options: {
    description: string;
    example: string;
    max: number;
    keepsNull: true;
  }) => PropertyDecorator,
  max: number,
  description: string,
  example: string,
) =>
  setting<string | null>({
    fallback: null,
    input: field({ description: description + RESTORES, example, max, keepsNull: true }),
    response: { type: String, nullable: true, description, example },
  });

const DAY_LIST: ApiPropertyOptions = {
  type: String,
  format: 'date',
  isArray: true,
  maxItems: LIMITS.closedDays,
};
const isDayList = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= LIMITS.closedDays &&
  value.every((day) => typeof day === 'string' && isCalendarDate(day));

const DELIVERY =
  'How approved e-mails are sent: `built_in` by this server, `external` by a client with the scope `deliver`, which also does calls ' +
  'and tasks. A change applies to later approvals.';
const WINDOW =
  'When e-mails are sent, in the time zone of the customer, or of the company if the customer has none. An e-mail that is approved ' +
  'outside of it waits. Null: at any time.';
const CLOSED = 'Calendar dates on which no e-mail is sent, such as public holidays.';
const ZONE = 'The IANA time zone of the company.';
const INTERVAL =
  'The least number of days between two e-mails to one customer. A later one waits; 0 switches this off.';

/** How a company's approved actions are delivered. */
export const DELIVERY_SETTINGS = {
  delivery: setting<DeliveryWay>({
    fallback: 'built_in',
    input: applyDecorators(EnumInput({ of: DELIVERY_WAYS, description: DELIVERY, example: 'built_in' })),
    response: { enum: [...DELIVERY_WAYS], description: DELIVERY, example: 'built_in' },
  }),
  from_name: textOrNull(
    SingleLineInput,
    LIMITS.senderName,
    'The sender’s name in e-mails; null: the name of the company.',
    'Harbour Lane Trading, Accounts',
  ),
  from_email: textOrNull(
    EmailInput,
    LIMITS.externalId,
    'The sender’s address in e-mails; null: that of the installation.',
    'accounts@harbourlane.example',
  ),
  reply_to: textOrNull(
    EmailInput,
    LIMITS.externalId,
    'The address to which customers reply; null: the sender’s.',
    'accounts@harbourlane.example',
  ),
  signature: textOrNull(
    TrimmedTextInput,
    LIMITS.note,
    'The text below every e-mail, as it is at the approval; null: none.',
    'Harbour Lane Trading\n12 Harbour Lane, Bristol',
  ),
  time_zone: setting<string>({
    fallback: 'UTC',
    input: TimeZoneInput({ description: ZONE + RESTORES, example: 'Europe/London', keepsNull: true }),
    response: { type: String, description: ZONE, example: 'Europe/London' },
  }),
  delivery_window: setting<DeliveryWindow | null>({
    fallback: WORKDAYS,
    isWhole: true,
    input: WindowInput({ description: WINDOW, example: WORKDAYS }),
    response: { type: () => DeliveryWindow, nullable: true, description: WINDOW, example: WORKDAYS },
  }),
  closed_days: setting<string[]>({
    fallback: [],
    input: inputField(
      DAY_LIST,
      { description: `${CLOSED} Replaces the list.`, example: ['2026-12-25'] },
      Must('date', `must be a list of at most ${LIMITS.closedDays} calendar dates, YYYY-MM-DD`, isDayList),
    ),
    response: { ...DAY_LIST, description: CLOSED, example: ['2026-12-25'] },
  }),
  minimum_interval_days: setting<number>({
    fallback: 1,
    input: NumberInput({ min: 0, max: 365, isInteger: true, description: INTERVAL, example: 1 }),
    response: { type: 'integer', minimum: 0, maximum: 365, description: INTERVAL, example: 1 },
  }),
};
