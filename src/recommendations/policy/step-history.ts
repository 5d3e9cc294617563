import { addDays } from '../../time/calendar-date.js';
import type { PastStep } from '../../actions/inbox/past-steps.js';
import { CONTACT_PAUSE, LONGEST_WAIT, OTHER_PAUSES, REJECTION_PAUSE } from './dunning-stages.js';
import { type Step, type StepCode, STEPS } from './dunning-steps.js';

const WAIT: StepCode = 'wait_for_customer';

/** The step with a code; undefined for a code that is not one of the policy. */
const stepOf = (code: string): Step | undefined => (STEPS as Record<string, Step>)[code];

/**
 * What was done about an invoice, as the policy remembers it. Days are YYYY-MM-DD. A step is never recommended twice, also in a
 * run for a day before it; pauses begin only with steps up to the day of the run.
 */
export class StepHistory {
  private readonly past: readonly PastStep[];

  /**
   * @param steps oldest first
   * @param asOf the day of the run
   */
  constructor(
    private readonly steps: readonly PastStep[],
    asOf: string,
  ) {
    // West of Greenwich it can be the day before.
    const lastDay = addDays(asOf, 1);
    this.past = steps.filter(({ on }) => on <= lastDay);
  }

  /** Whether the customer was ever contacted about the invoice. */
  get isContacted(): boolean {
    return this.steps.some(isContact);
  }

  /** The day of the latest e-mail or call; null if there was none. */
  get lastContactOn(): string | null {
    return this.past.findLast(isContact)?.on ?? null;
  }

  /** The first day on which a reminder may follow the latest contact; null if there was none. */
  get contactPauseEnd(): string | null {
    const contact = this.past.findLast(isContact);
    return contact ? (dayAfterDeadline(contact) ?? dayAfterContactPause(contact.on)) : null;
  }

  /** The latest step that was taken or declined. */
  get last(): PastStep | null {
    return this.past.at(-1) ?? null;
  }

  /** Whether a step may still be recommended: it was neither taken nor declined, or it repeats. */
  allows(code: StepCode): boolean {
    return stepOf(code)!.repeats === true || !this.steps.some((step) => step.code === code);
  }

  /** Whether a person decided, since a day, on the recommendation to wait for the customer. */
  hasDecidedWaitSince(day: string): boolean {
    return this.past.some(({ code, on }) => code === WAIT && on >= day);
  }

  /** The first day on which the next step may be recommended; null if no step was taken. */
  get resumesOn(): string | null {
    const days = this.past.map((step) => dayAfterDeadline(step) ?? addDays(step.on, pauseAfter(step) + 1));
    return days.toSorted().at(-1) ?? null;
  }
}

/**
 * The first day after the response deadline of a step, which replaces the pause after it: an answer that does not come by then makes
 * the next step due. Null without a deadline.
 */
function dayAfterDeadline({ isDone, on, respondsBy }: PastStep): string | null {
  if (!isDone || respondsBy === null) return null;
  const latest = addDays(on, LONGEST_WAIT);
  return addDays(respondsBy < latest ? respondsBy : latest, 1);
}

function pauseAfter({ code, actionType, isDone }: PastStep): number {
  const step = stepOf(code);
  if (isDone) return step?.pauseDays ?? OTHER_PAUSES[actionType];
  return step?.repeats && code !== WAIT ? step.pauseDays : REJECTION_PAUSE;
}

const isContact = ({ actionType, code, isDone }: PastStep): boolean =>
  isDone && actionType !== 'task' && code !== WAIT;

/** The first day after the pause that follows a contact. */
export const dayAfterContactPause = (contactedOn: string): string => addDays(contactedOn, CONTACT_PAUSE + 1);
