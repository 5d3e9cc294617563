import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../problems/domain-error.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { ActionChange } from '../lifecycle/action-state.js';
import { type ChainedEntry, chained } from './log-chain.js';
import type { Reason } from '../lifecycle/reasons.js';
import { isExpired, isUndecided, isUnfinished } from '../lifecycle/refusals.js';
import { transition } from '../lifecycle/transition.js';
import { SYSTEM, type TransitionInput, type TransitionName } from '../lifecycle/transitions.js';
import type { Action } from './action.entity.js';

/** A change as it is stored, with the new log head and, for a change by a client, `touched`. */
export type StoredChange = ActionChange & Partial<Pick<Action, 'logHead' | 'touched'>>;

type ReasonOf = (action: Readonly<Action>) => Reason | undefined;

/** Actions whose rows a transaction has locked, and their changes until they are stored. A transition sees the earlier changes. */
export class LockedActions {
  private readonly actions: Map<string, Action>;
  /** By action id. */
  readonly changes = new Map<string, StoredChange>();
  readonly entries: ChainedEntry[] = [];

  /** @param now by the database's clock */
  constructor(
    private readonly company: CompanyId,
    actions: readonly Action[],
    readonly now: Date,
  ) {
    this.actions = new Map(actions.map((action) => [action.id, action]));
  }

  /** @throws DomainError not_found */
  get(id: string): Readonly<Action> {
    const action = this.actions.get(id);
    if (!action) throw new DomainError('not_found');
    return action;
  }

  /** The actions that wait for a decision, expired actions included. */
  undecided(): Readonly<Action>[] {
    return [...this.actions.values()].filter(isUndecided);
  }

  /** The undecided actions, and those that are approved and not yet sent or done. */
  unfinished(): Readonly<Action>[] {
    return [...this.actions.values()].filter(isUnfinished);
  }

  /**
   * Applies a transition to one of the actions.
   * @throws DomainError not_found, or an error of transition(); the action is then unchanged
   */
  apply(
    id: string,
    name: TransitionName,
    input: TransitionInput,
    actor: Pick<Actor, 'name' | 'requestId'>,
    versions?: readonly number[],
  ): void {
    const action = this.get(id);
    const result = transition(action, name, input, this.now, versions);
    if (!result) return;
    const entry = chained(
      {
        ...result.entry,
        id: uuidv7(),
        companyId: this.company,
        actionId: id,
        actor: actor.name,
        requestId: actor.requestId,
        createdAt: this.now,
      },
      action.logHead,
    );
    const change: StoredChange = { ...result.change, logHead: entry.hash };
    if (actor.name !== SYSTEM) change.touched = true;
    Object.assign(action, change);
    this.changes.set(id, { ...this.changes.get(id), ...change });
    this.entries.push(entry);
  }

  /** Ends unfinished actions. Expired actions are cancelled as `expired`, the others get the given transition and reason. */
  end(
    actions: readonly Readonly<Action>[],
    name: 'cancel' | 'supersede',
    reasonOf: ReasonOf,
    requestId: string | null = null,
  ): void {
    for (const action of actions) {
      if (isExpired(action, this.now)) this.applyBySystem(action, 'cancel', 'expired', requestId);
      else this.applyBySystem(action, name, reasonOf(action), requestId);
    }
  }

  /** Cancels expired actions, and returns scheduled actions to `proposed` at their scheduled time. */
  sweep(): void {
    for (const action of this.undecided()) {
      if (isExpired(action, this.now)) this.applyBySystem(action, 'cancel', 'expired');
      else if (action.status === 'scheduled' && action.scheduledFor <= this.now)
        this.applyBySystem(action, 'wake');
    }
  }

  private applyBySystem(
    { id }: Readonly<Action>,
    name: TransitionName,
    reason?: Reason,
    requestId: string | null = null,
  ): void {
    this.apply(id, name, { reason }, { name: SYSTEM, requestId });
  }
}
