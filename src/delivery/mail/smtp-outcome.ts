import type { Outcome } from './transport.js';

/** What nodemailer tells of a failed attempt. */
export interface SmtpError {
  code?: string;
  /** The reply of the server and its number, if it has replied. */
  responseCode?: number;
  response?: string;
  /** The SMTP command that failed. */
  command?: string;
  name?: string;
  rejectedErrors?: readonly SmtpError[];
  recipient?: string;
}

const LONGEST_REPLY = 200;

/** Errors about the connection to the server or its configuration, not about the e-mail: they concern all e-mails, and pass. */
const ABOUT_SERVER = [
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'ETLS',
  'EDNS',
  'ECONNECTION',
  'ESOCKET',
  'EPROTOCOL',
  'EPROXY',
];

/** Replies that want another login, whatever the command. */
const ABOUT_LOGIN = [530, 534, 535, 538];

/** @param isTransmitted whether the server had got the whole e-mail */
export function outcomeOf(error: SmtpError, isTransmitted: boolean): Outcome {
  const { code, responseCode, rejectedErrors = [] } = error;
  const refused = refusedOf(rejectedErrors);
  if (responseCode === undefined) {
    if (isTransmitted)
      return {
        kind: 'unknown',
        error: `No reply to the e-mail (${causeOf(error)}): it may have been sent.`,
        refused,
      };
    // Without a reply, nodemailer itself refuses an envelope or a message, and would do so again.
    if (code === 'EENVELOPE' || code === 'EMESSAGE')
      return { kind: 'permanent', error: `The mail server does not take such an e-mail (${code}).`, refused };
    return { kind: 'temporary', error: `The mail server cannot be reached (${causeOf(error)}).`, refused };
  }
  const isAboutServer = ABOUT_SERVER.includes(code ?? '') || ABOUT_LOGIN.includes(responseCode);
  const isPermanent = responseCode >= 500 && !isAboutServer;
  return { kind: isPermanent ? 'permanent' : 'temporary', error: replyOf(error), refused };
}

/** The outcome if the server has accepted the e-mail, at least for some of the recipients. */
export function sentOutcome({ rejectedErrors = [] }: { rejectedErrors?: readonly SmtpError[] }): Outcome {
  const first = rejectedErrors[0];
  const error = first
    ? `The mail server refused ${rejectedErrors.length} of the recipients. ${replyOf(first)}`
    : null;
  return { kind: 'sent', error, refused: refusedOf(rejectedErrors) };
}

const refusedOf = (errors: readonly SmtpError[]): string[] =>
  errors.flatMap((error) => (error.recipient && isAboutAddress(error) ? [error.recipient] : []));

/** Replies about a mailbox (RFC 5321): unavailable, not local, with a name that is not allowed. */
const ABOUT_MAILBOX = [550, 551, 553];

/**
 * Whether a reply refuses the address itself for good. A server may also refuse a recipient because of the sender, for example for
 * lack of permission to relay, or because of a blocklist. The class of the enhanced status code (RFC 3463) distinguishes them: 5.1
 * concerns the address, 5.2 the mailbox.
 */
function isAboutAddress({ response = '', responseCode = 0 }: SmtpError): boolean {
  const [, subject] = /^5\d\d[ -]5\.(\d{1,3})\.\d{1,3}\b/.exec(response) ?? [];
  return subject === undefined ? ABOUT_MAILBOX.includes(responseCode) : ['1', '2'].includes(subject);
}

const causeOf = ({ name, code }: SmtpError): string =>
  name === 'AbortError' || code === 'EABORT' ? 'timeout' : (code ?? 'unknown error');

/** The reply on one line, without addresses. */
function replyOf({ response = '', command = '' }: SmtpError): string {
  const reply = response
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/\S*@\S*/g, '…')
    .slice(0, LONGEST_REPLY);
  return `The mail server replied to ${command || 'the connection'}: ${reply}`;
}
