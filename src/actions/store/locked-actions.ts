import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../problems/domain-error.js';
import type { Actor } from '../../api/access/caller.decorator.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { Action } from './action.entity.js';
import {
  isUndecided,
  type TransitionName,
  type TransitionInput,
  SYSTEM,
  transition,
} from '../lifecycle/transition.js';
import type { Reason } from '../lifecycle/reasons.js';
import { type ChainedEntry, chained } from '../lifecycle/log-chain.js';

/**
 * Actions whose rows a transaction has locked, and what is decided on them until it is stored: each move sees what the one
 * before it left.
 */
export class LockedActions {
  private readonly actions: Map<string, Action>;
  /** By action: the fields that have changed. */
  readonly changes = new Map<string, Partial<Action>>();
  readonly entries: ChainedEntry[] = [];

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

  /** Those that wait for a decision. */
  undecided(): Readonly<Action>[] {
    return [...this.actions.values()].filter(isUndecided);
  }

  /** Cancels those that hold no longer. */
  cancelExpired(now: Date): void {
    const expired = this.undecided().filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
    this.moveBySystem(expired, 'cancel', () => 'expired');
  }

  /**
   * Carries out a move on one of them.
   * @throws DomainError not_found, or what transition() throws
   */
  move(
    id: string,
    move: TransitionName,
    input: TransitionInput,
    actor: Actor,
    versions?: readonly number[],
  ): void {
    const action = this.get(id);
    const decided = transition(action, move, input, this.now, versions);
    if (!decided) return;
    const entry = chained(
      {
        ...decided.entry,
        id: uuidv7(),
        companyId: this.company,
        actionId: id,
        actor: actor.name,
        requestId: actor.requestId,
        createdAt: this.now,
      },
      action.logHead,
    );
    const change = {
      ...decided.change,
      logHead: entry.hash,
      ...(actor.name !== SYSTEM && { touched: true }),
    };
    Object.assign(action, change);
    this.changes.set(id, { ...this.changes.get(id), ...change });
    this.entries.push(entry);
  }

  /** The same, but a refusal is the answer: it undoes nothing of what happens to other actions, or has to this one before. */
  attempt(...asked: Parameters<LockedActions['move']>): DomainError | undefined {
    try {
      this.move(...asked);
      return undefined;
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }

  /** What Daybook does by itself to each of some actions, for the reason given or for none. */
  moveBySystem(
    actions: Iterable<Readonly<Action>>,
    move: 'cancel' | 'supersede' | 'wake',
    reasonOf: (action: Readonly<Action>) => Reason | undefined,
    requestId: string | null = null,
  ): void {
    for (const action of actions) {
      this.move(action.id, move, { reason: reasonOf(action) }, { name: SYSTEM, requestId });
    }
  }
}
