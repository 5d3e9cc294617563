import { CANCELLATIONS, describeCodes } from '../../ledger/writes/invoice-changes.js';

/** Why the system ended an action or recorded an attempt to deliver it: the codes in `reason` of the approval log, and their meanings. */
export const REASONS = {
  ...CANCELLATIONS,
  held: 'the invoice or its customer was put on hold',
  expired: 'the action expired before a decision',
  alternative_chosen: 'another alternative of the recommendation was approved, sent or completed',
  alternative_declined:
    'the recommended alternative was rejected, cancelled or deleted; this one is recommended instead',
  alternative_restored: 'the alternative that was recommended before is restored',
  recommendation_replaced:
    'a newer recommendation replaced this one, or the policy no longer recommends an action',
  suppressed: 'a recipient of the e-mail is suppressed',
  changed_since_approval: 'the recipients, the subject or the text are not those that were approved',
  incomplete: 'the e-mail has no recipient or no text',
  delivery_deferred: 'an attempt to send the e-mail failed, and a later one follows',
  delivery_failed: 'the e-mail could not be sent',
  delivery_unknown: 'it is not known whether the e-mail was sent',
  recommendation_held: 'a person began to work on the action that this one was to replace',
} as const;

export type Reason = keyof typeof REASONS;

/** For the OpenAPI document. */
export const REASONS_TEXT = describeCodes(REASONS);
