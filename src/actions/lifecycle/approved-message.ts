import { canonicalJson, sha256, sha256OrNull } from '../../hashing.js';
import type { Recipient } from '../../ledger/customers/recipient.js';
import { effectiveContent, effectiveSubject, type Texts } from './effective-content.js';
import type { Recipients } from './recipients.js';

/** What an approval approves of an action, with the hash of the text that goes out. */
export interface MessageParts {
  invoiceId: string | null;
  toRecipients: Recipients;
  ccRecipients: Recipients;
  subject: string | null;
  finalSubject: string | null;
  contentSha256: string | null;
}

/** What goes out after an approval. Lists are in their order. */
export interface ApprovedMessage {
  /** The ids of the invoices that the message is about. */
  invoices: string[];
  to: Recipient[];
  cc: Recipient[];
  subject: string | null;
  /** Instead of the text, which can be long: a decision must not read it. */
  content_sha256: string | null;
  attachments: never[];
}

export function approvedMessage(parts: MessageParts): ApprovedMessage {
  const { invoiceId, toRecipients, ccRecipients, contentSha256 } = parts;
  return {
    invoices: invoiceId === null ? [] : [invoiceId],
    to: recipientsOf(toRecipients),
    cc: recipientsOf(ccRecipients),
    subject: effectiveSubject(parts),
    content_sha256: contentSha256,
    attachments: [],
  };
}

const recipientsOf = (recipients: Recipients): Recipient[] =>
  (recipients ?? []).map(({ name, address }) => ({ name, address }));

/** The SHA-256 of the canonical JSON of the message. The approval stores it; what has another one must not be sent. */
export const sha256OfApprovedMessage = (parts: MessageParts): string =>
  sha256(canonicalJson(approvedMessage(parts)));

/** Whether the message is the one that was approved; also if the approval is from before it had a hash. */
export const isAsApproved = (parts: MessageParts & { approvedSha256: string | null }): boolean =>
  parts.approvedSha256 === null || sha256OfApprovedMessage(parts) === parts.approvedSha256;

/** The parts of a message as the row of its action has them now. */
export const messagePartsOf = (row: Omit<MessageParts, 'contentSha256'> & Texts): MessageParts => ({
  ...row,
  contentSha256: sha256OrNull(effectiveContent(row)),
});
