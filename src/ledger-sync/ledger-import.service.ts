import { Injectable } from '@nestjs/common';
import type { CompanyId } from '../tenancy/company-id.js';
import { type CsvOptions, type LedgerRow, readLedgerCsv, type SkippedRow } from './csv/ledger-csv.js';
import { LedgerService } from '../ledger/ledger.service.js';
import { CompanyQueue } from '../tenancy/company-queue.js';
import { LedgerSyncService, type SyncResult } from './ledger-sync.service.js';
import type { CustomerRecord, InvoiceRecord } from '../ledger/writes/ledger-records.js';

export interface ImportOptions extends CsvOptions {
  /** Imports the valid rows and reports the others. By default, one invalid row rejects the whole file. */
  skipBadRows?: boolean;
  /** Imports nothing; the result and the errors are those of an import. */
  dryRun?: boolean;
  /** Called after each chunk with the number of invoices written, and of all invoices. */
  onProgress?: (done: number, total: number) => void;
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

@Injectable()
export class LedgerImportService {
  constructor(
    private readonly ledgerSync: LedgerSyncService,
    private readonly ledger: LedgerService,
    private readonly queue: CompanyQueue,
  ) {}

  /**
   * Imports a receivables ledger from CSV, with one invoice per row. Importing the same file again changes nothing.
   * @throws BadRowsError unless `skipBadRows`
   * @throws Error if the file cannot be read at all, or an option is invalid
   */
  async import(company: CompanyId, csv: string, options: ImportOptions): Promise<ImportResult> {
    const file = readLedgerCsv(csv, options);
    return this.queue.serialize(company, async () => {
      const conflicts = await this.findConflicts(company, file.rows, options);
      const conflicting = new Set(conflicts.map(({ line }) => line));
      const rows = file.rows.filter(({ line }) => !conflicting.has(line));
      const skipped = [...file.skipped, ...conflicts].toSorted((a, b) => a.line - b.line);
      if (skipped.length > 0 && !options.skipBadRows) throw new BadRowsError(skipped);
      const records = { contacts: [], customers: customersOf(rows), invoices: rows.map(invoiceOf) };
      const { contacts: _, ...result } = await this.ledgerSync.sync(company, records, null, {
        dryRun: options.dryRun,
        onProgress: (done) => options.onProgress?.(done, rows.length),
      });
      return { ...result, skipped };
    });
  }

  /** The rows that conflict with the ledger or, since they name the same invoice by different keys, with an earlier row. */
  private async findConflicts(
    company: CompanyId,
    rows: readonly LedgerRow[],
    { map }: CsvOptions,
  ): Promise<SkippedRow[]> {
    const { conflicts } = await this.ledger.matchInvoices(company, rows.map(invoiceOf));
    return conflicts.map(({ index, field, sentence: reason }) => {
      return { line: rows[index]!.line, column: map[field] ?? field, reason };
    });
  }
}

/** Each customer once, with the last name and the last e-mail address that a row gives. */
function customersOf(rows: LedgerRow[]): CustomerRecord[] {
  const customers = new Map<string, CustomerRecord>();
  for (const { customerExternalId: external_id, customerName, customerEmail } of rows) {
    const { name = null, ...known } = customers.get(external_id) ?? {};
    const email = customerEmail === null ? {} : { email: customerEmail };
    customers.set(external_id, { ...known, external_id, name: customerName ?? name, ...email });
  }
  return [...customers.values()];
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
