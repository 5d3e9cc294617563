import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional, isUUID, ValidateIf } from 'class-validator';
import { isCalendarDate } from '../time/calendar-date.js';
import { Must } from './must.decorator.js';
import { parseDateTime } from '../time/date-time.js';
import { LIMITS } from '../limits.js';
import { normalizeText } from './normalize-text.js';
import { hasAtMost, isBlank, isNormalizable, isOneLine } from './text-rules.js';

export interface FieldOptions {
  description: string;
  /** Omitted for filters: Swagger UI would fill it in and filter by it. */
  example?: unknown;
  /** The OpenAPI format of a string. */
  format?: string;
  /** Whether a body may contain null, which means absent. */
  nullable?: true;
  /** Whether null is a value of its own, such as one that restores a default, instead of absent. */
  keepsNull?: true;
  /** Fields are optional by default. */
  required?: true;
  /** Whether the other fields make this one required. */
  requiredIf?: (input: object) => boolean;
}

/** A field with its OpenAPI schema and its validation rules. Null means absent, unless the field keeps it. */
export const inputField = (
  schema: ApiPropertyOptions,
  { requiredIf, required, keepsNull, ...options }: FieldOptions,
  ...rules: PropertyDecorator[]
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ ...schema, ...options, required: required ?? false } as ApiPropertyOptions),
    ...(keepsNull ? [] : [Transform(({ value }) => value ?? undefined)]),
    required
      ? Must('required', 'is required', (value) => value !== undefined)
      : requiredIf
        ? (prototype: object, property: string | symbol) =>
            ValidateIf((input, value) => value !== undefined || requiredIf(input))(prototype, property)
        : IsOptional(),
    ...rules,
  );

const isText = (value: unknown): value is string => typeof value === 'string';
const lengthSentence = (max: number) => `must be at most ${max.toLocaleString('en')} characters long`;
const mustBeText = [Must('type', 'must be a string', isText)];
const mustFit = (max: number): PropertyDecorator[] => [
  Must('too_long', lengthSentence(max), (value) => !isText(value) || hasAtMost(value, max)),
  ...mustBeText,
];
const mustBeNormalizable = Must(
  'combining',
  `must not have more than ${LIMITS.combining} combining characters in a row`,
  (value) => !isText(value) || isNormalizable(value),
);
/** Converts a text; a blank one becomes undefined. */
const TextOrAbsent = (convert: (text: string) => string): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => {
    if (!isText(value)) return value;
    const text = convert(value);
    return isBlank(text) ? undefined : text;
  });

const mustNotBeBlank = Must('blank', 'must not be blank', (value) => !isText(value) || !isBlank(value));

/** Text that is stored unchanged. Blank text is rejected: it is probably a mistake. */
export const VerbatimTextInput = ({ max, ...options }: FieldOptions & { max: number }): PropertyDecorator =>
  inputField(
    { type: String, minLength: 1, maxLength: max, nullable: true },
    options,
    ...mustFit(max),
    mustNotBeBlank,
  );

/** A note, a name or an identifier: trimmed and normalized (see normalizeText), and absent if blank. */
export const TrimmedTextInput = ({ max, ...options }: FieldOptions & { max: number }): PropertyDecorator =>
  inputField(
    { type: String, ...(options.required && { minLength: 1 }), maxLength: max, nullable: !options.required },
    options,
    TextOrAbsent(normalizeText),
    ...mustFit(max),
    mustBeNormalizable,
  );

export const mustBeOneLine = Must(
  'line',
  'must be one line without control characters',
  (value) => !isText(value) || isOneLine(value),
);

/** Trimmed text on a single line, such as a name or a label. */
export const SingleLineInput = (options: FieldOptions & { max: number }): PropertyDecorator =>
  applyDecorators(TrimmedTextInput(options), mustBeOneLine);

const SUBJECT_OF_DRAFT: FieldOptions = {
  description: 'The subject of the draft.',
  example: 'Invoice INV-1042 is overdue',
};

/** The subject of a message: one line, trimmed, and otherwise stored unchanged like the text below it. */
export const SubjectInput = (options: FieldOptions = SUBJECT_OF_DRAFT): PropertyDecorator =>
  inputField(
    { type: String, maxLength: LIMITS.externalId, nullable: true },
    options,
    TextOrAbsent((text) => text.trim()),
    ...mustFit(LIMITS.externalId),
    mustBeOneLine,
  );

