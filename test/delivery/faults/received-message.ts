import { sha256OfApprovedMessage } from '../../../src/actions/lifecycle/approved-message.js';
import { sha256 } from '../../../src/hashing.js';
import type { ReceivedMail } from '../../support/smtp-sink.js';

/** An e-mail in the mailbox, as the invariants read it: everything comes from what the mail server got. */
export interface ReceivedMessage {
  message_id: string;
  /** The hash that an approval of exactly this message has. */
  sha256: string;
  /** The addresses that the server was given, and those that the header names. */
  envelope: string[];
  recipients: string[];
  received_at: string;
}

/** Reads an e-mail without a signature, of one short line of ASCII: all others would be encoded. */
export function receivedMessage({ raw, to, messageId, receivedAt }: ReceivedMail): ReceivedMessage {
  const header = (name: string): string | null =>
    new RegExp(`^${name}: (.*)$`, 'im').exec(raw.replace(/\r\n[ \t]+/g, ' '))?.[1]?.trim() ?? null;
  const [toRecipients, ccRecipients] = [mailboxes(header('To')), mailboxes(header('Cc'))];
  // The thread names the customer and the invoice.
  const invoiceId = /^<[\w-]+\.([\w-]+)@/.exec(header('In-Reply-To')!)?.[1] ?? null;
  const text = /^Content-Type: text\/plain[^]*?\r\n\r\n([^]*?)\r\n--/m.exec(raw)![1]!.trimEnd();
  return {
    message_id: messageId,
    sha256: sha256OfApprovedMessage({
      invoiceId,
      toRecipients,
      ccRecipients,
      subject: header('Subject'),
      finalSubject: null,
      contentSha256: sha256(text),
    }),
    envelope: sorted(to),
    recipients: sorted([...toRecipients, ...ccRecipients].map(({ address }) => address)),
    received_at: receivedAt.toISOString(),
  };
}

const sorted = (addresses: string[]): string[] => addresses.toSorted((a, b) => a.localeCompare(b));

function mailboxes(list: string | null): { name: string | null; address: string }[] {
  if (list === null) return [];
  return list.split(',').map((mailbox) => {
    const [, name, address] = /^\s*(?:"?([^"<]*?)"?\s*<)?([^\s<>]+@[^\s<>]+)>?\s*$/.exec(mailbox)!;
    return { name: name || null, address: address! };
  });
}
