import { DomainError } from '../../problems/domain-error.js';
import type { Actor } from '../../tenancy/caller.js';
import { lacksScope } from '../../tenancy/scopes.js';
import type { DeliveryChange, DeliveryState, DeliveryStatus } from './delivery.js';
import type { Status } from './statuses.js';
import type { TransitionName } from './transitions.js';

/** Whether somebody has the delivery in hand: it is being sent, and its lease has not expired. */
export const isInProgress = (delivery: DeliveryState | undefined, now: Date): boolean =>
  delivery?.status === 'sending' && delivery.leaseUntil! > now;

/** Whether an external worker has let its lease expire: its delivery counts as waiting. */
export const isAbandoned = ({ way, status, leaseUntil }: DeliveryState, now: Date): boolean =>
  way === 'external' && status === 'sending' && leaseUntil! <= now;

/** The status of a delivery in the API, which SQL computes for responses (see delivery-sql.ts). */
export const shownStatus = (delivery: DeliveryState, now: Date): DeliveryStatus =>
  isAbandoned(delivery, now) ? 'waiting' : delivery.status;

/**
 * Whether an attempt of the built-in sender has ended without a result: its process died, or could not store what came of it. The
 * e-mail may have been sent.
 */
export const isLost = ({ way, status, leaseUntil }: DeliveryState, now: Date): boolean =>
  way === 'built_in' && status === 'sending' && leaseUntil! <= now;

/**
 * Whether the actor was the last to claim the delivery, and did not give it back. It may report its result even if the lease has
 * expired meanwhile, because until somebody else claims the delivery that is the truth about it.
 */
export const isHeldBy = (delivery: DeliveryState | undefined, { token }: Actor): boolean =>
  delivery?.way === 'external' && token !== null && delivery.leaseTokenId === token.tokenId;

/**
 * Checks a command on an approved action against its delivery. While a sender or a worker holds the lease, the message may already be
 * sent, so nobody else may decide. A token that can only deliver may complete what it holds, and nothing else.
 * @throws DomainError permission_denied, lease_not_held, delivery_in_progress
 */
export function checkCommand(
  name: TransitionName,
  delivery: DeliveryState | undefined,
  actor: Actor,
  now: Date,
): void {
  if (name === 'complete') {
    if (isHeldBy(delivery, actor)) return;
    const mayDecide = actor.token === null || actor.token.scopes.includes('decide');
    if (!mayDecide && !isInProgress(delivery, now))
      throw delivery?.way === 'external' ? new DomainError('lease_not_held') : lacksScope('decide');
  }
  if (isInProgress(delivery, now)) throw inProgress(delivery!);
}

/**
 * Checks whether an external worker may claim a delivery.
 * @throws DomainError not_claimable, delivery_in_progress
 */
export function checkClaim(
  delivery: DeliveryState | undefined,
  now: Date,
): asserts delivery is DeliveryState {
  if (delivery?.way !== 'external') throw new DomainError('not_claimable');
  if (isInProgress(delivery, now)) throw inProgress(delivery);
}

/**
 * Checks whether the actor may give a delivery back.
 * @throws DomainError delivery_in_progress if somebody else has it, lease_not_held
 */
export function checkRelease(delivery: DeliveryState | undefined, actor: Actor, now: Date): void {
  if (isHeldBy(delivery, actor)) return;
  throw isInProgress(delivery, now) ? inProgress(delivery!) : new DomainError('lease_not_held');
}

/**
 * Checks whether a person may have a delivery of the built-in sender tried again.
 * @throws DomainError delivery_in_progress, not_retryable
 */
export function checkRetry(delivery: DeliveryState | undefined, now: Date): void {
  if (isInProgress(delivery, now)) throw inProgress(delivery!);
  if (delivery?.way !== 'built_in' || !['waiting', 'failed', 'unknown'].includes(delivery.status))
    throw new DomainError('not_retryable');
}

export const NO_LEASE = {
  leaseHolder: null,
  leaseTokenId: null,
  leaseToken: null,
  leaseUntil: null,
} as const satisfies DeliveryChange;

/**
 * How the end of an approved action ends its delivery: `sent` if its sender or the worker that holds it reports so, otherwise
 * `cancelled`, which includes a person who has sent it in another way. The worker stays named, so that it may repeat its report.
 */
export function endOfDelivery(
  name: TransitionName,
  toStatus: Status,
  delivery: DeliveryState,
  actor: Actor,
  now: Date,
): DeliveryChange | null {
  if (toStatus === 'processing') return null;
  const isSent = name === 'deliver' || (name === 'complete' && isHeldBy(delivery, actor));
  return isSent ? { status: 'sent', sentAt: now } : { ...NO_LEASE, status: 'cancelled' };
}

function inProgress({ leaseUntil }: DeliveryState): DomainError {
  return new DomainError('delivery_in_progress', undefined, { lease_until: leaseUntil!.toISOString() });
}
