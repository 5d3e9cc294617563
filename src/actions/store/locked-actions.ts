import { DomainError } from '../../problems/domain-error.js';
import type { Settings } from '../../settings/settings.js';
import { type Actor, SYSTEM, SYSTEM_ACTOR } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Slices } from '../../time/slices.js';
import type { DeliveryChange, DeliveryState } from '../lifecycle/delivery.js';
import {
  checkCommand,
  endOfDelivery,
  isAbandoned,
  isInProgress,
  isLost,
  shownStatus,
} from '../lifecycle/delivery-rules.js';
import { changesText } from '../lifecycle/edits.js';
import type { PendingEvents } from '../events/pending-events.js';
import { eventTypesOf } from '../lifecycle/events.js';
import { previousOf } from '../lifecycle/previous.js';
import type { ChainedEntry } from './log/log-chain.js';
import { transitionEntry } from './log/transition-entry.js';
import type { Reason } from '../lifecycle/reasons.js';
import { isExpired, isUndecided, isUnfinished } from '../lifecycle/refusals.js';
import { transition } from '../lifecycle/transition.js';
import { ruleOf, type TransitionInput, type TransitionName } from '../lifecycle/transitions.js';
import type { LockedAction } from './locked-action.js';
import { stateAfter, type StoredChange } from './stored-change.js';

/** The client whose request makes the system act; null if none does. */
export type Cause = Actor | null;
type ReasonOf = (action: Readonly<LockedAction>) => Reason | undefined;

/** Actions whose rows a transaction has locked, and their changes until they are stored. A transition sees the earlier changes. */
export class LockedActions {
  private readonly actions: Map<string, LockedAction>;
  /** By action id. */
  readonly changes = new Map<string, StoredChange>();
  readonly deliveryChanges = new Map<string, DeliveryChange>();
  readonly entries: ChainedEntry[] = [];
  /** The events of the entries, in their order. */
  readonly events: PendingEvents[] = [];
  /** The actions that were approved, and so get a delivery. */
  readonly approved: Readonly<LockedAction>[] = [];

  /**
   * @param deliveries of the actions, by action id
   * @param settings of the company
   * @param now by the database's clock
   */
  constructor(
    private readonly company: CompanyId,
    actions: readonly LockedAction[],
    private readonly deliveries: Map<string, DeliveryState>,
    readonly settings: Settings,
    readonly now: Date,
  ) {
    this.actions = new Map(actions.map((action) => [action.id, action]));
  }

  /** @throws DomainError not_found */
  get(id: string): Readonly<LockedAction> {
    const action = this.actions.get(id);
    if (!action) throw new DomainError('not_found');
    return action;
  }

  /** The actions that wait for a decision, expired actions included. */
  undecided(): Readonly<LockedAction>[] {
    return [...this.actions.values()].filter(isUndecided);
  }

  /** The undecided actions, and those that are approved and not yet sent or done. */
  unfinished(): Readonly<LockedAction>[] {
    return [...this.actions.values()].filter(isUnfinished);
  }

  /** The delivery of an action; undefined if the action was never approved. */
  delivery(id: string): Readonly<DeliveryState> | undefined {
    return this.deliveries.get(id);
  }

  /** Whether somebody has the delivery of an action in hand: nobody else may then end the action. */
  isInProgress({ id }: Readonly<LockedAction>): boolean {
    return isInProgress(this.deliveries.get(id), this.now);
  }

  /** Changes the delivery of an approved action. */
  changeDelivery(id: string, change: DeliveryChange): void {
    const changed = { ...change, updatedAt: this.now };
    this.deliveries.set(id, { ...this.deliveries.get(id)!, ...changed });
    this.deliveryChanges.set(id, { ...this.deliveryChanges.get(id), ...changed });
  }

  /**
   * Applies a transition to one of the actions.
   * @throws DomainError not_found, or an error of transition() or checkCommand(); the action is then unchanged
   */
  apply(
    id: string,
    name: TransitionName,
    input: TransitionInput,
    actor: Actor,
    versions?: readonly number[],
    causedBy: string | null = null,
  ): void {
    const action: LockedAction = this.get(id);
    const result = transition(action, name, input, this.now, versions);
    if (!result) return;
    const { fromStatus, toStatus } = result.entry;
    const delivery = this.deliveries.get(id);
    const deliveryStatus = delivery ? shownStatus(delivery, this.now) : null;
    if (actor.name !== SYSTEM && !ruleOf(name).concernsDelivery)
      checkCommand(name, delivery, actor, this.now);
    if (fromStatus !== 'processing' && toStatus === 'processing') this.approved.push(action);
    const end =
      fromStatus === 'processing' && delivery && endOfDelivery(name, toStatus, delivery, actor, this.now);
    // Before a worker has found the lost attempt: the log must tell that the e-mail may have been sent.
    if (end && end.status !== 'sent' && isLost(delivery, this.now))
      this.apply(id, 'fail', { reason: 'delivery_unknown' }, SYSTEM_ACTOR);
    if (end) this.changeDelivery(id, end);
    const change: StoredChange = { ...result.change };
    if (actor.name !== SYSTEM) change.touched = true;
    if (result.entry.changes && changesText(result.entry.changes)) {
      change.editedAt = this.now;
      change.editedBy = actor.name;
    }
    const state = stateAfter(action, change, result.entry.contentSha256);
    const trail = { companyId: this.company, actionId: id, actor, causedBy, at: this.now };
    const entry = transitionEntry(result.entry, state, { ...trail, logHead: action.logHead });
    const outcome = { isDelivered: end && end.status === 'sent', isBounced: input.isBounced };
    const types = eventTypesOf(name, { ...result.entry, ...outcome });
    this.events.push({ entry, types, previous: previousOf(action, change), deliveryStatus });
    change.logHead = entry.hash;
    Object.assign(action, state, { logHead: entry.hash });
    this.changes.set(id, { ...this.changes.get(id), ...change });
    this.entries.push(entry);
  }

