import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from '../problems/domain-error.js';

/** The time until which a caller waits for work. After it the caller has got a 503, so nothing may be committed. */
export interface Deadline {
  hasPassed: boolean;
  /** When it passes, as performance.now() counts; Infinity while it is suspended. */
  at: number;
  /** Aborted when nobody waits for the result any more: the deadline has passed, or the client has disconnected. */
  abandoned: AbortSignal;
  /** Moves the deadline to `ms` milliseconds from now; Infinity suspends it. */
  extend(ms: number): void;
}

const current = new AsyncLocalStorage<Deadline | undefined>();

export const runWithDeadline = <T>(deadline: Deadline, work: () => T): T => current.run(deadline, work);

/** Runs work whose result is not only for the current caller. */
export const runWithoutDeadline = <T>(work: () => T): T => current.run(undefined, work);

/** Moves the deadline of the current work to `ms` milliseconds from now; does nothing for work without a deadline. */
export const extendDeadline = (ms: number): void => current.getStore()?.extend(ms);

/** The milliseconds until the deadline of the current work, not below 0; Infinity for work without a deadline. */
export const remainingMs = (): number =>
  Math.max(0, (current.getStore()?.at ?? Infinity) - performance.now());

/** Aborted when nobody waits for the current work any more; undefined for work without a deadline. */
export const abandoned = (): AbortSignal | undefined => current.getStore()?.abandoned;

/** @throws DomainError service_unavailable if the deadline of the current work has passed */
export function assertBeforeDeadline(): void {
  if (current.getStore()?.hasPassed) throw new DomainError('service_unavailable');
}
