import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from '../database/chunks.js';
import { lockCompany } from '../database/lock-company.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { InvoiceStatus } from './invoice.entity.js';

/** A customer as the accounting system tells of it; without a name it keeps its own, or is called by its id. */
export interface CustomerRecord {
  external_id: string;
  name: string | null;
}

export interface InvoiceRecord {
  invoice_number: string;
  customer_external_id: string;
  amount: string;
  currency: string;
  issued_on: string;
  due_on: string;
  status: InvoiceStatus;
  disputed: boolean;
  settled_on: string | null;
}

export interface Counts {
  created: number;
  updated: number;
  unchanged: number;
}

export interface LedgerCounts {
  customers: Counts;
  invoices: Counts;
}

const UPSERT_CUSTOMERS = `
  INSERT INTO customer AS c (id, company_id, external_id, name)
  SELECT g.id, $1, g.external_id, coalesce(g.name, known.name, g.external_id)
  FROM jsonb_to_recordset($2) AS g (id uuid, external_id text, name text)
  LEFT JOIN customer known ON known.company_id = $1 AND known.external_id = g.external_id
  ON CONFLICT (company_id, external_id) DO UPDATE SET name = excluded.name, updated_at = now()
  WHERE c.name IS DISTINCT FROM excluded.name
  RETURNING xmax = 0 AS created`;

const UPSERT_INVOICES = `
  INSERT INTO invoice AS i (id, company_id, customer_id, invoice_number, amount, balance, currency, issued_on, due_on,
                            status, disputed, settled_on)
  SELECT g.id, $1, c.id, g.invoice_number, g.amount, CASE g.status WHEN 'open' THEN g.amount ELSE 0 END, g.currency, g.issued_on, g.due_on,
         g.status, g.disputed, g.settled_on
  FROM jsonb_to_recordset($2) AS g (
    id uuid, customer_external_id text, invoice_number text, amount numeric, currency text, issued_on date,
    due_on date, status text, disputed boolean, settled_on date)
  JOIN customer c ON c.company_id = $1 AND c.external_id = g.customer_external_id
  ON CONFLICT (company_id, invoice_number) DO UPDATE SET
    customer_id = excluded.customer_id, amount = excluded.amount, balance = excluded.balance, currency = excluded.currency,
    issued_on = excluded.issued_on, due_on = excluded.due_on, status = excluded.status,
    disputed = excluded.disputed, settled_on = excluded.settled_on, updated_at = now()
  WHERE (i.customer_id, i.amount, i.currency, i.issued_on, i.due_on, i.status, i.disputed, i.settled_on)
    IS DISTINCT FROM
    (excluded.customer_id, excluded.amount, excluded.currency, excluded.issued_on, excluded.due_on,
     excluded.status, excluded.disputed, excluded.settled_on)
  RETURNING xmax = 0 AS created`;

/** What comes in from the accounting system: set-based, by its own keys, and writing only what differs. */
@Injectable()
export class LedgerWritesRepository {
  constructor(private readonly transactions: Transactions) {}

  /** All or nothing; every customer that an invoice names must be among the customers given. */
  upsert(
    company: CompanyId,
    { customers, invoices }: { customers: CustomerRecord[]; invoices: InvoiceRecord[] },
    onProgress: (rows: number) => void = () => {},
  ): Promise<LedgerCounts> {
    return this.transactions.run(async (manager) => {
      await lockCompany(manager, company);
      return {
        customers: await upsert(manager, UPSERT_CUSTOMERS, company, customers, () => {}),
        invoices: await upsert(manager, UPSERT_INVOICES, company, invoices, onProgress),
      };
    });
  }
}

async function upsert(
  manager: EntityManager,
  statement: string,
  company: CompanyId,
  records: object[],
  onProgress: (rows: number) => void,
): Promise<Counts> {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const some of chunks(records)) {
    const rows = some.map((record) => ({ ...record, id: uuidv7() }));
    const written = await manager.query<{ created: boolean }[]>(statement, [company, JSON.stringify(rows)]);
    const created = written.filter((row) => row.created).length;
    counts.created += created;
    counts.updated += written.length - created;
    counts.unchanged += rows.length - written.length;
    onProgress(counts.created + counts.updated + counts.unchanged);
  }
  return counts;
}
