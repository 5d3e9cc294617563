import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from '../../database/sql/chunks.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { InvoiceChange, InvoiceState } from './invoice-changes.js';
import type { Counts, LedgerRecords } from './ledger-records.js';
import { UPSERTS, type WrittenRow } from './upsert-statement.js';

const UNKNOWN_CUSTOMERS = `
  SELECT external_id FROM unnest($2::text[]) AS wanted (external_id)
  WHERE NOT EXISTS (SELECT FROM customer c WHERE c.company_id = $1 AND c.external_id = wanted.external_id)`;
const MARK_ACTIONS_CANCELLED =
  'UPDATE invoice SET actions_cancelled_at = $3 WHERE company_id = $1 AND id = ANY ($2)';

export interface WriteResult {
  counts: Counts;
  /** The existing invoices that have changed. */
  changes: InvoiceChange[];
}

/** Writes the ledger in the open transaction, under the company's lock. */
@Injectable()
export class LedgerWritesRepository {
  constructor(private readonly transactions: Transactions) {}

  async unknownCustomers(company: CompanyId, externalIds: readonly string[]): Promise<Set<string>> {
    if (externalIds.length === 0) return new Set();
    const { manager } = this.transactions;
    type Row = { external_id: string };
    const rows = await manager.query<Row[]>(UNKNOWN_CUSTOMERS, [company, externalIds]);
    return new Set(rows.map(({ external_id }) => external_id));
  }

  async upsert<Kind extends keyof LedgerRecords>(
    company: CompanyId,
    kind: Kind,
    records: LedgerRecords[Kind],
    onProgress: (rows: number) => void = () => {},
  ): Promise<WriteResult> {
    const counts = { created: 0, updated: 0, unchanged: 0 };
    const changes: InvoiceChange[] = [];
    for (const chunk of chunks<object>(records)) {
      const rows = chunk.map((record) => ({ ...record, id: uuidv7() }));
      const values = [company, JSON.stringify(rows)];
      const written = await this.transactions.manager.query<WrittenRow<InvoiceState>[]>(
        UPSERTS[kind],
        values,
      );
      const changed = written.filter(({ created }) => !created);
      counts.created += written.length - changed.length;
      counts.updated += changed.length;
      counts.unchanged += rows.length - written.length;
      if (kind === 'invoices') changes.push(...changed);
      onProgress(counts.created + counts.updated + counts.unchanged);
    }
    return { counts, changes };
  }

  async markActionsCancelled(company: CompanyId, invoiceIds: readonly string[], at: Date): Promise<void> {
    await this.transactions.manager.query(MARK_ACTIONS_CANCELLED, [company, invoiceIds, at]);
  }
}
