import { isCalendarDate, isDateFormat } from '../../time/calendar-date.js';
import { readCsvRecords } from './csv-records.js';
import type { CsvRecord } from './csv-records.js';
import { readAmount, readCurrency, readDate, readFlag, readIdentifier, readName } from '../ledger-values.js';
import type { Reading } from '../ledger-values.js';
import { findColumns } from './ledger-columns.js';
import type { Columns, LedgerField } from './ledger-columns.js';
import { isCurrency } from '../../ledger/money.js';

/**
 * One invoice. Dates are `YYYY-MM-DD`, `amount` is an exact decimal; for `line` see SkippedRow. What the file has no column for
 * is not there.
 */
export interface LedgerRow {
  line: number;
  invoiceNumber: string;
  customerExternalId: string;
  customerName: string | null;
  issuedOn: string;
  dueOn: string;
  amount: string;
  currency: string;
  disputed?: boolean;
  settledOn?: string | null;
}

/**
 * A bad cell, or with `column` null a bad row; `line` is the file's line where its record starts, the
 * header's being 1.
 */
export interface SkippedRow {
  line: number;
  column: string | null;
  reason: string;
}

export interface CsvOptions {
  /** The file's column for a field, where its name is not the field's. */
  map: Partial<Record<LedgerField, string>>;
  /** As parseCalendarDate takes it. */
  dateFormat: string;
  /** ISO 4217: the currency of rows that name none. */
  currency?: string;
  /** `YYYY-MM-DD`: what happened after this day is forgotten. */
  asOf?: string;
}

/**
 * Reads a receivables ledger, one invoice a row. Every bad cell is reported and its row left out; of two rows
 * with one invoice number the later is bad. Without an issue date an invoice counts as issued on its due
 * date. With `asOf`, invoices whose issue date is later are left out unsaid (they did not exist yet) and later settlements
 * are undone; a dispute stays, as ledgers do not date it. Throws an Error where nothing can be read at all:
 * broken CSV, a column that is missing, a malformed option.
 */
export function readLedgerCsv(
  text: string,
  options: CsvOptions,
): { rows: LedgerRow[]; skipped: SkippedRow[] } {
  checkOptions(options);
  const [header, ...records] = readCsvRecords(text);
  if (!header) throw new Error('The file is empty: its first line must name the columns.');
  const columns = findColumns(header.cells, options.map, options.currency !== undefined);

  const rows: LedgerRow[] = [];
  const skipped: SkippedRow[] = [];
  const firstLines = new Map<string, number>();
  for (const record of records) {
    const { line, cells } = record;
    if (cells.length !== header.cells.length) {
      const reason = `must have ${header.cells.length} cells, as the header has; it has ${cells.length}`;
      skipped.push({ line, column: null, reason });
      continue;
    }
    const { row, faults } = readRow(record, columns, options, firstLines);
    skipped.push(...faults);
    // A file without issue dates does not tell which invoices came later.
    const isKnown = options.asOf === undefined || !columns.has('issued_on') || row.issuedOn <= options.asOf;
    if (faults.length === 0 && isKnown) rows.push(row);
  }
  return { rows, skipped };
}

function checkOptions({ dateFormat, currency, asOf }: CsvOptions): void {
  if (!isDateFormat(dateFormat))
    throw new Error(
      `The date format must be made of YYYY, MM or M, DD or D and separators; it is "${dateFormat}".`,
    );
  if (currency !== undefined && !isCurrency(currency))
    throw new Error(`The currency must be an ISO 4217 code in capitals, such as USD; it is "${currency}".`);
  if (asOf !== undefined && !isCalendarDate(asOf))
    throw new Error(`The as-of day must be a date written YYYY-MM-DD; it is "${asOf}".`);
}

/** The row is to be used only when it has no faults: a bad cell is undefined in it. */
function readRow(
  { line, cells }: CsvRecord,
  columns: Columns,
  { dateFormat, currency: defaultCurrency = '', asOf }: CsvOptions,
  firstLines: Map<string, number>,
): { row: LedgerRow; faults: SkippedRow[] } {
  const faults: SkippedRow[] = [];
  const read = <T>(field: LedgerField, parse: (text: string) => Reading<T>): T => {
    const column = columns.get(field);
    const cell = column === undefined ? '' : cells[column.index]!;
    const reading = parse(cell);
    if ('value' in reading) return reading.value;
    const found = cell === '' ? 'it is empty' : `it is ${JSON.stringify(cell.slice(0, 80))}`;
    faults.push({ line, column: column?.name ?? null, reason: `${reading.problem}; ${found}` });
    return undefined as T;
  };
  const date = (text: string) => readDate(text, dateFormat);
  const dateOr =
    <T>(value: T) =>
    (text: string): Reading<string | T> =>
      text === '' ? { value } : date(text);

  const dueOn = read('due_date', date);
  const currency = read('currency', (text) => readCurrency(text || defaultCurrency));
  const settledOn = read('settled_on', dateOr(null));
  const row = {
    line,
    invoiceNumber: read('invoice_number', (text) => readNewNumber(text, line, firstLines)),
    customerExternalId: read('customer', readIdentifier),
    customerName: read('customer_name', readName),
    issuedOn: read('issued_on', dateOr(dueOn)),
    dueOn,
    amount: read('amount', (text) => readAmount(text, currency ?? null)),
    currency,
    ...(columns.has('disputed') && { disputed: read('disputed', readFlag) }),
    ...(columns.has('settled_on') && { settledOn: isLater(settledOn, asOf) ? null : settledOn }),
  };
  return { row, faults };
}

const isLater = (day: string | null, asOf: string | undefined): boolean =>
  asOf !== undefined && day !== null && day > asOf;

function readNewNumber(text: string, line: number, firstLines: Map<string, number>): Reading<string> {
  const reading = readIdentifier(text);
  if ('problem' in reading) return reading;
  const first = firstLines.get(text);
  if (first !== undefined)
    return { problem: `must be an invoice number of its own, line ${first} has the same` };
  firstLines.set(text, line);
  return reading;
}
