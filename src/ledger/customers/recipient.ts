import { isEmailAddress } from '../../input/email-input.js';

/** Whom a message addresses. */
export interface Recipient {
  /** Null if unknown. */
  name: string | null;
  address: string;
}

/** What the ledger knows about how to address a customer. */
export interface Addressee {
  customerName: string;
  contactName: string | null;
  email: string | null;
  /** The first contact for dunning, or else for billing; null without either. */
  contact: { name: string; email: string } | null;
}

/**
 * Whom letters to a customer go to: the contact, or else the customer's own address. Null without an address, and if the ledger has
 * one from before it was checked as strictly.
 */
export function recipientOf({ customerName, contactName, email, contact }: Addressee): Recipient | null {
  const address = contact?.email ?? email;
  if (address === null || !isEmailAddress(address)) return null;
  return { name: contact?.name ?? contactName ?? customerName, address };
}
