import { withMinorDigits } from '../ledger/money.js';
import type { LedgerInput } from './dto/ledger.dto.js';
import type { InvoiceInput } from './dto/invoice-row.dto.js';
import type { InvoiceRecord, LedgerRecords } from '../ledger/writes/ledger-records.js';

/** Converts rows to records. Optional fields that a row omits become empty. */
export function toLedgerRecords({
  contacts = [],
  customers = [],
  invoices = [],
}: LedgerInput): LedgerRecords {
  return {
    contacts: contacts.map(({ external_id, name, email, role = null, active = true }) => {
      return { external_id, name, email, role, active };
    }),
    customers: customers.map((row) => ({
      external_id: row.external_id,
      name: row.name,
      email: row.email ?? null,
      phone: row.phone ?? null,
      contact_name: row.contact_name ?? null,
      time_zone: row.time_zone ?? null,
    })),
    invoices: invoices.map(invoiceOf),
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
