import type { LedgerReason } from '../../actions/lifecycle/reasons.js';

/** What proposals on an invoice take for granted; when it changes, they are out of date. */
export interface InvoiceState {
  status: 'open' | 'paid' | 'void';
  customer_id: string;
  disputed: boolean;
  /** YYYY-MM-DD. */
  promised_on: string | null;
}

export interface InvoiceChange {
  id: string;
  before: InvoiceState;
  after: InvoiceState;
}

/** Why what is proposed on these invoices is called off, by invoice; those whose proposals still hold are not named. */
export function reasonsOf(changes: readonly InvoiceChange[], today: string): Map<string, LedgerReason> {
  const reasons = new Map<string, LedgerReason>();
  for (const change of changes) {
    const reason = reasonOf(change, today);
    if (reason) reasons.set(change.id, reason);
  }
  return reasons;
}

/** The gravest: what is settled needs no dispute. A dispute or a promise counts on the day when it is heard of, and not again. */
function reasonOf({ before, after }: InvoiceChange, today: string): LedgerReason | undefined {
  if (after.status === 'paid') return 'invoice_paid';
  if (after.status === 'void') return 'invoice_void';
  if (after.customer_id !== before.customer_id) return 'invoice_transferred';
  if (after.disputed && !before.disputed) return 'invoice_disputed';
  const isNewPromise = after.promised_on !== null && after.promised_on !== before.promised_on;
  return isNewPromise && after.promised_on! > today ? 'invoice_promised' : undefined;
}
