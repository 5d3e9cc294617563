import type {
  CustomerInputWritable,
  CustomerResponse,
  InvoiceInputWritable,
  InvoiceResponse,
} from '@daybook/client';
import type { ImportRow } from './read-rows.js';

/** What the ledger has already, by the keys of the file. */
export interface StoredLedger {
  customers: ReadonlyMap<string, CustomerResponse>;
  invoices: ReadonlyMap<string, InvoiceResponse>;
}

/** The key of an invoice: its own if it has one, otherwise its number with the customer. */
export const invoiceKey = (
  externalId: string | null | undefined,
  customer: string,
  number: string,
): string => (externalId ? `id ${externalId}` : `number ${customer}\n${number}`);

/** Customers and invoices of a request together. */
export const CHUNK_ROWS = 1_000;

/**
 * Deals the rows out. The rows of a customer are in one request, unless they are more than a request has: so that the customer is
 * sent and counted once.
 */
export function chunksOf(rows: readonly ImportRow[], size = CHUNK_ROWS): ImportRow[][] {
  const byCustomer = new Map<string, ImportRow[]>();
  for (const row of rows) {
    const group = byCustomer.get(row.customer);
    if (group) group.push(row);
    else byCustomer.set(row.customer, [row]);
  }
  const chunks: ImportRow[][] = [];
  let current: ImportRow[] = [];
  // The customer counts too.
  let left = size;
  for (const group of byCustomer.values()) {
    for (let start = 0; start < group.length; start += size - 1) {
      const part = group.slice(start, start + size - 1);
      if (part.length + 1 > left) {
        chunks.push(current);
        current = [];
        left = size;
      }
      current.push(...part);
      left -= part.length + 1;
    }
  }
  return [...chunks, current].filter((chunk) => chunk.length > 0);
}

/**
 * The body of PUT ledger for some rows. A row of that request is a whole record, which empties what it omits: so whatever the file
 * has no column for is taken from the ledger. As on the command line, an empty cell of a customer changes nothing.
 */
export function bodyOf(
  rows: readonly ImportRow[],
  stored: StoredLedger,
): { customers: CustomerInputWritable[]; invoices: InvoiceInputWritable[] } {
  const customers = new Map<string, CustomerInputWritable>();
  for (const row of rows) {
    const known = customers.get(row.customer) ?? storedCustomer(stored.customers.get(row.customer));
    customers.set(row.customer, {
      ...known,
      external_id: row.customer,
      // A customer needs a name; without any, its number is the best that there is.
      name: row.customer_name ?? known?.name ?? row.customer,
      ...(row.customer_email && { email: row.customer_email }),
      ...(row.customer_phone && { phone: row.customer_phone }),
      ...(row.customer_contact && { contact_name: row.customer_contact }),
    });
  }
  return { customers: [...customers.values()], invoices: rows.map((row) => invoiceOf(row, stored)) };
}

function storedCustomer(customer: CustomerResponse | undefined): CustomerInputWritable | undefined {
  if (!customer) return undefined;
  const { external_id, name, email, phone, contact_name, time_zone, contacts } = customer;
  return { external_id, name, email, phone, contact_name, time_zone, contacts };
}

const isZero = (amount: string): boolean => !/[1-9]/.test(amount);

function invoiceOf(row: ImportRow, { invoices }: StoredLedger): InvoiceInputWritable {
  const stored = invoices.get(invoiceKey(row.external_id, row.customer, row.invoice_number));
  const isCredit = row.amount.startsWith('-');
  const amount = row.amount.replace('-', '');
  const status = statusOf(row, stored);
  const isSame = stored?.status === 'open' && stored.amount === amount && stored.currency === row.currency;
  const written = row.balance && isCredit ? row.balance.replace('-', '') : row.balance;
  const balance = written ?? (isSame ? stored.balance : undefined);
  const settled = row.settled_on === undefined ? stored?.settled_on : row.settled_on;
  return {
    external_id: row.external_id ?? null,
    invoice_number: row.invoice_number,
    customer_external_id: row.customer,
    kind: isCredit ? 'credit_note' : 'invoice',
    amount,
    currency: row.currency,
    issued_on: row.issued_on ?? stored?.issued_on ?? row.due_date,
    due_date: row.due_date,
    status,
    ...(status === 'open' && balance !== undefined && { balance }),
    ...(status === 'paid' && settled && { settled_on: settled }),
    disputed: row.disputed ?? stored?.disputed ?? false,
    promised_on: row.promised_on === undefined ? (stored?.promised_on ?? null) : row.promised_on,
  };
}

/** The status that the row gives, else what its settlement or balance says, else what the ledger has. */
function statusOf(row: ImportRow, stored: InvoiceResponse | undefined): 'open' | 'paid' | 'void' {
  if (row.status) return row.status;
  if (row.settled_on) return 'paid';
  if (row.balance) return isZero(row.balance) ? 'paid' : 'open';
  if (row.settled_on === null) return stored?.status === 'void' ? 'void' : 'open';
  return stored?.status ?? 'open';
}
