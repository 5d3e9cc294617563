import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from '../../database/sql/chunks.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { InvoiceChange, InvoiceState } from './invoice-changes.js';
import type { Counts, LedgerRecords } from './ledger-records.js';
import { UPSERTS, type Written } from './upsert-statement.js';

const UNKNOWN_CUSTOMERS = `
  SELECT external_id FROM unnest($2::text[]) AS named (external_id)
  WHERE NOT EXISTS (SELECT FROM customer c WHERE c.company_id = $1 AND c.external_id = named.external_id)`;

export interface Outcome {
  counts: Counts;
  /** Of invoices that were there already, and are not as they were. */
  changes: InvoiceChange[];
}

/** What comes in from the accounting system: set-based, in the transaction that is open, in which the company is locked. */
@Injectable()
export class LedgerWritesRepository {
  constructor(private readonly transactions: Transactions) {}

  /** Those of the accounting system's keys by which no customer is known. */
  async unknownCustomers(company: CompanyId, keys: readonly string[]): Promise<Set<string>> {
    if (keys.length === 0) return new Set();
    const values = [company, keys];
    const rows = await this.transactions.manager.query<{ external_id: string }[]>(UNKNOWN_CUSTOMERS, values);
    return new Set(rows.map(({ external_id }) => external_id));
  }

  /** Writes what differs; every customer that an invoice names must be known. */
  async upsert<Kind extends keyof LedgerRecords>(
    company: CompanyId,
    kind: Kind,
    records: LedgerRecords[Kind],
    onProgress: (rows: number) => void = () => {},
  ): Promise<Outcome> {
    const counts = { created: 0, updated: 0, unchanged: 0 };
    const changes: InvoiceChange[] = [];
    for (const some of chunks<object>(records)) {
      const rows = some.map((record) => ({ ...record, id: uuidv7() }));
      const written = await this.transactions.manager.query<Written<InvoiceState>[]>(UPSERTS[kind], [
        company,
        JSON.stringify(rows),
      ]);
      const changed = written.filter(({ created }) => !created);
      counts.created += written.length - changed.length;
      counts.updated += changed.length;
      counts.unchanged += rows.length - written.length;
      if (kind === 'invoices') changes.push(...changed);
      onProgress(counts.created + counts.updated + counts.unchanged);
    }
    return { counts, changes };
  }
}
