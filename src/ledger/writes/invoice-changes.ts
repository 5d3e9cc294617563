import type { InvoiceStatus } from '../invoice-status.js';

/** Reason codes for cancelling the open actions on an invoice, and their meanings. The first that applies is used. */
export const CANCELLATIONS = {
  invoice_paid: 'the ledger says that the invoice is paid',
  invoice_void: 'the ledger says that the invoice is void',
  invoice_transferred: 'the invoice now belongs to another customer',
  invoice_disputed: 'the customer disputes the invoice',
  invoice_promised: 'the customer promised to pay on a later day',
} as const;
export type CancellationReason = keyof typeof CANCELLATIONS;
export const CANCELLATION_REASONS = Object.keys(CANCELLATIONS) as CancellationReason[];

/** The columns of an invoice whose changes can cancel its actions, by their names in the database. */
export interface InvoiceState {
  status: InvoiceStatus;
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

/**
 * By invoice id, the reason to cancel the actions on changed invoices. Invoices whose actions stay are left out.
 * @param today YYYY-MM-DD
 */
export function cancellationReasons(
  changes: readonly InvoiceChange[],
  today: string,
): Map<string, CancellationReason> {
  const reasons = new Map<string, CancellationReason>();
  for (const change of changes) {
    const reason = reasonOf(change, today);
    if (reason) reasons.set(change.id, reason);
  }
  return reasons;
}

/** A dispute or a promise cancels actions only when it begins, not again with every later sync. */
function reasonOf({ before, after }: InvoiceChange, today: string): CancellationReason | undefined {
  if (after.status === 'paid') return 'invoice_paid';
  if (after.status === 'void') return 'invoice_void';
  if (after.customer_id !== before.customer_id) return 'invoice_transferred';
  if (after.disputed && !before.disputed) return 'invoice_disputed';
  const isNewPromise = after.promised_on !== null && after.promised_on !== before.promised_on;
  return isNewPromise && after.promised_on! > today ? 'invoice_promised' : undefined;
}
