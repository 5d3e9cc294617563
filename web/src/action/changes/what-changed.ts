import type { RecipientResponse } from '@daybook/client';
import type { Action, LogEntry } from '../action.js';

export type ChangedField =
  | 'status'
  | 'deleted'
  | 'to'
  | 'cc'
  | 'subject'
  | 'content'
  | 'scheduled_for'
  | 'balance'
  | 'due_date'
  | 'delivery';

export interface Change {
  field: ChangedField;
  /** Raw values: texts, codes, amounts or times; null if there was none. */
  before: string | null;
  now: string | null;
}

/** Such as "Jana Petersen <ap@nordwind.example>". */
export const recipientText = ({ name, address }: RecipientResponse): string =>
  name ? `${name} <${address}>` : address;

export const recipientsText = (recipients: readonly RecipientResponse[]): string | null =>
  recipients.length === 0 ? null : recipients.map(recipientText).join(', ');

const VALUES: Record<ChangedField, (action: Action) => string | null> = {
  status: ({ status }) => (status === 'scheduled' ? 'proposed' : status),
  deleted: ({ is_deleted }) => (is_deleted ? 'deleted' : null),
  to: ({ to }) => recipientsText(to),
  cc: ({ cc }) => recipientsText(cc),
  subject: ({ effective_subject }) => effective_subject,
  content: ({ effective_content }) => effective_content,
  // Waking up at the time that was seen is no change.
  scheduled_for: ({ scheduled_for }) => scheduled_for,
  balance: ({ invoice }) => invoice?.balance ?? null,
  due_date: ({ invoice }) => invoice?.due_date ?? null,
  delivery: ({ delivery }) =>
    delivery && ['failed', 'unknown'].includes(delivery.status) ? delivery.status : null,
};

/**
 * What differs between the action as the person has it before the eyes and as it is now, of what matters for the decision. An
 * assignment or another urgency does not, though each makes a new version.
 */
export function whatChanged(before: Action, now: Action): Change[] {
  if (before === now) return [];
  return (Object.keys(VALUES) as ChangedField[]).flatMap((field) => {
    const values = { before: VALUES[field](before), now: VALUES[field](now) };
    return values.before === values.now ? [] : [{ field, ...values }];
  });
}

/** The entries of the log since then, oldest first. */
export function entriesSince(before: Action, now: Action): LogEntry[] {
  const known = new Set(before.approval_log.map(({ id }) => id));
  const last = now.approval_log.findLastIndex(({ id }) => known.has(id));
  return now.approval_log.slice(last + 1);
}

/** Whether the action no longer waits for the decision that it waited for when the person opened it. */
export const hasLeft = (before: Action, now: Action): boolean => isUndecided(before) && !isUndecided(now);

export const isUndecided = ({ status, is_deleted }: Pick<Action, 'status' | 'is_deleted'>): boolean =>
  !is_deleted && (status === 'proposed' || status === 'scheduled');
