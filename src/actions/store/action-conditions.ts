import { type Status, UNDECIDED, UNFINISHED } from '../lifecycle/statuses.js';

/** SQL condition: the action waits for a decision. */
export const isUndecidedSql = (alias: string): string => hasStatusSql(alias, UNDECIDED);

/** SQL condition: the action waits for a decision, or is approved and not yet sent or done. */
export const isUnfinishedSql = (alias: string): string => hasStatusSql(alias, UNFINISHED);

const hasStatusSql = (alias: string, statuses: readonly Status[]): string =>
  `${alias}.status IN (${statuses.map((status) => `'${status}'`).join(', ')}) AND ${alias}.deleted_at IS NULL`;

/** SQL condition: the action has not expired at a time. */
export const isUnexpiredSql = (alias: string, now: string): string =>
  `(${alias}.expires_at IS NULL OR ${alias}.expires_at > ${now}::timestamptz)`;

/** SQL condition: the response deadline has passed at a time; null without a deadline. The field `response_overdue` has the same rule. */
export const isResponseOverdueSql = (alias: string, now: string): string =>
  `${alias}.response_deadline < ${now}::timestamptz`;

/** SQL condition: the action is an e-mail or a call that was approved or done. The time of the contact is `history_at`. */
export const isContactSql = (alias: string): string =>
  `${alias}.action_type IN ('email', 'call') AND ${alias}.status IN ('processing', 'completed')
   AND ${alias}.recommendation <> 'wait_for_customer'`;

/** SQL: the final content of an action; null if there is none. The texts that go out follow the same rule (see effective-content.ts). */
export const finalContentSql = (alias: string): string =>
  `CASE jsonb_typeof(${alias}.metadata -> 'final_content') WHEN 'string' THEN ${alias}.metadata ->> 'final_content' END`;

/** SQL condition: what goes out is not what was recommended, because a person edited it or decided for another text. */
export const isEditedSql = (alias: string): string =>
  `(${alias}.edited_at IS NOT NULL OR ${alias}.final_subject IS NOT NULL OR ${finalContentSql(alias)} IS NOT NULL)`;
