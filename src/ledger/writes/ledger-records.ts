import type { ContactPurpose } from '../customers/contact-purpose.js';
import type { InvoiceKind, InvoiceStatus } from '../invoice-status.js';

/** Records from the accounting system. A field that is left out keeps its stored value; null clears it. */
export interface LedgerRecords {
  customers: CustomerRecord[];
  invoices: InvoiceRecord[];
}

/** If `name` is null, an existing customer keeps its name and a new one is named after its `external_id`. */
export interface CustomerRecord {
  external_id: string;
  name: string | null;
  email?: string | null;
  phone?: string | null;
  contact_name?: string | null;
  time_zone?: string | null;
  /** The whole list, in its order. */
  contacts?: CustomerContactRecord[];
}

/** A person or a mailbox at a customer. */
export interface CustomerContactRecord {
  name: string;
  email: string;
  role: string | null;
  purpose: ContactPurpose;
  language: string | null;
}

/**
 * Dates are YYYY-MM-DD, amounts are decimal strings. Without a status, a `settled_on` date means paid and null means open; a
 * void invoice without a date stays void. An `external_id` is never cleared.
 */
export interface InvoiceRecord {
  /** The invoice to update (see matchInvoices); absent if the record creates one. */
  id?: string;
  external_id?: string | null;
  kind: InvoiceKind;
  invoice_number: string;
  customer_external_id: string;
  amount: string;
  balance?: string;
  currency: string;
  issued_on: string;
  due_on: string;
  status?: InvoiceStatus;
  disputed?: boolean;
  promised_on?: string | null;
  settled_on?: string | null;
}
