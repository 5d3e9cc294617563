import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { isObject } from '../input/check-input.js';
import { inputField } from '../input/fields.js';
import { type EntryReading, MapOf } from '../input/map-field.js';
import { Must } from '../input/must.decorator.js';
import { type Weekday, WEEKDAYS } from '../time/weekdays.js';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const LAST_TIME = `${TIME.source}|^24:00$`;

/** The local times at which e-mails go out. */
export class DeliveryWindow {
  @ApiProperty({
    enum: WEEKDAYS,
    isArray: true,
    minItems: 1,
    maxItems: 7,
    description: 'The days of the week.',
    example: ['mon', 'tue', 'wed', 'thu', 'fri'],
  })
  days: Weekday[];

  @ApiProperty({ pattern: TIME.source, description: 'The first local time, HH:MM.', example: '08:00' })
  start: string;

  @ApiProperty({
    pattern: LAST_TIME,
    description: 'The local time at which the window ends, later than `start`.',
    example: '18:00',
  })
  end: string;
}

const MEMBERS = ['days', 'start', 'end'] satisfies (keyof DeliveryWindow)[] as string[];

/** A window as a whole: with all its members, or null for no window. */
export const WindowInput = (documented: {
  description: string;
  example: DeliveryWindow;
}): PropertyDecorator =>
  applyDecorators(
    MapOf(readMember),
    inputField(
      { type: () => DeliveryWindow, nullable: true },
      { ...documented, keepsNull: true },
      Must('type', 'must be null or a JSON object', isObject),
      Must('required', `must have the members ${MEMBERS.join(', ')}`, hasMembers),
      Must('range', 'must have an end later than its start', (value) => !isObject(value) || isForward(value)),
    ),
  );

function readMember(name: string, value: unknown): EntryReading {
  switch (name) {
    case 'days':
      return isDays(value)
        ? { value: WEEKDAYS.filter((day) => value.includes(day)) }
        : { code: 'choice', problem: `must be a list of different days, of ${WEEKDAYS.join(', ')}` };
    case 'start':
    case 'end':
      return typeof value === 'string' && (TIME.test(value) || (name === 'end' && value === '24:00'))
        ? { value }
        : { code: 'time', problem: 'must be a time from 00:00 to 23:59, such as 08:00; an end may be 24:00' };
    default:
      return { code: 'unknown', problem: `is not a known field (known fields: ${MEMBERS.join(', ')})` };
  }
}

const isDays = (value: unknown): value is Weekday[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= WEEKDAYS.length &&
  new Set(value).size === value.length &&
  value.every((day) => WEEKDAYS.includes(day as Weekday));

const hasMembers = (value: unknown): boolean =>
  !isObject(value) || MEMBERS.every((name) => Object.hasOwn(value, name));

function isForward(window: unknown): boolean {
  const { start, end } = window as Partial<DeliveryWindow>;
  return start === undefined || end === undefined || start < end;
}
