/** A hold as SQL returns it (see hold-sql.ts): the times are texts that Date can parse. */
export interface StoredHold {
  /** Null if only a person ends the hold. */
  until: string | null;
  reason: string;
  set_by: string;
  created_at: string;
}

/** The holds on the customer and the invoice of a row, in force or passed; null if there is none. */
export interface HoldsOnRow {
  customer: StoredHold | null;
  invoice: StoredHold | null;
}

/** The hold if it has not passed; a hold that has passed does not exist for anybody. */
export const inForce = (hold: StoredHold | null, now: Date): StoredHold | null =>
  hold !== null && (hold.until === null || new Date(hold.until) > now) ? hold : null;

/** For sentences: "The customer is on hold until …". */
export const untilText = (until: Date | string | null): string =>
  until ? `until ${new Date(until).toISOString()}` : 'until a person ends the hold';

/** What a row is on hold with, and until when: of both holds in force, the one that ends last. */
export function latestHold(
  { customer, invoice }: HoldsOnRow,
  now: Date,
): { kind: keyof HoldsOnRow; until: string | null } | null {
  const [ofCustomer, ofInvoice] = [inForce(customer, now), inForce(invoice, now)];
  const endOf = (hold: StoredHold): number => (hold.until === null ? Infinity : Date.parse(hold.until));
  if (!ofCustomer) return ofInvoice && { kind: 'invoice', until: ofInvoice.until };
  if (ofInvoice && endOf(ofInvoice) > endOf(ofCustomer)) return { kind: 'invoice', until: ofInvoice.until };
  return { kind: 'customer', until: ofCustomer.until };
}
