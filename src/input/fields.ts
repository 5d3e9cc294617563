import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, isUUID, ValidateIf } from 'class-validator';
import { isCalendarDate } from '../time/calendar-date.js';
import { Must } from './must.decorator.js';
import { parseDateTime } from '../time/date-time.js';
import { LIMITS } from '../limits.js';

export interface FieldOptions {
  description: string;
  /** None for a filter: Swagger UI would fill it in, and filter by it. */
  example?: unknown;
  /** What kind of text it is, for the document. */
  format?: string;
  /** Whether a body may say null, which means absent. */
  nullable?: true;
  /** Fields are optional, unless they say otherwise. */
  required?: true;
  /** Whether another field makes it needed. */
  requiredIf?: (whole: object) => boolean;
}

/** A field as the document shows it, with its rules. Whether it has to be there is one of them; null means absent. */
export const inputField = (
  schema: ApiPropertyOptions,
  { requiredIf, required, ...documented }: FieldOptions,
  ...rules: PropertyDecorator[]
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...schema, ...documented, required: required ?? false } as ApiPropertyOptions),
    Transform(({ value }) => value ?? undefined),
    required
      ? Must('required', 'is required', (value) => value !== undefined)
      : requiredIf
        ? (prototype: object, property: string | symbol) =>
            ValidateIf((whole, value) => value !== undefined || requiredIf(whole))(prototype, property)
        : IsOptional(),
    ...rules,
  );

const isText = (value: unknown): value is string => typeof value === 'string';
const within = (max: number) => (value: unknown) => isText(value) && [...value].length <= max;
const longest = (max: number) => `must be at most ${max.toLocaleString('en')} characters long`;
const mustBeText = [Must('type', 'must be a string', isText)];
const mustFit = (max: number): PropertyDecorator[] => [
  Must('too_long', longest(max), (value) => !isText(value) || within(max)(value)),
  ...mustBeText,
];
const Trimmed = Transform(({ value }) => (isText(value) ? value.trim() || undefined : value));

/** A text kept to the letter; a blank one is refused, for it is more likely a slip than meant. */
export const VerbatimTextInput = ({
  max,
  ...documented
}: FieldOptions & { max: number }): PropertyDecorator =>
  inputField(
    { type: String, minLength: 1, maxLength: max, nullable: true },
    documented,
    Must('blank', 'must not be blank', (value) => !isText(value) || value.trim() !== ''),
    ...mustFit(max),
  );

/** A remark or an identifier: trimmed, and absent when blank. */
export const TrimmedTextInput = ({ max, ...documented }: FieldOptions & { max: number }): PropertyDecorator =>
  inputField(
    { type: String, maxLength: max, nullable: !documented.required },
    documented,
    Trimmed,
    ...mustFit(max),
  );

const mustBeOneLine = Must(
  'line',
  'must be one line, without control characters',
  (value) => !isText(value) || !/\p{Cc}/u.test(value),
);

/** The same in one line: a subject or a label that a line break would tear apart. */
export const SingleLineInput = (documented: FieldOptions & { max: number }): PropertyDecorator =>
  applyDecorators(TrimmedTextInput(documented), mustBeOneLine);

/** A key or a name that says what is meant: trimmed, but a blank one is refused, for without it something else would be. */
export const KeyInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, minLength: 1, maxLength: LIMITS.externalId },
    documented,
    Transform(({ value }) => (isText(value) ? value.trim() : value)),
    Must('blank', 'must not be blank', (value) => value !== ''),
    ...mustFit(LIMITS.externalId),
    mustBeOneLine,
  );

/** A text to look for: kept as it is, and absent when empty. */
export const SearchInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, maxLength: LIMITS.search },
    documented,
    Transform(({ value }) => value || undefined),
    Must('too_long', longest(LIMITS.search), within(LIMITS.search)),
  );

export const UuidInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, format: 'uuid' },
    documented,
    // As the database writes it: the log's hashes cover what was said.
    Transform(({ value }) => (isText(value) ? value.toLowerCase() : value)),
    Must('uuid', 'must be a UUID', (value) => isUUID(value, 'loose')),
  );

/** One of a few words; a comma-separated list of them where `list` is set. */
export const EnumInput = ({
  of,
  list = false,
  ...documented
}: FieldOptions & { of: readonly string[]; list?: boolean }): PropertyDecorator =>
  inputField(
    list ? { type: String, pattern: `^(${of.join('|')})(,(${of.join('|')}))*$` } : { enum: of as string[] },
    documented,
    Transform(({ value }) => (list && isText(value) ? value.split(',') : value)),
    Must('choice', `must be ${list ? 'a comma-separated list of' : 'one of'} ${of.join(', ')}`, (value) =>
      list ? Array.isArray(value) && value.every((word) => of.includes(word)) : of.includes(value as string),
    ),
  );

/** true or false, spelled out. */
export const QueryBooleanInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: Boolean },
    documented,
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    Must('boolean', 'must be true or false', (value) => typeof value === 'boolean'),
  );

/** A whole number in plain digits; signs, spaces, exponents and hexadecimals are refused. */
export const QueryIntegerInput = ({
  max,
  fallback,
  ...documented
}: FieldOptions & { max: number; fallback: number }): PropertyDecorator =>
  inputField(
    { type: 'integer', minimum: 1, maximum: max, default: fallback },
    documented,
    Transform(({ value }) => (isText(value) && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : value)),
    Must(
      'range',
      `must be a whole number from 1 to ${max.toLocaleString('en')}`,
      (value) => typeof value === 'number' && value <= max,
    ),
  );

/** A day, YYYY-MM-DD. */
export const DateInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, format: 'date' },
    documented,
    Must(
      'date',
      'must be a real calendar date from 1900 on, YYYY-MM-DD',
      (value) => isText(value) && isCalendarDate(value),
    ),
  );

/** A moment, with its offset from UTC. */
export const DateTimeInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, format: 'date-time', nullable: true },
    documented,
    Transform(({ value }) => (isText(value) ? (parseDateTime(value) ?? value) : value)),
    Must(
      'date_time',
      'must be an RFC 3339 date-time with an offset, such as 2026-06-01T17:00:00Z',
      (value) => value instanceof Date,
    ),
  );
