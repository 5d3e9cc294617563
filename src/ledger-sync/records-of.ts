import { withMinorDigits } from '../ledger/money.js';
import type { LedgerInput } from './dto/ledger.dto.js';
import type { InvoiceInput } from './dto/invoice-row.dto.js';
import type { ContactInput, CustomerInput } from './dto/ledger-rows.dto.js';
import type { CustomerRecord, InvoiceRecord } from '../ledger/writes/ledger-records.js';
import type { ContactRecord } from '../tenancy/contacts/contact-record.js';
import { Slices } from '../time/slices.js';
import type { SyncRecords } from './ledger-sync.service.js';

/** Converts rows to records, in slices. Optional fields that a row omits become empty. */
export async function toLedgerRecords({
  contacts = [],
  customers = [],
  invoices = [],
}: LedgerInput): Promise<SyncRecords> {
  return {
    contacts: await convert(contacts, contactOf),
    customers: await convert(customers, customerOf),
    invoices: await convert(invoices, invoiceOf),
  };
}

async function convert<Row, Result>(rows: readonly Row[], recordOf: (row: Row) => Result): Promise<Result[]> {
  const slices = new Slices();
  const records: Result[] = [];
  for (const row of rows) {
    if (slices.isOver) await slices.next();
    records.push(recordOf(row));
  }
  return records;
}

function contactOf({ external_id, name, email, role, active = true }: ContactInput): ContactRecord {
  return { external_id, name, email, role: role ?? null, active };
}

function customerOf(row: CustomerInput): CustomerRecord {
  return {
    external_id: row.external_id,
    name: row.name,
    email: row.email ?? null,
    phone: row.phone ?? null,
    contact_name: row.contact_name ?? null,
    time_zone: row.time_zone ?? null,
    contacts: (row.contacts ?? []).map(({ name, email, role, purpose, language }) => ({
      name,
      email,
      role: role ?? null,
      purpose,
      language: language ?? null,
    })),
  };
}

function invoiceOf({ balance, ...row }: InvoiceInput): InvoiceRecord {
  const { status, currency } = row;
  const exact = (decimal: string | number): string => withMinorDigits(String(decimal), currency);
  const amount = exact(row.amount);
  const defaultBalance = status === 'open' ? amount : exact('0');
  return {
    external_id: row.external_id ?? null,
    kind: row.kind ?? 'invoice',
    invoice_number: row.invoice_number,
    customer_external_id: row.customer_external_id,
    amount,
    balance: balance === undefined ? defaultBalance : exact(balance),
    currency,
    issued_on: row.issued_on,
    // InvoiceInput requires one of them.
    due_on: (row.due_date ?? row.due_on)!,
    status,
    disputed: row.disputed ?? false,
    promised_on: row.promised_on ?? null,
    settled_on: row.settled_on ?? null,
  };
}
