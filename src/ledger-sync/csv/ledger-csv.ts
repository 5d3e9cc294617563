import { isCalendarDate, isDateFormat } from '../../time/calendar-date.js';
import type { KeyTable } from '../../ledger/writes/key-table.js';
import { type CsvFile, readText } from './csv-file.js';
import { type CsvRecord, readCsvRecords } from './csv-records.js';
import {
  readAmount,
  readCurrency,
  readDate,
  readEmail,
  readFlag,
  readIdentifier,
  readName,
} from '../ledger-values.js';
import type { Reading } from '../ledger-values.js';
import { findColumns } from './ledger-columns.js';
import type { Columns, LedgerField } from './ledger-columns.js';
import type { InvoiceKind } from '../../ledger/invoice-status.js';
import { isCurrency } from '../../ledger/money.js';

/**
 * An invoice of the file, or a credit note, whose amount is below zero in the file. Dates are `YYYY-MM-DD`, `amount` is a decimal
 * string above zero, `line` is the line where the record starts. `disputed` and `settledOn` are absent if the file has no such
 * column.
 */
export interface LedgerRow {
  line: number;
  /** Null if it is empty or the file has no such column. */
  externalId: string | null;
  invoiceNumber: string;
  kind: InvoiceKind;
  customerExternalId: string;
  customerName: string | null;
  customerEmail: string | null;
  issuedOn: string;
  dueOn: string;
  amount: string;
  currency: string;
  disputed?: boolean;
  settledOn?: string | null;
}

/** An invalid cell of a row that was skipped. */
export interface SkippedRow {
  /** The line where the record starts; the header is on line 1. */
  line: number;
  /** Null if the row as a whole is invalid. */
  column: string | null;
  reason: string;
}

export interface CsvOptions {
  /** Column names, for fields that are not read from the column of their own name. */
  map: Partial<Record<LedgerField, string>>;
  /** Such as `M/D/YYYY`; see parseCalendarDate. */
  dateFormat: string;
  /** The ISO 4217 currency of rows without one. */
  currency?: string;
  /** `YYYY-MM-DD`: reads the ledger as it was on this day. */
  asOf?: string;
}

export interface LedgerRows {
  rows: LedgerRow[];
  skipped: SkippedRow[];
}

/**
 * Reads a receivables ledger with one invoice per row, piece by piece. Rows with invalid cells are skipped, and every such cell is reported; of
 * two rows with the same key (the external id, or without one the invoice number), the later is invalid. The issue date defaults
 * to the due date. With `asOf`, invoices that were issued later are omitted without a report, and later settlements are ignored;
 * disputes are kept, since ledgers do not date them.
 * @param firstLines null if the keys of the file have been compared before
 * @throws Error if the file cannot be read at all: malformed CSV, a missing column, an invalid option
 */
export async function* readLedgerCsv(
  file: CsvFile,
  options: CsvOptions,
  firstLines: FirstLines | null,
): AsyncGenerator<LedgerRows> {
  checkOptions(options);
  let layout: Layout | undefined;
  for await (const records of readCsvRecords(readText(file))) {
    layout ??= layoutOf(records.shift(), options);
    if (layout) yield rowsOf(records, layout, options, firstLines);
  }
  if (!layout) throw new Error('The file is empty: its first line must name the columns.');
}

interface Layout {
  columns: Columns;
  /** The number of cells in the header, and so in each row. */
  width: number;
}

function layoutOf(header: CsvRecord | undefined, { map, currency }: CsvOptions): Layout | undefined {
  if (!header) return undefined;
  return { columns: findColumns(header.cells, map, currency !== undefined), width: header.cells.length };
}

