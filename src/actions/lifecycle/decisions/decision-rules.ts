import { DomainError } from '../../../problems/domain-error.js';
import type { Actor } from '../../../tenancy/caller.js';
import type { ActionState } from '../action-state.js';
import { type Status, UNDECIDED } from '../statuses.js';
import { ruleOf, type TransitionInput, type TransitionName } from '../transitions.js';
import type { Approver } from './approver.js';
import type { Author } from './author.js';

/** What a company demands of decisions, from its settings. */
export interface DecisionRules {
  approver_required: boolean;
  four_eyes: boolean;
}

/**
 * Whether a transition from a status approves the action: with `approve`, or because an action that waits for a decision is sent or
 * completed.
 */
export const approves = (name: TransitionName, status: Status): boolean =>
  name === 'approve' ||
  ((name === 'send' || name === 'complete') && (UNDECIDED as readonly Status[]).includes(status));

/** Whether a transition from a status is the decision of a contact, whom the log names. */
export const decides = (name: TransitionName, status: Status): boolean =>
  ruleOf(name).input.includes('approved_by') || approves(name, status);

/**
 * Checks a transition against what the company demands of decisions.
 * @param authors who proposed the action, and who edited its message last
 * @throws DomainError approver_required, four_eyes
 */
export function checkDecision(
  action: Pick<ActionState, 'status' | 'subject' | 'finalSubject' | 'contentSha256'>,
  name: TransitionName,
  input: Pick<TransitionInput, 'approver' | 'final_subject'> & { finalContentSha256?: string },
  actor: Pick<Actor, 'name' | 'contact'>,
  rules: DecisionRules,
  authors: readonly Author[],
): void {
  const { approver } = input;
  if (rules.approver_required && decides(name, action.status) && (!approver || approver.proof === 'claimed'))
    throw new DomainError('approver_required');
  if (!rules.four_eyes || !approves(name, action.status)) return;
  // Nobody else has seen another text than the draft.
  const { final_subject = null, finalContentSha256 = null } = input;
  const changesSubject = final_subject !== null && final_subject !== (action.finalSubject ?? action.subject);
  const changesContent = finalContentSha256 !== null && finalContentSha256 !== action.contentSha256;
  if (changesSubject || changesContent || authors.some((author) => isAuthor(author, actor, approver)))
    throw new DomainError('four_eyes');
}

/** Whether the approver is the author: the same contact, or without proven contacts the same client. */
const isAuthor = (
  { actor, contactId }: Author,
  { name, contact }: Pick<Actor, 'name' | 'contact'>,
  approver: Approver | undefined,
): boolean =>
  contactId === null ? contact === null && actor === name : contactId === (contact?.id ?? approver?.id);
