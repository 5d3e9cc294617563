import { UNDECIDED } from '../lifecycle/statuses.js';

/** SQL conditions on the rows of the action table under an alias. */

/** The action waits for a decision. */
export const isUndecidedSql = (alias: string): string =>
  `${alias}.status IN (${UNDECIDED.map((status) => `'${status}'`).join(', ')}) AND ${alias}.deleted_at IS NULL`;

/** The action has not expired at a time. */
export const isUnexpiredSql = (alias: string, now: string): string =>
  `(${alias}.expires_at IS NULL OR ${alias}.expires_at > ${now}::timestamptz)`;

/** The action contacted the customer, at its `history_at`: an e-mail or a call that was approved or done. */
export const isContactSql = (alias: string): string =>
  `${alias}.action_type IN ('email', 'call') AND ${alias}.status IN ('processing', 'completed')
   AND ${alias}.recommendation <> 'wait_for_customer'`;
