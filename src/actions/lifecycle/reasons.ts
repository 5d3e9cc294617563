import { CANCELLATIONS } from '../../ledger/writes/invoice-changes.js';

/** Why the system ended an action: the codes in `reason` of the approval log, and what each means. */
export const REASONS = {
  ...CANCELLATIONS,
  expired: 'the action expired before anybody decided on it',
  alternative_chosen: 'another alternative of the recommendation was approved',
  recommendation_replaced:
    'a newer recommendation replaced this one, or the policy recommends nothing any more',
} as const;

export type Reason = keyof typeof REASONS;

/** For the OpenAPI document. */
export const REASONS_TEXT = Object.entries(REASONS)
  .map(([reason, meaning]) => `\`${reason}\` (${meaning})`)
  .join(', ');
