/** The fields of an action that a person may edit before the decision. */
export interface Draft {
  subject: string | null;
  content: string | null;
  scheduledFor: Date;
  urgencyScore: number;
}

/** The fields that an edit changed, by their names in the API, with the old and the new value. */
export type DraftChanges = Record<string, { from: unknown; to: unknown }>;

const API_NAMES = {
  subject: 'subject',
  content: 'content',
  scheduledFor: 'scheduled_for',
  urgencyScore: 'urgency_score',
} as const satisfies Record<keyof Draft, string>;

/** The fields that differ; undefined if none does. */
export function diffDraft(before: Draft, after: Partial<Draft>): DraftChanges | undefined {
  const changes: DraftChanges = {};
  for (const [property, name] of Object.entries(API_NAMES) as [keyof Draft, string][]) {
    const [from, to] = [toJson(before[property]), toJson(after[property])];
    if (to !== undefined && from !== to) changes[name] = { from, to };
  }
  return Object.keys(changes).length > 0 ? changes : undefined;
}

const toJson = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);
