import { applyDecorators } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { type FieldOptions, inputField, TrimmedTextInput } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { MOST_INTEGER_DIGITS } from '../../ledger/money.js';
import { Must } from '../../input/must.decorator.js';
import { LEDGER_YEARS, readCurrency, readDate, type Reading } from '../ledger-values.js';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Whether it can be a decimal. */
export const canBeDecimal = (value: unknown): value is string | number =>
  isText(value) || typeof value === 'number';

/** The rule of a file's cell, with its own sentence: a row is read by the same rules, however it comes. */
const MustRead = (code: string, read: (text: string, row: object) => Reading<unknown>): PropertyDecorator => {
  const problemIn = (value: unknown, row: object): string | null => {
    const reading = canBeDecimal(value) && read(String(value), row);
    return reading && 'problem' in reading ? reading.problem : null;
  };
  return Must(
    code,
    (value, row) => problemIn(value, row)!,
    (value, row) => problemIn(value, row) === null,
  );
};

/** A decimal, exact: as a string, or as a number whose digits are taken as they were sent. */
export const DecimalInput = ({
  code,
  read,
  description,
  ...documented
}: FieldOptions & {
  code: string;
  read: (text: string, row: object) => Reading<unknown>;
}): PropertyDecorator =>
  inputField(
    { type: String, pattern: '^\\d+(\\.\\d+)?$', nullable: !documented.required },
    {
      ...documented,
      description:
        `${description} At most ${MOST_INTEGER_DIGITS} digits before the decimal point, and after it no more than its currency ` +
        'has; zeros at the end are decimals too. A JSON number is accepted as well, with the digits that it is sent with.',
    },
    Must('type', 'must be a decimal, as a string or a number', canBeDecimal),
    MustRead(code, read),
  );

/** A day of a ledger, YYYY-MM-DD. */
export const LedgerDateInput = ({ description, ...documented }: FieldOptions): PropertyDecorator =>
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

export const EmailInput = (documented: FieldOptions): PropertyDecorator =>
  applyDecorators(
    TrimmedTextInput({ max: LIMITS.externalId, format: 'email', ...documented }),
    Must('email', 'must be an e-mail address', (value) => isEmail(value)),
  );

const TIME_ZONES = new Set(Intl.supportedValuesOf('timeZone'));

/** A zone that has a name, for an offset does not know of summer time. */
export const TimeZoneInput = (documented: FieldOptions): PropertyDecorator =>
  applyDecorators(
    TrimmedTextInput({ max: LIMITS.externalId, format: 'time-zone', ...documented }),
    Must('time_zone', 'must be an IANA time zone, such as Europe/Vienna', (value) => isTimeZone(value)),
  );

function isTimeZone(value: unknown): boolean {
  return isText(value) && (TIME_ZONES.has(value) || isOlderTimeZone(value));
}

/** The set holds the names that are in use alone. */
function isOlderTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