function rowsOf(
  records: readonly CsvRecord[],
  { columns, width }: Layout,
  options: CsvOptions,
  firstLines: FirstLines | null,
): LedgerRows {
  const rows: LedgerRow[] = [];
  const skipped: SkippedRow[] = [];
  for (const record of records) {
    const { line, cells } = record;
    if (cells.length !== width) {
      const reason = `must have ${width} cells, as the header has; it has ${cells.length}`;
      skipped.push({ line, column: null, reason });
      continue;
    }
    const { row, invalidCells } = readRow(record, columns, options, firstLines);
    skipped.push(...invalidCells);
    // Without issue dates, it is unknown which invoices were issued later.
    const isIssued = options.asOf === undefined || !columns.has('issued_on') || row.issuedOn <= options.asOf;
    if (invalidCells.length === 0 && isIssued) rows.push(row);
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

type KeyField = 'external_id' | 'invoice_number';
/** The line of the first row with each key. */
export type FirstLines = Record<KeyField, Pick<KeyTable, 'get' | 'set'>>;

/** Reads a row, in which invalid cells are undefined: it must not be used if there are any. */
function readRow(
  { line, cells }: CsvRecord,
  columns: Columns,
  { dateFormat, currency: defaultCurrency = '', asOf }: CsvOptions,
  firstLines: FirstLines | null,
): { row: LedgerRow; invalidCells: SkippedRow[] } {
  const invalidCells: SkippedRow[] = [];
  const read = <T>(field: LedgerField, parse: (text: string) => Reading<T>): T => {
    const column = columns.get(field);
    const cell = column === undefined ? '' : cells[column.index]!;
    const reading = parse(cell);
    if ('value' in reading) return reading.value;
    const found = cell === '' ? 'it is empty' : `it is ${JSON.stringify(cell.slice(0, 80))}`;
    invalidCells.push({ line, column: column?.name ?? null, reason: `${reading.problem}; ${found}` });
    return undefined as T;
  };
  const date = (text: string) => readDate(text, dateFormat);
  const optionalDate =
    <T>(fallback: T) =>
    (text: string): Reading<string | T> =>
      text === '' ? { value: fallback } : date(text);

  const dueOn = read('due_date', date);
  const currency = read('currency', (text) => readCurrency(text || defaultCurrency));
  const unique = (field: KeyField) => (text: string) => readUnique(text, line, firstLines?.[field]);
  const externalId = read<string | null>('external_id', (text) =>
    text === '' ? { value: null } : unique('external_id')(text),
  );
  const settledOn = read('settled_on', optionalDate(null));
  const row = {
    line,
    externalId,
    invoiceNumber: read('invoice_number', externalId === null ? unique('invoice_number') : readIdentifier),
    customerExternalId: read('customer', readIdentifier),
    customerName: read('customer_name', readName),
    customerEmail: read('customer_email', readEmail),
    issuedOn: read('issued_on', optionalDate(dueOn)),
    dueOn,
    ...documentOf(read('amount', (text) => readAmount(text, currency ?? null))),
    currency,
    ...(columns.has('disputed') && { disputed: read('disputed', readFlag) }),
    ...(columns.has('settled_on') && { settledOn: isLater(settledOn, asOf) ? null : settledOn }),
  };
  return { row, invalidCells };
}

/** A file has no column for the kind: the amount of a credit note is below zero. */
const documentOf = (signedAmount: string | undefined): Pick<LedgerRow, 'kind' | 'amount'> => {
  const amount = signedAmount ?? '';
  return { kind: amount.startsWith('-') ? 'credit_note' : 'invoice', amount: amount.replace('-', '') };
};

const isLater = (day: string | null, asOf: string | undefined): boolean =>
  asOf !== undefined && day !== null && day > asOf;

function readUnique(
  text: string,
  line: number,
  firstLines: FirstLines[KeyField] | undefined,
): Reading<string> {
  const reading = readIdentifier(text);
  if ('problem' in reading || !firstLines) return reading;
  const firstLine = firstLines.get(text);
  if (firstLine !== undefined) return { problem: `must be unique, but line ${firstLine} has the same` };
  firstLines.set(text, line);
  return reading;
}
