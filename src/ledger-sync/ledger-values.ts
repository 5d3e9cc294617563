import { LIMITS } from '../limits.js';
import { parseCalendarDate } from '../time/calendar-date.js';
import { isCurrency, parseAmount } from '../ledger/money.js';
import { isEmailAddress } from '../input/email-input.js';
import { hasAtMost, isBlank, isNormalizable, isOneLine, isStorable } from '../input/text-rules.js';

/** The value of a text, or what it must be instead: a sentence without its subject, such as `must not be empty`. */
export type Reading<T> = { value: T } | { problem: string };

const FIRST_YEAR = 1980;
const LAST_YEAR = 2199;
export const LEDGER_YEARS = `from ${FIRST_YEAR} to ${LAST_YEAR}`;
const FLAGS = new Map([
  ...['yes', 'y', 'true', '1'].map((word) => [word, true] as const),
  ...['no', 'n', 'false', '0', ''].map((word) => [word, false] as const),
]);

/** Reads an invoice number or the key of a customer: 1 to 255 characters, without control characters. */
export function readIdentifier(text: string): Reading<string> {
  if (!hasAtMost(text, LIMITS.externalId))
    return { problem: `must have at most ${LIMITS.externalId} characters` };
  if (isBlank(text)) return { problem: 'must not be empty' };
  // Drafts put invoice numbers into subject lines.
  if (!isOneLine(text) || !isStorable(text)) return { problem: 'must be text without control characters' };
  if (!isNormalizable(text))
    return { problem: `must not have more than ${LIMITS.combining} combining characters in a row` };
  return { value: text };
}

/** Reads the name of a customer: null if empty; line breaks become spaces. */
export function readName(text: string): Reading<string | null> {
  return isBlank(text) ? { value: null } : readIdentifier(text.replace(/\s+/g, ' '));
}

/**
 * Reads a date from 1980 to 2199 in the given format. Accounting systems write other years as a placeholder for "none" or "never"
 * (1899-12-30, 1900-01-01, 1970-01-01, 9999-12-31), which would make an invoice overdue by decades.
 */
export function readDate(text: string, format: string): Reading<string> {
  const date = parseCalendarDate(text, format);
  if (date === null) return { problem: `must be a date written ${format}` };
  const year = Number(date.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) return { problem: `must be a date ${LEDGER_YEARS}` };
  return { value: date };
}

/** Reads an e-mail address; empty means that there is none. */
export function readEmail(text: string): Reading<string | null> {
  if (text === '') return { value: null };
  return isEmailAddress(text) ? { value: text } : { problem: 'must be an e-mail address' };
}

/** Reads yes/no, y/n, true/false or 1/0, in any case; empty means no. */
export function readFlag(text: string): Reading<boolean> {
  const value = FLAGS.get(text.toLowerCase());
  return value === undefined
    ? { problem: 'must be yes or no (or y, n, true, false, 1, 0, or empty for no)' }
    : { value };
}

/** Reads an ISO 4217 code. */
export function readCurrency(text: string): Reading<string> {
  return isCurrency(text)
    ? { value: text }
    : { problem: 'must be an ISO 4217 currency in capitals, such as USD' };
}

const isZero = (decimal: string): boolean => !/[1-9]/.test(decimal);
const isNegative = (decimal: string): boolean => decimal.startsWith('-');

/** Reads the amount of a document in a file: below zero for a credit note. */
export function readAmount(text: string, currency: string | null): Reading<string> {
  const reading = parseAmount(text, currency);
  return 'value' in reading && isZero(reading.value) ? { problem: 'must not be zero' } : reading;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;
const NOT_DECIMAL = { problem: 'must be a decimal such as 1234.50, as a string or a number' };

/** Reads an amount from JSON: above zero, and without the thousands separators that a file may have. */
export function readDecimalAmount(text: string, currency: string | null): Reading<string> {
  const reading = DECIMAL.test(text) ? parseAmount(text, currency) : NOT_DECIMAL;
  if ('problem' in reading || !(isZero(reading.value) || isNegative(reading.value))) return reading;
  return { problem: 'must be above zero; a credit note has the kind credit_note and a positive amount' };
}

/** The fields of an invoice that its balance depends on; null if they are missing or invalid, which is reported there. */
interface BalanceContext {
  amount: string | null;
  currency: string | null;
  isOpen: boolean | null;
  isCreditNote: boolean;
}

/**
 * Reads the open balance: if the invoice is open, at most the amount and not zero, otherwise zero. Only an invoice can be overpaid,
 * with a balance below zero.
 */
export function readBalance(
  text: string,
  { amount, currency, isOpen, isCreditNote }: BalanceContext,
): Reading<string> {
  const reading = DECIMAL.test(text) ? parseAmount(text, currency) : NOT_DECIMAL;
  if ('problem' in reading) return reading;
  if (isOpen === false && !isZero(reading.value))
    return { problem: 'must be zero if the invoice is not open' };
  if (isOpen && isZero(reading.value)) return { problem: 'must not be zero if the invoice is open' };
  if (isCreditNote && isNegative(reading.value))
    return { problem: 'must not be below zero for a credit note' };
  if (amount !== null && currency !== null && minorUnits(reading.value) > minorUnits(amount))
    return { problem: 'must be at most the amount' };
  return reading;
}

/** Takes an amount with all decimals of its currency. */
const minorUnits = (amount: string): bigint => BigInt(amount.replace('.', ''));