  /**
   * Applies a transition of a client, with its effect on the undecided alternatives of the same recommendation, which must be
   * locked too: exactly one undecided alternative stays recommended.
   * @throws DomainError not_found, or an error of transition(); nothing is then changed
   */
  decide(
    id: string,
    name: TransitionName,
    input: TransitionInput,
    actor: Actor,
    versions?: readonly number[],
  ): void {
    const wasUndecided = isUndecided(this.get(id));
    this.apply(id, name, input, actor, versions);
    const { recommendationId, isRecommended } = this.get(id);
    if (recommendationId === null) return;
    const { choosesAlternative, declinesAlternative, deletes } = ruleOf(name);
    const others = this.undecided()
      .filter((other) => other.recommendationId === recommendationId && other.id !== id)
      .toSorted(byId);
    if (choosesAlternative) this.end(others, 'supersede', () => 'alternative_chosen', actor);
    if (declinesAlternative && wasUndecided && isRecommended) {
      const next = others.find((other) => !isExpired(other, this.now));
      if (next) this.applyBySystem(next, 'promote', 'alternative_declined', actor);
    }
    if (deletes === false) {
      const recommended = others.find((other) => other.isRecommended);
      if (isRecommended && recommended)
        this.applyBySystem(recommended, 'demote', 'alternative_restored', actor);
      if (!isRecommended && !recommended)
        this.applyBySystem(this.get(id), 'promote', 'alternative_declined', actor);
    }
  }

  /**
   * Ends unfinished actions. Expired actions are cancelled as `expired`, the others get the given transition and reason. What
   * somebody is delivering may already be sent: it stays, with the reason on its delivery.
   */
  end(
    actions: readonly Readonly<LockedAction>[],
    name: 'cancel' | 'supersede',
    reasonOf: ReasonOf,
    cause: Cause = null,
  ): void {
    for (const action of actions) {
      if (isExpired(action, this.now)) this.applyBySystem(action, 'cancel', 'expired', cause);
      else if (this.isInProgress(action))
        this.changeDelivery(action.id, { reasonGone: reasonOf(action) ?? null });
      else this.applyBySystem(action, name, reasonOf(action), cause);
    }
  }

  /** Like `end()`, for any number of actions: lets other requests run meanwhile. */
  async endAll(
    actions: readonly Readonly<LockedAction>[],
    name: 'cancel' | 'supersede',
    reasonOf: ReasonOf,
    cause: Cause,
  ): Promise<void> {
    const slices = new Slices();
    for (const action of actions) {
      if (slices.isOver) await slices.next();
      this.end([action], name, reasonOf, cause);
    }
  }

  /**
   * Cancels an approved action whose reason went while somebody was delivering it, once nobody is.
   * @returns whether it did
   */
  cancelIfReasonGone(id: string, cause: Cause = null): boolean {
    const action = this.get(id);
    const reason = this.deliveries.get(id)?.reasonGone;
    if (!reason || action.status !== 'processing' || this.isInProgress(action)) return false;
    this.applyBySystem(action, 'cancel', reason, cause);
    return true;
  }

  /**
   * Cancels expired actions, and approved ones whose reason is gone and whose worker has let its lease expire; returns scheduled
   * actions to `proposed` at their scheduled time.
   */
  sweep(): void {
    for (const [id, delivery] of this.deliveries) {
      if (isAbandoned(delivery, this.now)) this.cancelIfReasonGone(id);
    }
    for (const action of this.undecided()) {
      if (isExpired(action, this.now)) this.applyBySystem(action, 'cancel', 'expired');
      else if (action.status === 'scheduled' && action.scheduledFor <= this.now)
        this.applyBySystem(action, 'wake');
    }
  }

  private applyBySystem(
    { id }: Readonly<LockedAction>,
    name: TransitionName,
    reason?: Reason,
    cause: Cause = null,
  ): void {
    const actor = { ...SYSTEM_ACTOR, requestId: cause?.requestId ?? null };
    this.apply(id, name, { reason }, actor, undefined, cause?.name);
  }
}

/** The order in which the source gave the alternatives. */
const byId = (a: Readonly<LockedAction>, b: Readonly<LockedAction>): number => (a.id < b.id ? -1 : 1);
