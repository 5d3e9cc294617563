import { applyDecorators } from '@nestjs/common';
import { LIMITS } from '../limits.js';
import { type FieldOptions, KeyInput, TrimmedTextInput } from './fields.js';
import { Must } from './must.decorator.js';

const TIME_ZONES = new Set(Intl.supportedValuesOf('timeZone'));

const mustBeTimeZone = Must('time_zone', 'must be an IANA time zone, such as Europe/Vienna', (value) =>
  isTimeZone(value),
);

/** The name of an IANA time zone in a query, which cannot be null. */
export const QueryTimeZoneInput = (documented: FieldOptions): PropertyDecorator =>
  applyDecorators(KeyInput({ format: 'time-zone', ...documented }), mustBeTimeZone);

/** The name of an IANA time zone. Offsets are rejected: they ignore daylight saving time. */
export const TimeZoneInput = (documented: FieldOptions): PropertyDecorator =>
  applyDecorators(
    TrimmedTextInput({ max: LIMITS.externalId, format: 'time-zone', ...documented }),
    mustBeTimeZone,
  );

function isTimeZone(value: unknown): boolean {
  return typeof value === 'string' && (TIME_ZONES.has(value) || isUnlistedTimeZone(value));
}

/** `Intl.supportedValuesOf` omits aliases and Etc zones, such as Asia/Kolkata and Etc/GMT+2. */
function isUnlistedTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
