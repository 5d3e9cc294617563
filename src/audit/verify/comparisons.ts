import { messagePartsOf, sha256OfApprovedMessage } from '../../actions/lifecycle/approved-message.js';
import { effectiveContent } from '../../actions/lifecycle/effective-content.js';
import { proposalSha256, stateOf, stateSha256 } from '../../actions/store/log/action-digests.js';
import type { AuditedAction, AuditedEntry } from '../../actions/store/log/audit-rows.js';
import type { Check } from './findings.js';
import { hashOf, type LogSummary } from './log-summary.js';

type Agrees = (action: AuditedAction, log: LogSummary, last: AuditedEntry) => boolean;

/** The fields of the draft, by their names in `changes`. */
const draftOf = ({
  subject,
  content,
  scheduledFor,
  urgencyScore,
  toRecipients,
  ccRecipients,
  assignedTo,
}: AuditedAction): Record<string, unknown> => ({
  subject,
  content,
  scheduled_for: scheduledFor.toISOString(),
  urgency_score: urgencyScore,
  to: toRecipients,
  cc: ccRecipients,
  assigned_to: assignedTo,
});

/**
 * What a log vouches for: each row says when an action agrees with its log. Entries from before digests existed have no hashes of
 * columns, so for their actions only the other rows find a change.
 */
export const COMPARISONS = {
  status: ({ status }, _, last) => last.toStatus === status,

  content: ({ content, metadata }, _, last) =>
    last.contentSha256 ===
    hashOf(last.command === 'propose' ? content : effectiveContent({ content, metadata })),

  draft: (action, { draft }) =>
    Object.entries(draftOf(action)).every(([field, value]) => {
      const hash = draft.get(field);
      return hash === undefined || hash === hashOf(value);
    }),

  deleted_at: (action, log, last) =>
    (action.deletedAt !== null) === (log.deletes ?? false) || isDeletedByMigration(action, log, last),

  executed_at: ({ executedAt }, { completedAt }) =>
    completedAt === undefined || completedAt.getTime() === executedAt?.getTime(),

  is_recommended: ({ isRecommended }, { recommends }) =>
    recommends === undefined || recommends === isRecommended,

  // The migration that is the exception below counts as a change, also of an action that was restored after it.
  version: ({ version }, { changes, hasProposal }) =>
    version - 1 === changes || (!hasProposal && version - 2 === changes),

  touched: ({ touched }, { isTouched }) => touched || !isTouched,

  state: (action, _, last) => last.stateSha256 === null || last.stateSha256 === stateSha256(stateOf(action)),

  approved: (action, log) =>
    action.approvedSha256 === log.approvedSha256 &&
    (log.approvedSha256 === null || log.approvedSha256 === sha256OfApprovedMessage(messagePartsOf(action))),

  proposal: (action, log) => log.proposalSha256 === null || log.proposalSha256 === proposalSha256(action),
} as const satisfies Partial<Record<Check, Agrees>>;

/** The migration `recommended-actions-and-trail` soft-deleted actions without an entry, where an invoice had several recommended ones. */
function isDeletedByMigration(
  { deletedAt, version }: AuditedAction,
  { hasProposal, changes }: LogSummary,
  { stateSha256: state }: AuditedEntry,
): boolean {
  return deletedAt !== null && !hasProposal && state === null && version - 2 === changes;
}
