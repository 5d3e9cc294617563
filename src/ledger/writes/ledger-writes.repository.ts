import { Injectable } from '@nestjs/common';
import { anyOf, IS_OF_COMPANY, rowsWithEach } from '../../database/sql/keys.js';
import { type UpsertCounts, upsertRecords } from '../../database/sql/upsert-records.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { joinCustomer } from '../ledger-sql.js';
import type { InvoiceChange, InvoiceState } from './invoice-changes.js';
import type { StoredInvoice } from './invoice-matches.js';
import type { InvoiceRecord, LedgerRecords } from './ledger-records.js';
import { UPSERTS } from './upserts.js';

// Keys are looked up one by one instead of joined: without statistics, PostgreSQL would join them with all rows of the company.
const UNKNOWN_CUSTOMERS = `
  SELECT external_id FROM unnest($2::text[]) AS wanted (external_id)
  WHERE (SELECT id FROM customer c WHERE c.${IS_OF_COMPANY} AND c.external_id = wanted.external_id) IS NULL`;
const invoicesBy = (key: 'invoice_number' | 'external_id', parameter: string): string => `
  SELECT id, external_id, invoice_number, kind, amount, currency, issued_on, company_id, customer_id
  FROM ${rowsWithEach('invoice', key, parameter, 'text')}`;
const STORED_INVOICES = `
  SELECT i.id, i.external_id, i.invoice_number, i.kind, i.amount, i.currency, i.issued_on::text,
         c.external_id AS customer_external_id
  FROM (${invoicesBy('invoice_number', '$2')} UNION ${invoicesBy('external_id', '$3')}) i ${joinCustomer('i')}`;
const MARK_ACTIONS_CANCELLED = `UPDATE invoice SET actions_cancelled_at = $3 WHERE ${IS_OF_COMPANY} AND id = ${anyOf('$2')}`;

export interface WriteResult {
  counts: UpsertCounts;
  /** The existing invoices that have changed. */
  changes: InvoiceChange[];
}

/** Writes the ledger in the open transaction, under the company's lock. */
@Injectable()
export class LedgerWritesRepository {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async unknownCustomers(company: CompanyId, externalIds: readonly string[]): Promise<Set<string>> {
    if (externalIds.length === 0) return new Set();
    const { manager } = this.transactions;
    type Row = { external_id: string };
    const rows = await manager.query<Row[]>(UNKNOWN_CUSTOMERS, [company, externalIds]);
    return new Set(rows.map(({ external_id }) => external_id));
  }

  /** All invoices with the `external_id` or the number of a record. */
  async storedInvoices(company: CompanyId, records: readonly InvoiceRecord[]): Promise<StoredInvoice[]> {
    if (records.length === 0) return [];
    const numbers = records.map(({ invoice_number }) => invoice_number);
    const externalIds = records.flatMap(({ external_id }) => external_id ?? []);
    const { manager } = this.transactions;
    return manager.query<StoredInvoice[]>(STORED_INVOICES, [company, numbers, externalIds]);
  }

  async upsert<Kind extends keyof LedgerRecords>(
    company: CompanyId,
    kind: Kind,
    records: LedgerRecords[Kind],
  ): Promise<WriteResult> {
    const { manager } = this.transactions;
    const isOfInvoices = kind === 'invoices';
    const further = isOfInvoices ? [this.clock.today()] : [];
    const written = await upsertRecords<InvoiceState>(manager, UPSERTS[kind], company, records, further);
    return { counts: written.counts, changes: isOfInvoices ? written.changes : [] };
  }

  async markActionsCancelled(company: CompanyId, invoiceIds: readonly string[], at: Date): Promise<void> {
    await this.transactions.manager.query(MARK_ACTIONS_CANCELLED, [company, invoiceIds, at]);
  }
}
