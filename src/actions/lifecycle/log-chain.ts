import { createHash } from 'node:crypto';
import { canonicalJson } from '../../hashing.js';
import type { ApprovalLog } from '../store/approval-log.entity.js';

/** What a row of the approval log says, as a client sees it. */
export type LogEntry = Omit<ApprovalLog, 'seq' | 'hash' | 'action' | 'approver'>;

export type ChainedEntry = LogEntry & Pick<ApprovalLog, 'hash'>;

/**
 * The hash of a row: of all that it says, and of the hash of the row before it on the same action. So a row that is
 * changed, taken out or moved breaks every hash after it, the last of which the action itself remembers.
 */
export function chainHash(entry: LogEntry, previous: string | null): string {
  const said = [
    previous,
    entry.companyId,
    entry.actionId,
    entry.id,
    entry.command,
    entry.fromStatus,
    entry.toStatus,
    entry.approvedBy,
    entry.actor,
    entry.reason,
    entry.comment,
    entry.contentSha256,
    entry.requestId,
    entry.createdAt.toISOString(),
    // The rows of moves that change nothing else hash as they did before there were edits.
    ...(entry.changes ? [entry.changes] : []),
  ];
  return createHash('sha256').update(canonicalJson(said)).digest('hex');
}

/** The row to store after the one with this hash. */
export const chained = (entry: LogEntry, previous: string | null): ChainedEntry => ({
  ...entry,
  hash: chainHash(entry, previous),
});

/** The entry at which a chain breaks, null where it holds; `head` is what the action remembers. */
export function findBrokenLink(
  entries: readonly ChainedEntry[],
  head: string | null,
): { entry: string | null } | null {
  let previous: string | null = null;
  for (const entry of entries) {
    if (chainHash(entry, previous) !== entry.hash) return { entry: entry.id };
    previous = entry.hash;
  }
  return previous === head ? null : { entry: null };
}
