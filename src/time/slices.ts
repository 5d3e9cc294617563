import { LIMITS } from '../limits.js';
import { assertBeforeDeadline } from './deadline.js';

/** Loops that wait for their next slice, in the order in which they go on. */
const waiting: (() => void)[] = [];

/** When the slice ends that the loops share which start in this turn of the event loop; undefined if none has started. */
let sharedEnd: number | undefined;

/** A new slice, which loops that start later in this turn share. */
function startSlice(): number {
  if (sharedEnd === undefined) setImmediate(() => (sharedEnd = undefined));
  return (sharedEnd = performance.now() + LIMITS.sliceMs);
}

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
 * `if (slices.isOver) await slices.next();` in each iteration. Loops that start in the same turn of the event loop share a slice, so
 * that many bodies that arrive together do not take one each.
 */
export class Slices {
  private endsAt = sharedEnd ?? startSlice();

  get isOver(): boolean {
    return performance.now() >= this.endsAt;
  }

  /** @throws DomainError service_unavailable if the deadline has passed */
  async next(): Promise<void> {
    await yieldToEventLoop();
    this.endsAt = startSlice();
  }
}
