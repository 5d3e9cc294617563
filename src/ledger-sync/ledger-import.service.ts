import { Injectable } from '@nestjs/common';
import type { CompanyId } from '../tenancy/company-id.js';
import { type CsvOptions, type LedgerRow, readLedgerCsv, type SkippedRow } from './csv/ledger-csv.js';
import { LedgerSyncService } from './ledger-sync.service.js';
import type { CustomerRecord, InvoiceRecord, LedgerCounts } from '../ledger/writes/ledger-records.js';

export interface ImportOptions extends CsvOptions {
  /** Import what is good and tell what is not; otherwise one bad row keeps all of them out. */
  skipBadRows?: boolean;
  /** Told how many invoices are written so far. */
  onProgress?: (done: number, total: number) => void;
}

export type ImportResult = Pick<LedgerCounts, 'customers' | 'invoices'> & { skipped: SkippedRow[] };

/** Nothing was imported, because of these rows. */
export class BadRowsError extends Error {
  constructor(readonly rows: SkippedRow[]) {
    const lines = rows.map(
      ({ line, column, reason }) => `line ${line}${column ? `, ${column}` : ''}: ${reason}`,
    );
    super(['Nothing was imported, because of:', ...lines].join('\n'));
  }
}

@Injectable()
export class LedgerImportService {
  constructor(private readonly intake: LedgerSyncService) {}

  /**
   * Takes in a receivables ledger as an accounting system exports it; the same file again changes nothing.
   * @throws BadRowsError, or an Error where the file or the options make no sense as a whole
   */
  async import(company: CompanyId, csv: string, options: ImportOptions): Promise<ImportResult> {
    const { rows, skipped } = readLedgerCsv(csv, options);
    if (skipped.length > 0 && !options.skipBadRows) throw new BadRowsError(skipped);
    const records = { contacts: [], customers: customersOf(rows), invoices: rows.map(invoiceOf) };
    const report = (done: number) => options.onProgress?.(done, rows.length);
    const { customers, invoices } = await this.intake.sync(company, records, null, report);
    return { customers, invoices, skipped };
  }
}

/** Each customer once; where rows disagree about the name, the last one that gives any is believed. */
function customersOf(rows: LedgerRow[]): CustomerRecord[] {
  const names = new Map<string, string | null>();
  for (const { customerExternalId: id, customerName } of rows)
    names.set(id, customerName ?? names.get(id) ?? null);
  return [...names].map(([external_id, name]) => ({ external_id, name }));
}

/** A file has no words for what is void, or paid in part. */
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
