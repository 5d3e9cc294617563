import { daysBetween } from '../../time/calendar-date.js';
import type { InvoiceStatus } from '../invoice-status.js';
import { OVERDUE_STAGES, stageAfter } from '../overdue-stages.js';

/** Reason codes for cancelling the unfinished actions on an invoice, and their meanings. The first that applies is used. */
export const CANCELLATIONS = {
  invoice_paid: 'the ledger says that the invoice is paid or overpaid',
  invoice_void: 'the ledger says that the invoice is void',
  invoice_transferred: 'the invoice now belongs to another customer',
  invoice_disputed: 'the customer disputes the invoice',
  invoice_promised: 'the customer promised to pay on a later day',
  due_date_changed: 'the invoice has a later due date, by which it is not overdue or in an earlier stage',
} as const;
export type CancellationReason = keyof typeof CANCELLATIONS;
export const CANCELLATION_REASONS = Object.keys(CANCELLATIONS) as CancellationReason[];

/** Lists codes with their meanings, for the OpenAPI document. */
export const describeCodes = (codes: Record<string, string>): string =>
  Object.entries(codes)
    .map(([code, meaning]) => `\`${code}\` (${meaning})`)
    .join(', ');

/** The columns of an invoice whose changes can cancel its actions, by their names in the database. */
export interface InvoiceState {
  status: InvoiceStatus;
  customer_id: string;
  /** Rounded: only for comparisons with 0. */
  balance: number;
  disputed: boolean;
  /** YYYY-MM-DD. */
  promised_on: string | null;
  /** YYYY-MM-DD. */
  due_on: string;
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
  if (after.balance <= 0) return 'invoice_paid';
  if (after.customer_id !== before.customer_id) return 'invoice_transferred';
  if (after.disputed && !before.disputed) return 'invoice_disputed';
  const isNewPromise = after.promised_on !== null && after.promised_on !== before.promised_on;
  if (isNewPromise && after.promised_on! > today) return 'invoice_promised';
  return stageOn(after, today) < stageOn(before, today) ? 'due_date_changed' : undefined;
}

/** The position of the invoice's stage on a day: the later the stage, the higher. */
const stageOn = ({ due_on }: InvoiceState, today: string): number =>
  OVERDUE_STAGES.indexOf(stageAfter(daysBetween(due_on, today)));
