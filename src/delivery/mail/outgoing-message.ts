import type { SendMailOptions } from 'nodemailer';
import { htmlOf } from './html.js';

export interface Address {
  name: string | null;
  address: string;
}

/** An e-mail as it goes out, with the sender of the company. */
export interface OutgoingMessage {
  /** The same for every attempt, with angle brackets. */
  messageId: string;
  /** Joins the e-mails on one invoice to a thread, with angle brackets; null without a thread. */
  threadId: string | null;
  from: Address;
  replyTo: string | null;
  to: Address[];
  cc: Address[];
  subject: string | null;
  content: string;
  /** The text below the content; null for none. */
  signature: string | null;
}

/** The options for nodemailer. It is given no file name, no URL and no raw message, and only one explicit envelope. */
export function mailOptions(message: OutgoingMessage): SendMailOptions {
  const { messageId, threadId, from, replyTo, to, cc, subject, content, signature } = message;
  const text = signature === null ? content : `${content}\n\n-- \n${signature}`;
  return {
    envelope: envelopeOf(message),
    from: mailbox(from),
    to: to.map(mailbox),
    cc: cc.map(mailbox),
    replyTo: replyTo === null ? undefined : mailbox({ name: null, address: replyTo }),
    subject: subject ?? undefined,
    messageId,
    inReplyTo: threadId ?? undefined,
    references: threadId ?? undefined,
    text,
    html: htmlOf(text),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

export const envelopeOf = ({ from, to, cc }: OutgoingMessage): { from: string; to: string[] } => ({
  from: from.address,
  to: [...to, ...cc].map(({ address }) => address),
});

/** As an object, because nodemailer would parse a text, which can name several addresses. */
const mailbox = ({ name, address }: Address): { name: string; address: string } => ({
  name: name ?? '',
  address,
});
