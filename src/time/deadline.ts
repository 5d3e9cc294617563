import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../problems/domain-error.js';

/** Until when a caller waits for work. After it the caller has been told that nothing was done, so nothing may be committed. */
export interface Deadline {
  hasPassed: boolean;
  /** Sets it anew, to so many milliseconds from now; Infinity while the work has not begun. */
  extend(ms: number): void;
}

const current = new AsyncLocalStorage<Deadline>();

export const runWithDeadline = <T>(deadline: Deadline, work: () => T): T => current.run(deadline, work);

/** Sets the current work's deadline to so many milliseconds from now; work without a deadline has none afterwards. */
export const extendDeadline = (ms: number): void => current.getStore()?.extend(ms);

/** @throws DomainError service_unavailable where the current work's deadline has passed */
export function assertBeforeDeadline(): void {
  if (current.getStore()?.hasPassed) throw new DomainError('service_unavailable');
}

/**
 * Lets other work of the process run in the midst of a long loop.
 * @throws DomainError service_unavailable where the deadline has passed
 */
export async function yieldToEventLoop(): Promise<void> {
  await setImmediate();
  assertBeforeDeadline();
}
