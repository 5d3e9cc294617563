import type { Invoice } from './invoice.entity.js';

/** Selects the receivables: the open invoices with a balance above zero. Only they are dunned. */
export const IS_RECEIVABLE = `status = 'open' AND kind = 'invoice' AND balance > 0`;

/** What an invoice is instead of a receivable, such as `paid`; null if it is one. */
export function otherThanReceivable({
  status,
  kind,
  balance,
}: Pick<Invoice, 'status' | 'kind' | 'balance'>): string | null {
  if (kind === 'credit_note') return 'a credit note';
  if (status !== 'open') return status;
  return Number(balance) > 0 ? null : 'overpaid';
}
