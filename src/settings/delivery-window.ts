import { applyDecorators } from '@nestjs/common';
import { isObject } from '../input/check-input.js';
import { inputField } from '../input/fields.js';
import { type EntryReading, MapOf } from '../input/map-field.js';
import { Must } from '../input/must.decorator.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The local times at which e-mails go out. */
export interface DeliveryWindow {
  days: Weekday[];
  /** HH:MM; `end` is later than `start` and itself outside the window. */
  start: string;
  end: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const TIME_SCHEMA = { type: 'string', pattern: TIME.source } as const;
const MEMBERS = ['days', 'start', 'end'];

/** The JSON Schema of a window. */
export const WINDOW_SCHEMA = {
  type: 'object',
  nullable: true,
  additionalProperties: false,
  required: MEMBERS,
  properties: {
    days: { type: 'array', items: { type: 'string', enum: [...WEEKDAYS] }, minItems: 1, maxItems: 7 },
    start: TIME_SCHEMA,
    end: { type: 'string', pattern: `${TIME.source}|^24:00$` },
  },
} as const;

/** A window as a whole: with all its members, or null for no window. */
export const WindowInput = (documented: {
  description: string;
  example: DeliveryWindow;
}): PropertyDecorator =>
  applyDecorators(
    MapOf(readMember),
    inputField(
      WINDOW_SCHEMA as object,
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
