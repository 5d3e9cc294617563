/** What a person may rewrite before deciding, as an action has it. */
export interface Draft {
  subject: string | null;
  content: string | null;
  scheduledFor: Date;
  urgencyScore: number;
}

/** What an edit changed, by the field's name in the API: what it was, and what it is. */
export type DraftChanges = Record<string, { from: unknown; to: unknown }>;

const FIELDS = {
  subject: 'subject',
  content: 'content',
  scheduledFor: 'scheduled_for',
  urgencyScore: 'urgency_score',
} as const satisfies Record<keyof Draft, string>;

/** The difference that an edit makes; undefined where it makes none. */
export function diffDraft(before: Draft, after: Partial<Draft>): DraftChanges | undefined {
  const edits: DraftChanges = {};
  for (const [property, name] of Object.entries(FIELDS) as [keyof Draft, string][]) {
    const [from, to] = [plain(before[property]), plain(after[property])];
    if (to !== undefined && from !== to) edits[name] = { from, to };
  }
  return Object.keys(edits).length > 0 ? edits : undefined;
}

const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);
