import { sha256 } from '../../hashing.js';
import { sha256OfApprovedMessage } from './approved-message.js';
import type { ActionChange, ActionState } from './action-state.js';
import type { ApproverProof } from './decisions/approver.js';
import { decides } from './decisions/decision-rules.js';
import { type DraftChanges, diffDraft } from './edits.js';
import { checkTransition } from './refusals.js';
import { type Status, statusForSchedule } from './statuses.js';
import { type Rule, ruleOf, type TransitionInput, type TransitionName } from './transitions.js';

/** The result of a transition: the change of the action (null if its columns do not change) and the log entry. */
export interface TransitionResult {
  change: ActionChange | null;
  entry: {
    command: TransitionName;
    fromStatus: Status;
    toStatus: Status;
    approvedBy: string | null;
    approvedByName: string | null;
    approvedByProof: ApproverProof | null;
    reason: string | null;
    comment: string | null;
    contentSha256: string | null;
    approvedSha256: string | null;
    changes: DraftChanges | null;
  };
}

/**
 * Decides a transition: the only place that computes an action's next status.
 * @param now by the database's clock, read once the action is locked
 * @param versions the versions that the client accepts (If-Match); undefined accepts any version
 * @returns null for an edit that changes nothing
 * @throws DomainError version_conflict, action_deleted, or invalid_state with the statuses that the transition starts from
 */
export function transition(
  action: ActionState,
  name: TransitionName,
  input: TransitionInput,
  now: Date,
  versions?: readonly number[],
): TransitionResult | null {
  const rule = ruleOf(name);
  const { isRepetition } = checkTransition(action, name, now, versions);
  const changes = input.draft && diffDraft(action, input.draft);
  if (name === 'edit' && !changes) return null;
  const approver = decides(name, action.status) ? input.approver : undefined;
  const toStatus = nextStatus(action, rule, input, now);
  const contentSha256 = hashOfContent(action, input);
  const finalSubject = input.final_subject ?? action.finalSubject;
  const approvedSha256 = rule.approves
    ? sha256OfApprovedMessage({ ...action, finalSubject, contentSha256 })
    : null;
  return {
    change:
      isRepetition || rule.concernsDelivery
        ? null
        : changeOf(action, rule, toStatus, input, now, approvedSha256),
    entry: {
      command: name,
      fromStatus: action.status,
      toStatus,
      approvedBy: approver?.id ?? null,
      approvedByName: approver?.name ?? null,
      approvedByProof: approver?.proof ?? null,
      reason: input.reason ?? null,
      comment: input.comment ?? null,
      contentSha256,
      approvedSha256,
      changes: changes ?? null,
    },
  };
}

function nextStatus({ status }: ActionState, { to }: Rule, { draft }: TransitionInput, now: Date): Status {
  if (to === 'when_due') return draft?.scheduledFor ? statusForSchedule(draft.scheduledFor, now) : status;
  return to === 'same' ? status : to;
}

function changeOf(
  action: ActionState,
  { deletes, recommends }: Rule,
  status: Status,
  input: TransitionInput,
  now: Date,
  approvedSha256: string | null,
): ActionChange {
  const change: ActionChange = { ...input.draft, status, version: action.version + 1 };
  if (status === 'completed') change.executedAt = now;
  if (input.final_content) change.finalContent = input.final_content;
  if (input.final_subject) change.finalSubject = input.final_subject;
  if (approvedSha256 !== null) change.approvedSha256 = approvedSha256;
  if (input.channel_id) change.channelId = input.channel_id;
  if (input.external_id) change.externalId = input.external_id;
  if (input.response_deadline) change.responseDeadline = input.response_deadline;
  if (recommends !== undefined) change.isRecommended = recommends;
  // Soft deletion never moves updatedAt (API contract, "List").
  if (deletes === undefined) change.updatedAt = now;
  else change.deletedAt = deletes ? now : null;
  return change;
}

/** The SHA-256 of the text after the transition: of the final content if there is one, otherwise of the draft. */
function hashOfContent(
  { contentSha256, hasFinalContent }: ActionState,
  { final_content, draft }: TransitionInput,
): string | null {
  const newText = final_content ?? (hasFinalContent ? undefined : draft?.content);
  return newText ? sha256(newText) : contentSha256;
}
