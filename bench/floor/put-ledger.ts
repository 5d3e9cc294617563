import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { transaction } from './transaction.js';

interface Ledger {
  customers: { external_id: string }[];
  invoices: object[];
}

const CUSTOMERS = `
  INSERT INTO customer (id, company_id, external_id, name, email)
  SELECT id, $1, external_id, name, email FROM jsonb_to_recordset($2) AS r (id uuid, external_id text, name text, email text)
  ON CONFLICT (company_id, external_id) DO UPDATE SET name = excluded.name, email = excluded.email, updated_at = now()
  WHERE (customer.name, customer.email) IS DISTINCT FROM (excluded.name, excluded.email)`;
const INVOICES = `
  INSERT INTO invoice (id, company_id, customer_id, external_id, invoice_number, amount, balance, currency, issued_on, due_on, status)
  SELECT r.id, $1, c.id, r.external_id, invoice_number, amount, amount, currency, issued_on, due_date, status
  FROM jsonb_to_recordset($2) AS r (id uuid, external_id text, customer_external_id text, invoice_number text, amount numeric, currency text,
    issued_on date, due_date date, status text)
  JOIN customer c ON c.company_id = $1 AND c.external_id = r.customer_external_id
  ON CONFLICT (company_id, external_id) WHERE external_id IS NOT NULL DO UPDATE SET customer_id = excluded.customer_id,
    invoice_number = excluded.invoice_number, amount = excluded.amount, balance = excluded.balance, currency = excluded.currency,
    issued_on = excluded.issued_on, due_on = excluded.due_on, status = excluded.status, updated_at = now()
  WHERE (invoice.customer_id, invoice.invoice_number, invoice.amount, invoice.balance, invoice.currency, invoice.issued_on,
      invoice.due_on, invoice.status)
    IS DISTINCT FROM (excluded.customer_id, excluded.invoice_number, excluded.amount, excluded.balance, excluded.currency,
      excluded.issued_on, excluded.due_on, excluded.status)`;
const EVENT = `
  INSERT INTO event (id, company_id, type, actor, data, created_at) VALUES ($2, $1, 'ledger.synced', 'bench', $3, now())`;

/** Upserts customers and invoices, one request of a company after the other, and appends the event. */
export function putLedger(pool: pg.Pool, company: string, { customers, invoices }: Ledger): Promise<unknown> {
  return transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [company]);
    const withIds = (rows: object[]): string => JSON.stringify(rows.map((row) => ({ id: uuidv7(), ...row })));
    const written = await client.query(CUSTOMERS, [company, withIds(customers)]);
    const invoiced = await client.query(INVOICES, [company, withIds(invoices)]);
    const data = { customers: written.rowCount, invoices: invoiced.rowCount };
    if (data.customers! + data.invoices! > 0)
      await client.query(EVENT, [company, uuidv7(), JSON.stringify(data)]);
    return data;
  });
}
