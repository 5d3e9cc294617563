import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from './domain-error.js';

/** Whoever waits for some work, and may give it up. */
export interface Waiter {
  hasGivenUp: boolean;
}

const waiter = new AsyncLocalStorage<Waiter>();

export const awaitedBy = <T>(who: Waiter, work: () => T): T => waiter.run(who, work);

/** @throws DomainError service_unavailable where whoever waited for this work has given it up */
export function assertAwaited(): void {
  if (waiter.getStore()?.hasGivenUp) throw new DomainError('service_unavailable');
}