/** A key or a name that selects something: trimmed. Blank is rejected, because a request without it would mean something else. */
export const KeyInput = (options: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, minLength: 1, maxLength: LIMITS.externalId },
    options,
    Transform(({ value }) => (isText(value) ? normalizeText(value) : value)),
    ...mustFit(LIMITS.externalId),
    mustNotBeBlank,
    mustBeNormalizable,
    mustBeOneLine,
  );

/** A search text: not trimmed, and absent if empty. */
export const SearchInput = (options: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, maxLength: LIMITS.search },
    options,
    Transform(({ value }) =>
      isText(value) && isNormalizable(value) ? value.normalize('NFC') || undefined : value,
    ),
    ...mustFit(LIMITS.search),
    mustBeNormalizable,
  );

const UUID_LENGTH = 36;

/** An id in lower case, as PostgreSQL returns it: the hash of a log entry covers the ids of the input. */
export const toLowerCaseId = (value: unknown): unknown =>
  isText(value) && value.length === UUID_LENGTH ? value.toLowerCase() : value;

export const UuidInput = (options: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, format: 'uuid' },
    options,
    Transform(({ value }) => toLowerCaseId(value)),
    Must('uuid', 'must be a UUID', (value) => isUUID(value, 'loose')),
  );

function listPattern(of: readonly string[]): string {
  const one = of.map((word) => word.replaceAll('.', String.raw`\.`)).join('|');
  return `^(${one})(,(${one}))*$`;
}

/** One of the values in `of`; with `list`, a comma-separated list of them. */
export const EnumInput = ({
  of,
  list = false,
  ...options
}: FieldOptions & { of: readonly string[]; list?: boolean }): PropertyDecorator =>
  inputField(
    list
      ? { type: String, pattern: listPattern(of) }
      : options.keepsNull
        ? { enum: [...of, null], nullable: true }
        : { enum: of as string[] },
    options,
    Transform(({ value }) => (list && isText(value) ? value.split(',') : value)),
    Must(
      'choice',
      `must be ${list ? 'a comma-separated list of' : 'one of'} ${of.join(', ')}${options.keepsNull ? ', or null' : ''}`,
      (value) =>
        list
          ? Array.isArray(value) && value.every((word) => of.includes(word))
          : of.includes(value as string) || (options.keepsNull === true && value === null),
    ),
  );

/** A boolean in a query: `true` or `false`. */
export const QueryBooleanInput = (options: FieldOptions): PropertyDecorator =>
  inputField(
    { type: Boolean },
    options,
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    Must('boolean', 'must be true or false', (value) => typeof value === 'boolean'),
  );

/** An integer in a query, in plain digits: plus signs, spaces, exponents and hexadecimal notation are rejected. */
export const QueryIntegerInput = ({
  min = 1,
  max,
  fallback,
  ...options
}: FieldOptions & { min?: number; max: number; fallback?: number }): PropertyDecorator =>
  inputField(
    { type: 'integer', minimum: min, maximum: max, ...(fallback !== undefined && { default: fallback }) },
    options,
    Transform(({ value }) => (isText(value) && /^(0|-?[1-9]\d{0,8})$/.test(value) ? Number(value) : value)),
    Must(
      'range',
      `must be a whole number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}`,
      (value) => typeof value === 'number' && value >= min && value <= max,
    ),
  );

/** A calendar date, YYYY-MM-DD. */
export const DateInput = (options: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, format: 'date' },
    options,
    Must(
      'date',
      'must be a real calendar date from 1900 on, YYYY-MM-DD',
      (value) => isText(value) && isCalendarDate(value),
    ),
  );

/** An RFC 3339 date-time with its offset from UTC. */
export const DateTimeInput = (options: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, format: 'date-time', nullable: true },
    options,
    Transform(({ value }) => (isText(value) ? (parseDateTime(value) ?? value) : value)),
    Must(
      'date_time',
      'must be an RFC 3339 date-time with an offset, such as 2026-06-01T17:00:00Z',
      (value) => value instanceof Date,
    ),
  );
