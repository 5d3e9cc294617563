import type { EntryReading } from '../input/map-field.js';
import { isCurrency, minorDigits, parseAmount, withMinorDigits } from '../ledger/money.js';

/** Amounts by ISO 4217 currency, as decimal strings. */
export type AmountByCurrency = Record<string, string>;

/** The minimum balance in a currency that a company has not set, by whether the currency has decimals. */
export const DEFAULT_MINIMUM = { withDecimals: '1', withoutDecimals: '100' } as const;

const DECIMAL = /^\d+(\.\d+)?$/;

/** Reads one entry of `minimum_balances` from JSON, with all decimals of its currency. Null stays null. */
export function readMinimum(currency: string, amount: unknown): EntryReading {
  if (!isCurrency(currency))
    return { code: 'currency', problem: 'is not an ISO 4217 currency in capitals, such as USD' };
  if (amount === null) return { value: null };
  if (typeof amount !== 'string' || !DECIMAL.test(amount))
    return { code: 'amount', problem: 'must be null or a decimal string of at least 0, such as "5.00"' };
  const reading = parseAmount(amount, currency);
  return 'problem' in reading ? { code: 'amount', ...reading } : reading;
}

/** The least open balance that the dunning policy collects in a currency, as a decimal string; 0 if it collects every balance. */
export function minimumBalance(minimums: AmountByCurrency, currency: string): string {
  const { withDecimals, withoutDecimals } = DEFAULT_MINIMUM;
  const fallback = minorDigits(currency) > 0 ? withDecimals : withoutDecimals;
  return withMinorDigits(minimums[currency] ?? fallback, currency);
}

/** Whether an open balance, a decimal string, is below the minimum of its currency. Computed without floats. */
export function isBelowMinimum(minimums: AmountByCurrency, balance: string, currency: string): boolean {
  const minimum = minimumBalance(minimums, currency);
  const decimals = Math.max(decimalsOf(balance).length, decimalsOf(minimum).length);
  return scaled(balance, decimals) < scaled(minimum, decimals);
}

const decimalsOf = (amount: string): string => amount.split('.')[1] ?? '';
/** The amount in units of its last decimal, of `decimals` in total. */
const scaled = (amount: string, decimals: number): bigint =>
  BigInt(amount.split('.')[0]! + decimalsOf(amount).padEnd(decimals, '0'));
