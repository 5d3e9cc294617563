import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { isUUID } from 'class-validator';
import { inputField, QueryIntegerInput, toLowerCaseId } from '../../input/fields.js';
import { Must } from '../../input/must.decorator.js';
import { isCurrency } from '../../ledger/money.js';
import { LIMITS } from '../../limits.js';

/** Filters of the list of actions in a query. */

const UUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

/** The id of a contact, or `none`. */
export const AssigneeInput = (description: string): PropertyDecorator =>
  inputField(
    { type: String, pattern: `^(none|${UUID})$` },
    { description },
    Transform(({ value }) => toLowerCaseId(value)),
    Must('uuid', 'must be a UUID or none', (value) => value === 'none' || isUUID(value, 'loose')),
  );

export const CurrencyInput = (description: string): PropertyDecorator =>
  inputField(
    { type: String, pattern: '^[A-Z]{3}$' },
    { description },
    Must(
      'currency',
      'must be an ISO 4217 currency in capitals, such as USD',
      (value) => typeof value === 'string' && isCurrency(value),
    ),
  );

/** As many digits as amounts of the ledger can have. */
const AMOUNT = String.raw`^-?\d{1,15}(\.\d{1,4})?$`;
export const isAmount = (value: unknown): value is string =>
  typeof value === 'string' && new RegExp(AMOUNT).test(value);

/** Below zero if the first amount is smaller. Without floats, which do not have all digits. */
export function compareAmounts(a: string, b: string): number {
  const [first, second] = [scaled(a), scaled(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

const scaled = (amount: string): bigint => {
  const [integer = '', decimals = ''] = amount.split('.');
  return BigInt(integer + decimals.padEnd(4, '0'));
};

/** A decimal string in the currency of another filter. */
export const AmountInput = (description: string): PropertyDecorator =>
  applyDecorators(
    Must(
      'currency',
      'requires currency, because amounts in different currencies cannot be compared',
      (_, query) => (query as { currency?: string }).currency !== undefined,
    ),
    inputField(
      { type: String, pattern: AMOUNT },
      { description },
      Must('amount', 'must be a decimal such as 1234.50', isAmount),
    ),
  );

export const DaysOverdueInput = (description: string): PropertyDecorator =>
  QueryIntegerInput({ min: -LIMITS.daysOverdue, max: LIMITS.daysOverdue, description });
