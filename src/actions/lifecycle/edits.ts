import { isDeepStrictEqual } from 'node:util';
import { sha256OrNull } from '../../hashing.js';
import type { Recipients } from './recipients.js';

/** The fields of an action that a person may edit before the decision. */
export interface Draft {
  subject: string | null;
  content: string | null;
  scheduledFor: Date;
  urgencyScore: number;
  toRecipients: Recipients;
  ccRecipients: Recipients;
  /** The id of the contact who looks after the action; null if nobody does. */
  assignedTo: string | null;
}

/**
 * A field that an edit changed: the old and the new value. Of a new text, the log stores only the SHA-256, because the action has the
 * text itself, and after another edit that edit has it as `from`. Entries from before this rule have both texts.
 */
type FieldChange = { from: unknown; to: unknown } | { from: string | null; to_sha256: string | null };

/** The fields that an edit changed, by their names in the API. */
export type DraftChanges = Record<string, FieldChange>;

/** The names of these fields in the API. */
export const DRAFT_NAMES = {
  subject: 'subject',
  content: 'content',
  scheduledFor: 'scheduled_for',
  urgencyScore: 'urgency_score',
  toRecipients: 'to',
  ccRecipients: 'cc',
  assignedTo: 'assigned_to',
} as const satisfies Record<keyof Draft, string>;

/** The fields that differ; undefined if none does. */
export function diffDraft(before: Draft, after: Partial<Draft>): DraftChanges | undefined {
  const changes: DraftChanges = {};
  for (const [property, name] of Object.entries(DRAFT_NAMES) as [keyof Draft, string][]) {
    const [from, to] = [toJson(before[property]), toJson(after[property])];
    if (to === undefined || isDeepStrictEqual(from, to)) continue;
    changes[name] = property === 'content' ? textChange(before.content, after.content!) : { from, to };
  }
  return Object.keys(changes).length > 0 ? changes : undefined;
}

const textChange = (from: string | null, to: string | null): FieldChange => ({
  from,
  to_sha256: sha256OrNull(to),
});

/** Whether an edit changed what the customer will read. */
export const changesText = (changes: DraftChanges): boolean => 'subject' in changes || 'content' in changes;

export const toJson = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);
