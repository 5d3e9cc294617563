import { parseCalendarDate } from '../time/calendar-date.js';
import { isCurrency, parseAmount } from '../ledger/money.js';

/** What a cell says, or the problem with it: what is allowed, as a sentence that begins at "must". */
export type Reading<T> = { value: T } | { problem: string };

const LONGEST_TEXT = 255;
const FIRST_YEAR = 1980;
const LAST_YEAR = 2199;
export const LEDGER_YEARS = `from ${FIRST_YEAR} to ${LAST_YEAR}`;
const FLAGS = new Map([
  ...['yes', 'y', 'true', '1'].map((word) => [word, true] as const),
  ...['no', 'n', 'false', '0', ''].map((word) => [word, false] as const),
]);

/** An invoice number or a customer's id: 1 to 255 characters, none of them a control character. */
export function readIdentifier(text: string): Reading<string> {
  if (text === '') return { problem: 'must not be empty' };
  // NUL cannot be stored, and a line break within a number would spoil every subject line it is put into.
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return { problem: 'must be text without control characters' };
  if (Array.from(text).length > LONGEST_TEXT)
    return { problem: `must have at most ${LONGEST_TEXT} characters` };
  return { value: text };
}

/** A customer's name; empty means none, and line breaks within it, as in a copied address, become spaces. */
export function readName(text: string): Reading<string | null> {
  return text === '' ? { value: null } : readIdentifier(text.replace(/\s+/g, ' '));
}

/**
 * A date in the given format, of a year in which there are invoices: what a ledger has outside of these years is a
 * placeholder for "none" or "never" (1899-12-30, 1900-01-01, 1970-01-01, 9999-12-31), which the policy would take for
 * an invoice overdue by a century.
 */
export function readDate(text: string, format: string): Reading<string> {
  const date = parseCalendarDate(text, format);
  if (date === null) return { problem: `must be a date written ${format}` };
  const year = Number(date.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) return { problem: `must be a date ${LEDGER_YEARS}` };
  return { value: date };
}

/** yes/no, y/n, true/false or 1/0 in any case; empty means no. */
export function readFlag(text: string): Reading<boolean> {
  const value = FLAGS.get(text.toLowerCase());
  return value === undefined
    ? { problem: 'must be yes or no (or y, n, true, false, 1, 0, or empty for no)' }
    : { value };
}

/** An ISO 4217 code. */
export function readCurrency(text: string): Reading<string> {
  return isCurrency(text)
    ? { value: text }
    : { problem: 'must be an ISO 4217 currency in capitals, such as USD' };
}

/**
 * What is owed, as an exact decimal above zero. A credit note (negative) and a settled nothing (zero) are
 * refused: neither can be collected, and to leave them out unsaid would make a customer seem to owe more than
 * the ledger says.
 */
export function readAmount(text: string, currency: string | null): Reading<string> {
  const reading = parseAmount(text, currency);
  if ('problem' in reading || /^[^-]*[1-9]/.test(reading.value)) return reading;
  return { problem: 'must be above zero (a credit note is nothing to collect)' };
}

const DECIMAL = /^-?\d+(\.\d+)?$/;
const NOT_DECIMAL = { problem: 'must be a decimal such as 1234.50, as a string or a number' };

/** The same as a program says it: without the commas and signs that people put into a file. */
export function readDecimalAmount(text: string, currency: string | null): Reading<string> {
  return DECIMAL.test(text) ? readAmount(text, currency) : NOT_DECIMAL;
}

/** What else an invoice's row says; null where that is unknown or bad, and reported there. */
interface Owed {
  amount: string | null;
  currency: string | null;
  isOpen: boolean | null;
}

/** What is still owed: above zero and at most the amount while the invoice is open, and nothing afterwards. */
export function readBalance(text: string, { amount, currency, isOpen }: Owed): Reading<string> {
  const reading = DECIMAL.test(text) ? parseAmount(text, currency) : NOT_DECIMAL;
  if ('problem' in reading) return reading;
  const isPositive = /^[^-]*[1-9]/.test(reading.value);
  if (isOpen === false && (isPositive || reading.value.startsWith('-')))
    return { problem: 'must be zero where the invoice is not open' };
  if (isOpen && !isPositive) return { problem: 'must be above zero while the invoice is open' };
  if (amount !== null && currency !== null && minorUnits(reading.value) > minorUnits(amount))
    return { problem: 'must be at most the amount' };
  return reading;
}

/** Of an amount with all of its currency's decimals. */
const minorUnits = (amount: string): bigint => BigInt(amount.replace('.', ''));
