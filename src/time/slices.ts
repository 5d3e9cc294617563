import { LIMITS } from '../limits.js';
import { assertBeforeDeadline } from './deadline.js';

/** Loops that wait for their next slice, in the order in which they go on. */
const waiting: (() => void)[] = [];

/** Resumes one loop in each turn of the event loop: however many run, a turn takes no longer than one slice. */
function resumeNext(): void {
  waiting.shift()!();
  if (waiting.length > 0) setImmediate(resumeNext);
}

/**
 * Lets other requests run during a long loop.
 * @throws DomainError service_unavailable if the deadline has passed
 */
export async function yieldToEventLoop(): Promise<void> {
  await new Promise<void>((resume) => {
    waiting.push(resume);
    if (waiting.length === 1) setImmediate(resumeNext);
  });
  assertBeforeDeadline();
}

/**
 * Divides a long loop into slices of LIMITS.sliceMs, between which other requests run:
 * `if (slices.isOver) await slices.next();` in each iteration.
 */
export class Slices {
  private endsAt = performance.now() + LIMITS.sliceMs;

  get isOver(): boolean {
    return performance.now() >= this.endsAt;
  }

  /** @throws DomainError service_unavailable if the deadline has passed */
  async next(): Promise<void> {
    await yieldToEventLoop();
    this.endsAt = performance.now() + LIMITS.sliceMs;
  }
}
