import { canonicalJson, sha256 } from '../../hashing.js';
import type { ApprovalLog } from './approval-log.entity.js';

/** An entry of the approval log before it is linked to the one before it. */
export type LogEntry = Omit<ApprovalLog, 'seq' | 'hash' | 'action' | 'approver'>;

export type ChainedEntry = LogEntry & Pick<ApprovalLog, 'hash'>;

/**
 * The hash of an entry: over all its fields and the hash of the entry before it on the same action. An entry that is changed,
 * removed or moved breaks every hash after it; the action stores the last one as its log head.
 */
export function chainHash(entry: LogEntry, previous: string | null): string {
  const fields = [
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
    // Left out if null, so that entries from before these columns existed keep their hashes.
    ...extensionsOf(entry),
  ];
  return sha256(canonicalJson(fields));
}

/** The fields that were added later. Their number tells them apart. */
function extensionsOf({ changes, approvedByName, causedBy }: LogEntry): unknown[] {
  if (approvedByName !== null || causedBy !== null) return [changes, approvedByName, causedBy];
  return changes ? [changes] : [];
}

/** Adds the hash to an entry, given the hash of the entry before it. */
export const chained = (entry: LogEntry, previous: string | null): ChainedEntry => ({
  ...entry,
  hash: chainHash(entry, previous),
});

/**
 * Where a chain is broken; null if it is intact. `entry` is null if the entries are intact but the head differs: then the latest
 * entries are missing.
 * @param head the log head that the action stores
 */
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
