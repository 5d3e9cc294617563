import { type Field, guessColumns, type Mapping, missingFields } from './fields.js';
import type { LedgerFile } from './ledger-file.js';
import type { Formats } from './read-rows.js';
import { guessDateFormats, guessDecimalMarks } from './values.js';

/** What the person says about the file: which column is what, and how days and amounts are written. */
export interface Choice {
  mapping: Mapping;
  formats: Formats;
}

const SAMPLES = 500;
const DATES = ['due_date', 'issued_on', 'settled_on', 'promised_on'] as const;
const AMOUNTS = ['amount', 'balance'] as const;

/** The first cells of some fields. */
export function samplesOf(
  file: Pick<LedgerFile, 'records'>,
  mapping: Mapping,
  fields: readonly (keyof Mapping)[],
): string[] {
  const columns = fields.flatMap((field) => mapping[field] ?? []);
  return file.records
    .slice(0, SAMPLES)
    .flatMap(({ cells }) => columns.flatMap((column) => cells[column] || []));
}

/** The readings that fit the first rows, the likeliest first. */
export function fittingFormats(file: Pick<LedgerFile, 'records' | 'delimiter'>, mapping: Mapping) {
  const decimals = guessDecimalMarks(samplesOf(file, mapping, AMOUNTS), file.delimiter);
  return { decimals, dates: guessDateFormats(samplesOf(file, mapping, DATES), decimals[0]!) };
}

/** The likeliest choice for a file, to start from. */
export function guessChoice(file: LedgerFile): Choice {
  const mapping = guessColumns(file.header);
  const { dates, decimals } = fittingFormats(file, mapping);
  return { mapping, formats: { date: dates[0]!, decimal: decimals[0]!, currency: '' } };
}

/**
 * The choice with another column for a field; null for none. How days and amounts are written stays if it fits the cells, and is
 * guessed anew if not: the first guess may have had no column to look at.
 */
export function withColumn(
  file: Pick<LedgerFile, 'records' | 'delimiter'>,
  { mapping, formats }: Choice,
  field: Field,
  column: number | null,
): Choice {
  const next: Mapping = { ...mapping };
  if (column === null) delete next[field];
  else next[field] = column;
  const { dates, decimals } = fittingFormats(file, next);
  const fitting = <T>(format: T, all: readonly T[]): T => (all.includes(format) ? format : all[0]!);
  return {
    mapping: next,
    formats: {
      ...formats,
      date: fitting(formats.date, dates),
      decimal: fitting(formats.decimal, decimals),
    },
  };
}

/** Whether every required field has a column, or for the currency a value. */
export const isComplete = ({ mapping, formats }: Choice): boolean =>
  missingFields(mapping).length === 0 && (mapping.currency !== undefined || formats.currency.length === 3);
