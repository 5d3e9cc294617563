import { canonicalJson, sha256 } from '../../../hashing.js';
import type { ApprovalLog } from './approval-log.entity.js';

/** An entry of the approval log before it is linked to the one before it. */
export type LogEntry = Omit<ApprovalLog, 'seq' | 'hash' | 'action' | 'approver' | 'actorContact'>;

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
function extensionsOf({
  changes,
  approvedByName,
  causedBy,
  proposalSha256,
  stateSha256,
  approvedSha256,
  approvedByProof,
  actorContactId,
  actorContactName,
}: LogEntry): unknown[] {
  const digests = [proposalSha256, stateSha256, approvedSha256];
  if (approvedByProof !== null || actorContactId !== null || actorContactName !== null)
    return [changes, approvedByName, causedBy, ...digests, approvedByProof, actorContactId, actorContactName];
  if (approvedSha256 !== null) return [changes, approvedByName, causedBy, ...digests];
  if (stateSha256 !== null || proposalSha256 !== null)
    return [changes, approvedByName, causedBy, proposalSha256, stateSha256];
  if (approvedByName !== null || causedBy !== null) return [changes, approvedByName, causedBy];
  return changes ? [changes] : [];
}

/** Adds the hash to an entry, given the hash of the entry before it. */
export const chained = (entry: LogEntry, previous: string | null): ChainedEntry => ({
  ...entry,
  hash: chainHash(entry, previous),
});
