import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { HoldStore } from '../ledger/holds/hold-store.js';
import { LIMITS } from '../limits.js';
import { DomainError } from '../problems/domain-error.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { ActionDetailRow } from './inbox/action-rows.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { isAsApproved } from './lifecycle/approved-message.js';
import { checkClaim, checkRelease, checkRetry, NO_LEASE } from './lifecycle/delivery-rules.js';
import { checkTransition } from './lifecycle/refusals.js';
import type { TransitionName } from './lifecycle/transitions.js';
import { ActionStore } from './store/action-store.js';
import { DeliveryJobs } from './store/deliveries/delivery-jobs.js';
import type { LockedActions } from './store/locked-actions.js';

const CHANGED =
  'The recipients, the subject or the text of the action are not those that were approved. Nothing must be sent.';

/** What clients do with the deliveries of approved actions. A worker reports the result by `complete` (see ActionsService). */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly inbox: InboxRepository,
    private readonly store: ActionStore,
    private readonly transactions: Transactions,
    private readonly jobs: DeliveryJobs,
    private readonly holds: HoldStore,
  ) {}

  /**
   * Gives the actor a lease on an external delivery, which nobody else can claim or decide about meanwhile.
   * @throws DomainError not_found, invalid_state, not_claimable, delivery_in_progress, on_hold
   */
  claim(
    company: CompanyId,
    id: string,
    actor: Actor,
    leaseSeconds: number = LIMITS.leaseSeconds.default,
  ): Promise<ActionDetailRow> {
    return this.perform(company, id, 'claim', actor, undefined, async (locked) => {
      const delivery = locked.delivery(id);
      checkClaim(delivery, locked.now);
      const action = locked.get(id);
      if (!isAsApproved(action)) throw new DomainError('not_claimable', CHANGED);
      const { customerId, invoiceId } = action;
      await this.holds.checkNotOnHold(company, customerId, invoiceId, locked.now);
      locked.apply(id, 'claim', {}, actor);
      locked.changeDelivery(id, {
        status: 'sending',
        attempts: delivery.attempts + 1,
        leaseHolder: actor.name,
        leaseTokenId: actor.token?.tokenId ?? null,
        leaseToken: randomUUID(),
        leaseUntil: new Date(locked.now.getTime() + leaseSeconds * 1_000),
      });
    });
  }

  /**
   * Gives a claimed delivery back. If the reason of the action went meanwhile, the action is cancelled.
   * @throws DomainError not_found, version_conflict, invalid_state, delivery_in_progress, lease_not_held
   */
  release(
    company: CompanyId,
    id: string,
    reason: string,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return this.perform(company, id, 'release', actor, versions, (locked) => {
      checkRelease(locked.delivery(id), actor, locked.now);
      locked.apply(id, 'release', { reason }, actor);
      locked.changeDelivery(id, { ...NO_LEASE, status: 'waiting' });
      locked.cancelIfReasonGone(id, actor);
    });
  }

  /**
   * Has the built-in sender try a failed or unknown delivery again, or one that waits for a later time.
   * @throws DomainError not_found, version_conflict, invalid_state, delivery_in_progress, not_retryable
   */
  retry(
    company: CompanyId,
    id: string,
    actor: Actor,
    versions?: readonly number[],
  ): Promise<ActionDetailRow> {
    return this.perform(company, id, 'retry', actor, versions, async (locked) => {
      checkRetry(locked.delivery(id), locked.now);
      locked.apply(id, 'retry', {}, actor);
      locked.changeDelivery(id, { ...NO_LEASE, status: 'waiting', notBefore: null });
      await this.jobs.reschedule(company, id);
    });
  }

  /**
   * Performs work on a locked action that is allowed the transition. If the reason of the action is gone and nobody delivers it, the
   * action is cancelled instead; that is committed although the request is refused.
   */
  private async perform(
    company: CompanyId,
    id: string,
    name: TransitionName,
    actor: Actor,
    versions: readonly number[] | undefined,
    work: (locked: LockedActions) => void | Promise<void>,
  ): Promise<ActionDetailRow> {
    const outcome = await this.transactions.run(async () => {
      const refusal = await this.store.update(company, [id], async (locked) => {
        if (name !== 'release' && locked.cancelIfReasonGone(id, actor)) return refusalOf(locked, id, name);
        checkTransition(locked.get(id), name, locked.now, versions);
        await work(locked);
        return null;
      });
      return refusal ?? (await this.inbox.details(company, [id]))[0]!;
    });
    if (outcome instanceof DomainError) throw outcome;
    return outcome;
  }
}

function refusalOf(locked: LockedActions, id: string, name: TransitionName): DomainError {
  try {
    checkTransition(locked.get(id), name, locked.now);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error(`The cancelled action ${id} allows ${name}.`);
}
