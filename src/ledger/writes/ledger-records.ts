/** What the accounting system says. What a record does not say at all stays as it is known; null empties it. */
export interface LedgerRecords {
  contacts: ContactRecord[];
  customers: CustomerRecord[];
  invoices: InvoiceRecord[];
}

export interface ContactRecord {
  external_id: string;
  name: string;
  email: string;
  role: string | null;
  active: boolean;
}

/** Without a name it keeps its own, or is called by its id. */
export interface CustomerRecord {
  external_id: string;
  name: string | null;
  email?: string | null;
  phone?: string | null;
  contact_name?: string | null;
  time_zone?: string | null;
}

/** Dates are YYYY-MM-DD, amounts exact decimals. Without a status it is as `settled_on` says, unless it is void. */
export interface InvoiceRecord {
  invoice_number: string;
  customer_external_id: string;
  amount: string;
  balance?: string;
  currency: string;
  issued_on: string;
  due_on: string;
  status?: 'open' | 'paid' | 'void';
  disputed?: boolean;
  promised_on?: string | null;
  settled_on?: string | null;
}

export interface Counts {
  created: number;
  updated: number;
  unchanged: number;
}

/** By kind. */
export type LedgerCounts = Record<keyof LedgerRecords, Counts>;
