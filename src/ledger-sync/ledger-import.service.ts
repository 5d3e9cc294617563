import { Injectable } from '@nestjs/common';
import type { CompanyId } from '../tenancy/company-id.js';
import { type CsvFile, fileOfText } from './csv/csv-file.js';
import { CustomersOfFile } from './csv/customers-of-file.js';
import { type CsvOptions, type LedgerRow, readLedgerCsv, type SkippedRow } from './csv/ledger-csv.js';
import { observed, type Progress } from './csv/observed-file.js';
import { readAhead } from './csv/read-ahead.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { IdList } from '../ledger/writes/id-list.js';
import { InvoiceMatcher } from '../ledger/writes/invoice-matches.js';
import { KeyTable } from '../ledger/writes/key-table.js';
import { CompanyQueue } from '../tenancy/company-queue.js';
import { LedgerSyncService, type SyncResult, withId } from './ledger-sync.service.js';
import type { InvoiceRecord } from '../ledger/writes/ledger-records.js';

export interface ImportOptions extends CsvOptions {
  /** Imports the valid rows and reports the others. By default, one invalid row rejects the whole file. */
  skipBadRows?: boolean;
  /** Imports nothing; the result and the errors are those of an import. */
  dryRun?: boolean;
  /** Called after each part of the file. */
  onProgress?: (progress: Progress) => void;
}

export type ImportResult = Omit<SyncResult, 'contacts'> & { skipped: SkippedRow[] };

/** Rejects a file with invalid rows: nothing was imported. */
export class BadRowsError extends Error {
  constructor(readonly rows: SkippedRow[]) {
    const lines = rows.map(
      ({ line, column, reason }) => `line ${line}${column ? `, ${column}` : ''}: ${reason}`,
    );
    super(['Nothing was imported because of these errors:', ...lines].join('\n'));
  }
}

/** What is kept of a file that was checked: not its rows, which are read again. */
interface CheckedFile {
  skipped: SkippedRow[];
  /** By line, the id of the invoice that the row updates. */
  ids: InvoiceMatcher['ids'];
  customers: CustomersOfFile;
  digest: string;
}

@Injectable()
export class LedgerImportService {
  constructor(
    private readonly ledgerSync: LedgerSyncService,
    private readonly ledger: LedgerService,
    private readonly queue: CompanyQueue,
  ) {}

  /**
   * Imports a receivables ledger from CSV, with one invoice per row, in one transaction. Importing the same file again changes nothing.
   * Reads the file twice, to check all of it before the first row is written: its rows are never in memory together.
   * @throws BadRowsError unless `skipBadRows`
   * @throws Error if the file cannot be read at all, or an option is invalid
   */
  async import(company: CompanyId, csv: CsvFile | string, options: ImportOptions): Promise<ImportResult> {
    const file = typeof csv === 'string' ? fileOfText(csv) : csv;
    return this.queue.serialize(company, async () => {
      const checked = await this.check(company, file, options);
      const { skipped, customers } = checked;
      if (skipped.length > 0 && !options.skipBadRows) throw new BadRowsError(skipped);
      const invoices = readAhead(invoicesOf(file, checked, options));
      const records = { contacts: [], customers: customers.records(), invoices };
      const { contacts: _, ...result } = await this.ledgerSync.syncMatched(company, records, null, options);
      return { ...result, skipped };
    });
  }

  /**
   * Finds the invalid rows, the rows that conflict with the ledger or, since they name the same invoice by different keys, with an
   * earlier row, and the invoices that the others update.
   */
  private async check(company: CompanyId, file: CsvFile, options: ImportOptions): Promise<CheckedFile> {
    const skipped: SkippedRow[] = [];
    const matcher = new InvoiceMatcher(new IdList(), new KeyTable());
    const customers = new CustomersOfFile();
    const firstLines = { external_id: new KeyTable(), invoice_number: new KeyTable() };
    const read = observed(file, 'check', options.onProgress);
    let count = 0;
    for await (const { rows, skipped: invalid } of readAhead(readLedgerCsv(read.file, options, firstLines))) {
      for (const row of invalid) skipped.push(row);
      const lines = rows.map(({ line }) => line);
      const conflicts = await this.ledger.matchPart(company, matcher, rows.map(invoiceOf), lines);
      const conflicting = new Set(conflicts.map(({ index }) => index));
      for (const row of rows) if (!conflicting.has(row.line)) customers.add(row);
      for (const { index: line, field, sentence: reason } of conflicts)
        skipped.push({ line, column: options.map[field] ?? field, reason });
      count += rows.length;
      read.report(count);
    }
    skipped.sort((a, b) => a.line - b.line);
    return { skipped, ids: matcher.ids, customers, digest: read.digest() };
  }
}

/** Reads the valid rows of the file again, with the invoices that they update. */
async function* invoicesOf(
  file: CsvFile,
  { skipped, ids, digest }: CheckedFile,
  options: ImportOptions,
): AsyncGenerator<InvoiceRecord[]> {
  const skippedLines = new Set(skipped.map(({ line }) => line));
  const read = observed(file, 'write', options.onProgress);
  let count = 0;
  for await (const part of readLedgerCsv(read.file, options, null)) {
    const rows = part.rows.filter(({ line }) => !skippedLines.has(line));
    yield rows.map((row) => withId(invoiceOf(row), ids.get(row.line)));
    count += rows.length;
    read.report(count);
  }
  if (read.digest() !== digest)
    throw new Error(`${file.name} was changed while it was read: nothing was imported.`);
}

/** A file cannot express void or partly paid invoices, so status and balance are absent. */
function invoiceOf(row: LedgerRow): InvoiceRecord {
  return {
    external_id: row.externalId,
    kind: row.kind,
    invoice_number: row.invoiceNumber,
    customer_external_id: row.customerExternalId,
    amount: row.amount,
    currency: row.currency,
    issued_on: row.issuedOn,
    due_on: row.dueOn,
    ...(row.disputed !== undefined && { disputed: row.disputed }),
    ...(row.settledOn !== undefined && { settled_on: row.settledOn }),
  };
}
