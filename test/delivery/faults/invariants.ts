import type { Select } from '../../support/invariants.js';
import type { ReceivedMail } from '../../support/smtp-sink.js';
import { receivedMessage } from './received-message.js';

/** Why an e-mail must not be begun any more. */
export interface Gone {
  /** An invoice that is paid or void, or a customer on hold. */
  subject_id: string;
  /** From when on: at the response to the change. */
  at: Date;
  /**
   * How long an attempt that had begun may take. 0 for changes that mark the deliveries in progress with `reason_gone`, which then
   * tells that the attempt was earlier.
   */
  grace_seconds: number;
}

export interface Observed {
  /** All that the mail server has accepted. */
  mails: readonly ReceivedMail[];
  gone?: Gone[];
  /** Ids of the companies that send a customer one e-mail during the whole test. */
  spaced?: string[];
}

/** The e-mails as `mail`; the deliveries of the built-in sender as `d`, with what the log and the mailbox say about them. */
const OBSERVED = `
  WITH mail AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS m (message_id text, sha256 text, envelope jsonb, recipients jsonb, received_at timestamptz)),
  gone AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS g (subject_id uuid, at timestamptz, grace_seconds int)),
  spaced AS (SELECT unnest($3::uuid[]) AS company_id),
  d AS (
    SELECT delivery.*, a.invoice_id,
      EXISTS (SELECT FROM approval_log l WHERE l.action_id = a.id AND l.command = 'fail' AND l.reason = 'delivery_unknown') AS was_unknown,
      EXISTS (SELECT FROM mail WHERE mail.message_id = delivery.message_id) AS is_received
    FROM delivery JOIN action a ON a.id = delivery.action_id WHERE way = 'built_in')`;

/** Must hold with `DELIVERY_ON_UNKNOWN=hold`, whatever failed. Each query selects what violates its rule. */
export const DELIVERY_INVARIANTS = {
  'every e-mail is exactly one that was approved': `
    SELECT message_id FROM mail WHERE NOT EXISTS (
      SELECT FROM d JOIN approval_log l ON l.action_id = d.action_id
      WHERE d.message_id = mail.message_id AND l.command = 'approve' AND l.approved_sha256 = mail.sha256)`,

  'an e-mail goes to its recipients and to nobody else': `SELECT message_id FROM mail WHERE envelope <> recipients`,

  'no e-mail is sent twice': `SELECT message_id FROM mail GROUP BY message_id HAVING count(*) > 1`,

  'no e-mail of a cancelled action is sent, unless its outcome was unknown': `
    SELECT action_id FROM d WHERE status = 'cancelled' AND is_received AND NOT was_unknown`,

  'no e-mail is begun after its reason was gone': `
    SELECT mail.message_id FROM mail JOIN d ON d.message_id = mail.message_id JOIN gone ON subject_id IN (d.invoice_id, d.customer_id)
    WHERE received_at > at + grace_seconds * interval '1 second' AND d.reason_gone IS NULL`,

  'what counts as sent is in the mailbox': `SELECT action_id FROM d WHERE status = 'sent' AND NOT is_received`,

  'what is in the mailbox counts as sent, unless its outcome was unknown': `
    SELECT action_id FROM d WHERE status IN ('waiting', 'sending', 'failed') AND is_received AND NOT was_unknown`,

  'what is to be sent has a job that comes in time': `
    SELECT action_id FROM d WHERE status IN ('waiting', 'sending') AND NOT EXISTS (
      SELECT FROM pgboss.job j WHERE j.name = 'delivery' AND j.data ->> 'actionId' = d.action_id::text AND j.state < 'completed'
        AND j.start_after <= greatest(d.not_before, d.lease_until, now()) + interval '1 second')`,

  'nothing that is due is left': `
    SELECT action_id FROM d WHERE status = 'sending' OR (status = 'waiting' AND coalesce(not_before, created_at) <= now())`,

  'a customer gets one e-mail in the interval': `
    SELECT customer_id FROM d JOIN mail USING (message_id) WHERE company_id IN (SELECT company_id FROM spaced)
    GROUP BY customer_id HAVING count(DISTINCT message_id) > 1`,
} as const satisfies Record<string, string>;

export type DeliveryInvariant = keyof typeof DELIVERY_INVARIANTS;

/** Checks all invariants; returns what violates them by the name of the invariant, and `{}` if all hold. */
export async function deliveryViolations(
  select: Select,
  { mails, gone = [], spaced = [] }: Observed,
): Promise<Partial<Record<DeliveryInvariant, object[]>>> {
  const values = [JSON.stringify(mails.map(receivedMessage)), JSON.stringify(gone), spaced];
  const found: Partial<Record<DeliveryInvariant, object[]>> = {};
  for (const [name, query] of Object.entries(DELIVERY_INVARIANTS)) {
    const rows = await select(`${OBSERVED} ${query}`, values);
    if (rows.length > 0) found[name as DeliveryInvariant] = rows;
  }
  return found;
}
