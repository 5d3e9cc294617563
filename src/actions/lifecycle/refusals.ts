import { DomainError } from '../../problems/domain-error.js';
import type { ActionState } from './action-state.js';
import { type Status, UNDECIDED, UNFINISHED } from './statuses.js';
import { type Command, COMMAND_NAMES, type Rule, ruleOf, type TransitionName } from './transitions.js';

type Standing = Pick<ActionState, 'status' | 'deletedAt' | 'expiresAt'>;

/** Whether an action waits for a decision. */
export const isUndecided = ({ status, deletedAt }: Pick<ActionState, 'status' | 'deletedAt'>): boolean =>
  !deletedAt && (UNDECIDED as readonly Status[]).includes(status);

/** Whether an action has not ended: it waits for a decision, or is approved and not yet sent or done. */
export const isUnfinished = ({ status, deletedAt }: Pick<ActionState, 'status' | 'deletedAt'>): boolean =>
  !deletedAt && (UNFINISHED as readonly Status[]).includes(status);

/** Whether an action expired before a decision. */
export const isExpired = ({ status, expiresAt }: Standing, now: Date): boolean =>
  expiresAt !== null && expiresAt <= now && (UNDECIDED as readonly Status[]).includes(status);

/** Whether the action has one of the versions that the client accepts; undefined accepts any version. */
export const matchesVersion = (
  { version }: Pick<ActionState, 'version'>,
  versions?: readonly number[],
): boolean => !versions || versions.includes(version);

/**
 * The commands that would change the action's status now.
 * @param action `isInProgress` if a worker is delivering it
 */
export function allowedCommands(action: Standing & { isInProgress?: boolean }, now: Date): Command[] {
  if (action.deletedAt || action.isInProgress) return [];
  return COMMAND_NAMES.filter((name) => {
    const rule = ruleOf(name);
    return rule.from.includes(action.status) && (rule.allowsExpired || !isExpired(action, now));
  });
}

/**
 * Checks that the table of transitions allows a transition now.
 * @returns whether the transition only repeats an earlier one
 * @throws DomainError version_conflict, action_deleted, invalid_state
 */
export function checkTransition(
  action: ActionState,
  name: TransitionName,
  now: Date,
  versions?: readonly number[],
): { isRepetition: boolean } {
  const rule = ruleOf(name);
  const { status, deletedAt, version } = action;
  if (!matchesVersion(action, versions))
    throw new DomainError('version_conflict', undefined, { current_version: version });
  if (deletedAt && rule.deletes !== false) throw new DomainError('action_deleted');
  if (rule.deletes === false && !deletedAt) throw refusal(rule, status, 'is not deleted', []);
  const isRepetition = rule.repeatable === true && status === rule.to;
  if (!isRepetition && !rule.from.includes(status)) throw refusal(rule, status, `is ${status}`, rule.from);
  if (!rule.allowsExpired && isExpired(action, now)) throw refusal(rule, status, 'has expired', []);
  return { isRepetition };
}

function refusal(
  { from, participle, deletes }: Rule,
  status: Status,
  state: string,
  allowed: readonly Status[],
) {
  const statuses = new Intl.ListFormat('en', { type: 'disjunction' }).format(from);
  const actions = deletes === false ? `${statuses} actions that were deleted` : `${statuses} actions`;
  const detail = `Only ${actions} can be ${participle}; this one ${state}.`;
  return new DomainError('invalid_state', detail, { current_status: status, allowed_from: allowed });
}
