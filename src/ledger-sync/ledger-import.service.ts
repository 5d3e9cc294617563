import { Injectable } from '@nestjs/common';
import type { CompanyId } from '../tenancy/company-id.js';
import { type CsvOptions, type LedgerRow, readLedgerCsv, type SkippedRow } from './csv/ledger-csv.js';
import { LedgerSyncService, type SyncResult } from './ledger-sync.service.js';
import type { CustomerRecord, InvoiceRecord } from '../ledger/writes/ledger-records.js';

export interface ImportOptions extends CsvOptions {
  /** Imports the valid rows and reports the others. By default, one invalid row rejects the whole file. */
  skipBadRows?: boolean;
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
  constructor(private readonly ledgerSync: LedgerSyncService) {}

  /**
   * Imports a receivables ledger from CSV, with one invoice per row. Importing the same file again changes nothing.
   * @throws BadRowsError unless `skipBadRows`
   * @throws Error if the file cannot be read at all, or an option is invalid
   */
  async import(company: CompanyId, csv: string, options: ImportOptions): Promise<ImportResult> {
    const { rows, skipped } = readLedgerCsv(csv, options);
    if (skipped.length > 0 && !options.skipBadRows) throw new BadRowsError(skipped);
    const records = { contacts: [], customers: customersOf(rows), invoices: rows.map(invoiceOf) };
    const report = (done: number) => options.onProgress?.(done, rows.length);
    const { contacts: _, ...result } = await this.ledgerSync.sync(company, records, null, report);
    return { ...result, skipped };
  }
}

/** Each customer once, with the last name that a row gives. */
function customersOf(rows: LedgerRow[]): CustomerRecord[] {
  const names = new Map<string, string | null>();
  for (const { customerExternalId: id, customerName } of rows)
    names.set(id, customerName ?? names.get(id) ?? null);
  return [...names].map(([external_id, name]) => ({ external_id, name }));
}

/** A file cannot express void or partly paid invoices, so status and balance are absent. */
function invoiceOf(row: LedgerRow): InvoiceRecord {
  return {
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
