import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../problems/domain-error.js';

/** Whoever waits for some work, and may give it up. */
export interface Deadline {
  hasPassed: boolean;
  /** Begins to wait anew, for so many milliseconds; Infinity while nothing of the work has begun. */
  wait(ms: number): void;
}

const waiter = new AsyncLocalStorage<Deadline>();

export const runWithDeadline = <T>(who: Deadline, work: () => T): T => waiter.run(who, work);

/** Asks whoever waits for this work to begin anew, for so many milliseconds. */
export const extendDeadline = (ms: number): void => waiter.getStore()?.wait(ms);

/** @throws DomainError service_unavailable where whoever waited for this work has given it up */
export function assertBeforeDeadline(): void {
  if (waiter.getStore()?.hasPassed) throw new DomainError('service_unavailable');
}

/**
 * Lets other requests have their turn in the midst of long work.
 * @throws DomainError service_unavailable where nobody waits for it any more
 */
export async function pause(): Promise<void> {
  await setImmediate();
  assertBeforeDeadline();
}
