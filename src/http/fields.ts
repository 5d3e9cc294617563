import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, isUUID, ValidateIf } from 'class-validator';
import { isCalendarDate } from '../calendar-date.js';
import { Must } from '../must.decorator.js';
import { parseInstant } from './instant.js';
import { LIMITS } from './limits.js';

interface Documented {
  description: string;
  /** None for a filter: Swagger UI would fill it in, and filter by it. */
  example?: string | number;
  /** Whether a body may say null, which means absent. */
  nullable?: true;
}

/** Fields of a request are optional, save where another makes one needed; null means absent. */
const Optional = (neededBy?: (whole: object) => boolean): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }) => value ?? undefined),
    neededBy
      ? (prototype: object, property: string | symbol) =>
          ValidateIf((whole, value) => value !== undefined || neededBy(whole))(prototype, property)
      : IsOptional(),
  );

const isText = (value: unknown): value is string => typeof value === 'string';
const within = (max: number) => (value: unknown) => isText(value) && [...value].length <= max;
const longest = (max: number) => `must be at most ${max.toLocaleString('en')} characters long`;

/** A text kept to the letter; a blank one is refused, for it is more likely a slip than meant. */
export const VerbatimText = ({ max, ...documented }: Documented & { max: number }): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...documented, type: String, minLength: 1, maxLength: max, nullable: true }),
    Optional(),
    Must('blank', 'must not be blank', (value) => !isText(value) || value.trim() !== ''),
    Must('too_long', longest(max), (value) => !isText(value) || within(max)(value)),
    Must('type', 'must be a string', isText),
  );

/** A remark or an identifier: trimmed, and absent when blank. */
export const TrimmedText = ({ max, ...documented }: Documented & { max: number }): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...documented, type: String, maxLength: max, nullable: true }),
    Optional(),
    Transform(({ value }) => (isText(value) ? value.trim() || undefined : value)),
    Must('too_long', longest(max), (value) => !isText(value) || within(max)(value)),
    Must('type', 'must be a string', isText),
  );

/** A text to look for: kept as it is, and absent when empty. */
export const SearchText = (documented: Documented): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...documented, type: String, maxLength: LIMITS.search }),
    Optional(),
    Transform(({ value }) => value || undefined),
    Must('too_long', longest(LIMITS.search), within(LIMITS.search)),
  );

export const Uuid = ({
  neededBy,
  ...documented
}: Documented & { neededBy?: (whole: object) => boolean }): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...documented, type: String, format: 'uuid' }),
    Optional(neededBy),
    // As the database writes it: the log's hashes cover what was said.
    Transform(({ value }) => (isText(value) ? value.toLowerCase() : value)),
    Must('uuid', 'must be a UUID', (value) => isUUID(value, 'loose')),
  );

/** One of a few words; a comma-separated list of them where `list` is set. */
export const Choice = ({
  of,
  list = false,
  ...documented
}: Documented & { of: readonly string[]; list?: boolean }): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional(
      list
        ? { ...documented, type: String, pattern: `^(${of.join('|')})(,(${of.join('|')}))*$` }
        : { ...documented, enum: of },
    ),
    Optional(),
    Transform(({ value }) => (list && isText(value) ? value.split(',') : value)),
    Must('choice', `must be ${list ? 'a comma-separated list of' : 'one of'} ${of.join(', ')}`, (value) =>
      list ? Array.isArray(value) && value.every((word) => of.includes(word)) : of.includes(value as string),
    ),
  );

/** true or false, spelled out. */
export const Flag = (documented: Documented): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...documented, type: Boolean }),
    Optional(),
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    Must('boolean', 'must be true or false', (value) => typeof value === 'boolean'),
  );

/** A whole number in plain digits; signs, spaces, exponents and hexadecimals are refused. */
export const WholeNumber = ({
  max,
  fallback,
  ...documented
}: Documented & { max: number; fallback: number }): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...documented, type: 'integer', minimum: 1, maximum: max, default: fallback }),
    Optional(),
    Transform(({ value }) => (isText(value) && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : value)),
    Must(
      'range',
      `must be a whole number from 1 to ${max.toLocaleString('en')}`,
      (value) => typeof value === 'number' && value <= max,
    ),
  );

/** A day, YYYY-MM-DD. */
export const CalendarDay = (documented: Documented): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...documented, type: String, format: 'date' }),
    Optional(),
    Must(
      'date',
      'must be a real calendar date from 1900 on, YYYY-MM-DD',
      (value) => isText(value) && isCalendarDate(value),
    ),
  );

/** A moment, with its offset from UTC. */
export const Instant = (documented: Documented): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ ...documented, type: String, format: 'date-time', nullable: true }),
    Optional(),
    Transform(({ value }) => (isText(value) ? (parseInstant(value) ?? value) : value)),
    Must(
      'date_time',
      'must be an RFC 3339 date-time with an offset, such as 2026-06-01T17:00:00Z',
      (value) => value instanceof Date,
    ),
  );
