import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { ANY_JSON } from '../../input/any-json.js';
import { type FieldOptions, inputField, TrimmedTextInput } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { MOST_INTEGER_DIGITS } from '../../ledger/money.js';
import { Must } from '../../input/must.decorator.js';
import { LEDGER_YEARS, readCurrency, readDate, type Reading } from '../ledger-values.js';

const isText = (value: unknown): value is string => typeof value === 'string';

export const canBeDecimal = (value: unknown): value is string | number =>
  isText(value) || typeof value === 'number';

const TOO_LONG = `must be at most ${LIMITS.externalId} characters long`;

/** A rule that a CSV cell must follow too: its `problem` becomes the error. */
const MustRead = (code: string, read: (text: string, row: object) => Reading<unknown>): PropertyDecorator => {
  const problemIn = (value: unknown, row: object): string | null => {
    if (isText(value) && value.length > LIMITS.externalId) return TOO_LONG;
    const reading = canBeDecimal(value) && read(String(value), row);
    return reading && 'problem' in reading ? reading.problem : null;
  };
  return Must(
    code,
    (value, row) => problemIn(value, row)!,
    (value, row) => problemIn(value, row) === null,
  );
};

/** An exact decimal: a string, or a number, whose digits are taken from the JSON text. */
export const DecimalInput = ({
  code,
  read,
  isSigned = false,
  description,
  ...documented
}: FieldOptions & {
  code: string;
  isSigned?: boolean;
  read: (text: string, row: object) => Reading<unknown>;
}): PropertyDecorator =>
  inputField(
    { type: String, pattern: `^${isSigned ? '-?' : ''}\\d+(\\.\\d+)?$`, nullable: !documented.required },
    {
      ...documented,
      description:
        `${description} A decimal string with at most ${MOST_INTEGER_DIGITS} digits before the decimal point, and after it at ` +
        'most as many as the currency has, trailing zeros included. A JSON number is accepted too, and read exactly as it is written.',
    },
    Must('type', 'must be a decimal, as a string or a number', canBeDecimal),
    MustRead(code, read),
  );

/** A calendar date, YYYY-MM-DD, of a year in which there are invoices. */
export const LedgerDateInput = ({
  description,
  ...documented
}: FieldOptions & { deprecated?: true }): PropertyDecorator =>
  inputField(
    { type: String, format: 'date', nullable: !documented.required },
    { ...documented, description: `${description} A date ${LEDGER_YEARS}.` },
    Must('type', 'must be a string', isText),
    MustRead('date', (text) => readDate(text, 'YYYY-MM-DD')),
  );

export const CurrencyInput = (documented: FieldOptions): PropertyDecorator =>
  inputField(
    { type: String, pattern: '^[A-Z]{3}$', nullable: !documented.required },
    documented,
    Must('type', 'must be a string', isText),
    MustRead('currency', readCurrency),
  );

/** A BCP 47 language tag, in its canonical form: `de-at` is read as `de-AT`. */
export const LanguageInput = (documented: FieldOptions): PropertyDecorator =>
  applyDecorators(
    TrimmedTextInput({ max: LIMITS.languageTag, ...documented }),
    Transform(({ value }) => canonicalLanguage(value) ?? (value as unknown)),
    Must(
      'language',
      'must be a BCP 47 language tag, such as de-AT',
      (value) => canonicalLanguage(value) !== null,
    ),
  );

function canonicalLanguage(value: unknown): string | null {
  if (!isText(value) || value.length > LIMITS.languageTag) return null;
  try {
    return Intl.getCanonicalLocales(value)[0] ?? null;
  } catch {
    return null;
  }
}

/** A member of a response that a row may repeat, so that responses can be sent back as they are. Its value is not read. */
export const ReadOnlyInput = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      ...ANY_JSON,
      readOnly: true,
      required: false,
      description: 'Ignored; accepted so that rows of responses can be sent back.',
    }),
    Transform(() => undefined),
    IsOptional(),
  );
