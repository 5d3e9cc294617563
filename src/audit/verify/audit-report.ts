import type { SignedCheckpoint } from '../checkpoints/checkpoint.js';
import type { ComparedLogs } from './compare-logs.js';
import type { Finding, Findings } from './findings.js';

/** The result of a verification. Nothing is wrong if `broken_count` is 0. */
export interface AuditReport {
  actions: number;
  entries: number;
  checkpoints: {
    /** How many were compared. */
    compared: number;
    /** How many were signed by keys that are not at hand, and were not compared. */
    unknown_key: number;
    /** The last one that was compared; null without any. Removed entries after it leave no trace. */
    latest: { number: number; taken_at: string; entries: number } | null;
  };
  broken: Finding[];
  /** More than there are in `broken` if there are too many to list. */
  broken_count: number;
}

export function reportOf(
  { actions, entries }: Pick<ComparedLogs, 'actions' | 'entries'>,
  trusted: readonly SignedCheckpoint[],
  unknownKey: number,
  findings: Findings,
): AuditReport {
  const last = trusted.at(-1)?.checkpoint;
  const latest = last ? { number: last.number, taken_at: last.taken_at, entries: last.entries } : null;
  return {
    actions,
    entries,
    checkpoints: { compared: trusted.length, unknown_key: unknownKey, latest },
    broken: findings.list,
    broken_count: findings.count,
  };
}
