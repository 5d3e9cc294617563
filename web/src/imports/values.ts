import { isCurrency, parseAmount } from '../../../src/ledger/money.js';
import { parseCalendarDate } from '../../../src/time/calendar-date.js';
import { problems } from '../texts/en/row-problems.js';

/** The value of a cell, or what it must be instead, as the end of a sentence. */
export type Reading<T> = { value: T } | { problem: string };

/** How people write days. M and D accept a leading zero, too. */
export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'D.M.YYYY',
  'D/M/YYYY',
  'M/D/YYYY',
  'D-M-YYYY',
  'M-D-YYYY',
  'YYYY/M/D',
  'YYYY.M.D',
  'YYYYMMDD',
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];
export type DecimalMark = '.' | ',';

/** Systems that export a point in time mean its day. */
const dayOf = (text: string): string => text.replace(/[T ]\d{1,2}:\d{2}.*$/, '');

/**
 * The candidates that fit the most samples, in their order; all candidates if none fits any. A wrong cell here and there does not
 * hide how the others are written.
 */
function bestOf<T>(
  candidates: readonly T[],
  samples: readonly string[],
  isFit: (text: string, candidate: T) => boolean,
): T[] {
  const counts = candidates.map((candidate) => samples.filter((text) => isFit(text, candidate)).length);
  const highest = Math.max(...counts);
  return candidates.filter((_, index) => counts[index] === highest);
}

/** The formats in which the most samples are days, the likeliest first. */
export function guessDateFormats(samples: readonly string[], mark: DecimalMark): DateFormat[] {
  const days = samples.filter((text) => text !== '').map(dayOf);
  const fitting = bestOf(DATE_FORMATS, days, (text, format) => parseCalendarDate(text, format) !== null);
  // The month comes first only in the United States, where nobody writes a decimal comma.
  const isMonthFirst = (format: DateFormat): boolean => format.startsWith('M');
  return fitting.toSorted((a, b) => (mark === '.' ? 0 : Number(isMonthFirst(a)) - Number(isMonthFirst(b))));
}

const WITH_COMMA = /^([+-]?)(\d+|\d{1,3}(?:[.'’\s]\d{3})+)(?:,(\d+))?$/;

/** An amount with a decimal comma (`1.234,50`) as one with a point; null if it is none. */
function pointed(text: string): string | null {
  const [, sign = '', integer, decimals] = WITH_COMMA.exec(text) ?? [];
  if (integer === undefined) return null;
  return `${sign}${integer.replace(/\D/g, '')}${decimals === undefined ? '' : `.${decimals}`}`;
}

const fits = (text: string, mark: DecimalMark): boolean => {
  const amount = mark === ',' ? pointed(text) : text;
  return amount !== null && 'value' in parseAmount(amount, null);
};

/** The marks with which the most samples are amounts, the likelier first. `1.234` fits both. */
export function guessDecimalMarks(samples: readonly string[], delimiter: string): DecimalMark[] {
  const amounts = samples.filter((text) => text !== '');
  // Files with a semicolon between columns have it because the comma is taken.
  const marks: DecimalMark[] = delimiter === ';' ? [',', '.'] : ['.', ','];
  return bestOf(marks, amounts, fits);
}

/** @returns YYYY-MM-DD */
export function readDay(text: string, format: DateFormat): Reading<string> {
  const day = parseCalendarDate(dayOf(text), format);
  return day === null ? { problem: problems.day(format) } : { value: day };
}

/** @returns a decimal string with all decimals of the currency, below zero for a credit note */
export function readAmount(text: string, mark: DecimalMark, currency: string | null): Reading<string> {
  const amount = mark === ',' ? pointed(text) : text;
  return amount === null ? { problem: problems.amountWithComma } : parseAmount(amount, currency);
}

export function readCurrency(text: string): Reading<string> {
  const code = text.toUpperCase();
  return isCurrency(code) ? { value: code } : { problem: problems.currency };
}

const FLAGS = new Map([
  ...['yes', 'y', 'true', '1', 'ja'].map((word) => [word, true] as const),
  ...['no', 'n', 'false', '0', '', 'nein'].map((word) => [word, false] as const),
]);

export function readFlag(text: string): Reading<boolean> {
  const value = FLAGS.get(text.toLowerCase());
  return value === undefined ? { problem: problems.flag } : { value };
}

export type Status = 'open' | 'paid' | 'void';
const STATUSES = new Map<string, Status>([
  ...['open', 'unpaid', 'due', 'overdue', 'partly paid', 'partially paid', 'offen'].map(
    (word) => [word, 'open'] as const,
  ),
  ...['paid', 'closed', 'settled', 'bezahlt'].map((word) => [word, 'paid'] as const),
  ...['void', 'voided', 'cancelled', 'canceled', 'storniert'].map((word) => [word, 'void'] as const),
]);

export function readStatus(text: string): Reading<Status> {
  const value = STATUSES.get(text.toLowerCase());
  return value === undefined ? { problem: problems.status } : { value };
}
