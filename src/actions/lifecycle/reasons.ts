/** Why Daybook itself ended a proposal: the `reason` of its rows in the approval log, and what it means. */
export const REASONS = {
  invoice_paid: 'the ledger says that the invoice is paid',
  invoice_void: 'the ledger says that the invoice is void',
  invoice_disputed: 'the customer has begun to dispute the invoice',
  invoice_promised: 'the customer has promised to pay on a later day',
  invoice_transferred: 'the invoice now belongs to another customer',
  expired: 'the proposal said until when it holds',
  alternative_chosen: 'another alternative of the recommendation was approved',
  recommendation_replaced: 'a newer recommendation took its place, or none is called for any more',
} as const;

export type Reason = keyof typeof REASONS;
/** Those that the ledger gives. */
export type LedgerReason = Extract<Reason, `invoice_${string}`>;
export const LEDGER_REASONS = (Object.keys(REASONS) as Reason[]).filter((reason): reason is LedgerReason =>
  reason.startsWith('invoice_'),
);

/** For the document. */
export const REASONS_TEXT = Object.entries(REASONS)
  .map(([reason, meaning]) => `\`${reason}\` (${meaning})`)
  .join(', ');
