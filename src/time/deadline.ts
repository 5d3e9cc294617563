import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../problems/domain-error.js';

/** The time until which a caller waits for work. After it the caller has got a 503, so nothing may be committed. */
export interface Deadline {
  hasPassed: boolean;
  /** Moves the deadline to `ms` milliseconds from now; Infinity suspends it. */
  extend(ms: number): void;
}

const current = new AsyncLocalStorage<Deadline>();

export const runWithDeadline = <T>(deadline: Deadline, work: () => T): T => current.run(deadline, work);

/** Moves the deadline of the current work to `ms` milliseconds from now; does nothing for work without a deadline. */
export const extendDeadline = (ms: number): void => current.getStore()?.extend(ms);

/** @throws DomainError service_unavailable if the deadline of the current work has passed */
export function assertBeforeDeadline(): void {
  if (current.getStore()?.hasPassed) throw new DomainError('service_unavailable');
}

/**
 * Lets other requests run during a long loop.
 * @throws DomainError service_unavailable if the deadline has passed
 */
export async function yieldToEventLoop(): Promise<void> {
  await setImmediate();
  assertBeforeDeadline();
}
