import type { Action, LogEntry } from '../action.js';

/** A text before and after; null if there was none. */
export interface TextChange {
  before: string | null;
  after: string | null;
}

const isText = (value: unknown): value is string | null => value === null || typeof value === 'string';

/**
 * What an entry did to the text. The log stores the old text alone: the new one is the old text of the next edit, or that of the
 * action if there was none.
 * @param entries of the action, oldest first, without gaps after `entry`
 * @returns null if the entry did not change the text
 */
export function textChangeOf(
  entry: LogEntry,
  entries: readonly LogEntry[],
  action: Action,
): TextChange | null {
  const change = entry.changes?.content as { from: unknown; to?: unknown } | undefined;
  if (!change || !isText(change.from)) return null;
  if (isText(change.to) && 'to' in change) return { before: change.from, after: change.to };
  const later = entries.slice(entries.indexOf(entry) + 1).find(({ changes }) => changes?.content);
  const after = later ? later.changes!.content!.from : action.content;
  return isText(after) ? { before: change.from, after } : null;
}
