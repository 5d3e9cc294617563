import type { Action, LogEntry } from '../action.js';
import { isUndecided } from '../changes/what-changed.js';

const DECISIONS: readonly LogEntry['command'][] = [
  'approve',
  'reject',
  'send',
  'complete',
  'cancel',
  'supersede',
  'delete',
];

/** The entry of the log with the decision that counts now; null while the action waits for one. */
export function lastDecision(action: Action): LogEntry | null {
  if (isUndecided(action)) return null;
  return action.approval_log.findLast(({ command }) => DECISIONS.includes(command)) ?? null;
}
