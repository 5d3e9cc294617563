import { problems } from '../texts/en/row-problems.js';
import type { CsvRecord } from './csv.js';
import type { Field, Mapping } from './fields.js';
import {
  type DateFormat,
  type DecimalMark,
  readAmount,
  readCurrency,
  readDay,
  readFlag,
  type Reading,
  readStatus,
  type Status,
} from './values.js';

/**
 * A row as it is read. Days are YYYY-MM-DD, amounts decimal strings; the amount of a credit note is below zero. Null: the cell is
 * empty. Undefined: the file has no such column.
 */
export interface ImportRow {
  line: number;
  customer: string;
  invoice_number: string;
  due_date: string;
  amount: string;
  currency: string;
  customer_name?: string | null;
  customer_email?: string | null;
  customer_phone?: string | null;
  customer_contact?: string | null;
  external_id?: string | null;
  issued_on?: string | null;
  balance?: string | null;
  status?: Status | null;
  settled_on?: string | null;
  promised_on?: string | null;
  disputed?: boolean;
}

/** An invalid cell, or with null as column an invalid row. */
export interface RowError {
  line: number;
  column: string | null;
  problem: string;
}

export interface Formats {
  date: DateFormat;
  decimal: DecimalMark;
  /** The currency of rows without one; empty if there is none. */
  currency: string;
}

/** As many characters as the ledger takes. */
const MAX_TEXT = 255;

const readText = (text: string): Reading<string | null> => {
  if (text === '') return { value: null };
  return text.length > MAX_TEXT ? { problem: problems.tooLong } : { value: text.replace(/\s+/g, ' ') };
};

const required = (reading: Reading<string | null>): Reading<string> => {
  if ('problem' in reading) return reading;
  return reading.value === null ? { problem: problems.empty } : { value: reading.value };
};

/**
 * Reads rows; of two rows with the same key, the later is invalid. The order is that of the file.
 * @param firstLines the line of the first row with each key, from the rows before
 */
export function readRows(
  header: readonly string[],
  records: readonly CsvRecord[],
  mapping: Mapping,
  formats: Formats,
  firstLines = new Map<string, number>(),
): { rows: ImportRow[]; errors: RowError[] } {
  const rows: ImportRow[] = [];
  const errors: RowError[] = [];
  for (const record of records) {
    const found = errors.length;
    const row = readRow(header, record, mapping, formats, errors);
    if (!row || errors.length > found) continue;
    const [field, key]: [Field, string] = row.external_id
      ? ['external_id', row.external_id]
      : ['invoice_number', row.invoice_number];
    const first = firstLines.get(`${field} ${key}`);
    if (first === undefined) {
      firstLines.set(`${field} ${key}`, record.line);
      rows.push(row);
    } else {
      const column = header[mapping[field]!] ?? null;
      errors.push({
        line: record.line,
        column,
        problem: `${problems.unique(first)}; ${problems.found(key)}`,
      });
    }
  }
  return { rows, errors };
}

/** Reads one row, and adds every invalid cell to the errors: the row must not be used if there are any. */
export function readRow(
  header: readonly string[],
  { line, cells }: CsvRecord,
  mapping: Mapping,
  { date, decimal, currency: fallback }: Formats,
  errors: RowError[],
): ImportRow | null {
  if (cells.length !== header.length) {
    errors.push({ line, column: null, problem: problems.cells(header.length, cells.length) });
    return null;
  }
  const has = (field: Field): boolean => mapping[field] !== undefined;
  const read = <T>(field: Field, parse: (text: string) => Reading<T>): T => {
    const index = mapping[field];
    const cell = index === undefined ? '' : cells[index]!;
    const reading = parse(cell);
    if ('value' in reading) return reading.value;
    const column = index === undefined ? field : header[index]!;
    errors.push({ line, column, problem: `${reading.problem}; ${problems.found(cell)}` });
    return undefined as T;
  };
  const optional =
    <T>(parse: (text: string) => Reading<T>) =>
    (text: string): Reading<T | null> =>
      text === '' ? { value: null } : parse(text);
  const ifMapped = <T>(field: Field, parse: (text: string) => Reading<T>): T | undefined =>
    has(field) ? read(field, parse) : undefined;
  const day = (text: string): Reading<string> => readDay(text, date);

  const currency = read('currency', (text) => readCurrency(text || fallback));
  const amount = (text: string): Reading<string> => readAmount(text, decimal, currency ?? null);
  const nonZero = (text: string): Reading<string> => {
    const reading = amount(text);
    return 'value' in reading && !/[1-9]/.test(reading.value) ? { problem: problems.zero } : reading;
  };
  return {
    line,
    customer: read('customer', (text) => required(readText(text))),
    invoice_number: read('invoice_number', (text) => required(readText(text))),
    due_date: read('due_date', day),
    amount: read('amount', nonZero),
    currency,
    customer_name: ifMapped('customer_name', readText),
    customer_email: ifMapped('customer_email', readText),
    customer_phone: ifMapped('customer_phone', readText),
    customer_contact: ifMapped('customer_contact', readText),
    external_id: ifMapped('external_id', readText),
    issued_on: ifMapped('issued_on', optional(day)),
    balance: ifMapped('balance', optional(amount)),
    status: ifMapped('status', optional(readStatus)),
    settled_on: ifMapped('settled_on', optional(day)),
    promised_on: ifMapped('promised_on', optional(day)),
    disputed: ifMapped('disputed', readFlag),
  };
}
