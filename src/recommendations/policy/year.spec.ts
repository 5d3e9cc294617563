import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PastStep } from '../../actions/inbox/past-steps.js';
import { addDays, daysBetween } from '../../time/calendar-date.js';
import { DUE, MAILBOX } from '../../../test/support/policy-cases.js';
import { type PolicyAction, policyFingerprint, type Receivable, recommend } from './dunning-policy.js';
import { type Step, type StepCode, STEPS } from './dunning-steps.js';
import { dayAfterContactPause, StepHistory } from './step-history.js';

/** The most days for which the policy may be silent about an overdue invoice. */
const LONGEST_SILENCE = 60;
const STAGE_STARTS = [-3, 1, 8, 22, 46, 91];
/** Fixed, so that a commit is judged by the same cases each time. */
const SEED = 1;
const OWN_STEP = { actionType: 'email', label: 'Write a sonnet' } as const;
const RECEIVABLE = {
  invoiceNumber: 'INV-1042',
  customerName: 'Larkfield Mills',
  contactName: null,
  balance: '1000.00',
  averageBalance: '1000.00',
  currency: 'EUR',
  dueOn: DUE,
  promisedOn: null,
};

type Decision = 'reject' | 'approve' | 'complete' | 'ignore';
const DECISIONS: readonly Decision[] = ['reject', 'approve', 'complete', 'ignore'];

/** An invoice, and the person who decides on its actions. Days are counted from the due date. */
interface Scenario {
  firstDay: number;
  hasEmail: boolean;
  /** The first and the last day of a dispute; null without one. */
  disputed: [number, number] | null;
  /** The day on which a promise is made, and the promised day; null without one. */
  promised: [number, number] | null;
  /** The decisions on the actions in their order, repeated from the start after the last. */
  decisions: readonly Decision[];
  /** The days that an action is open before the decision on it, and between approval and completion. */
  hesitation: number;
}

const day = (days: number) => addDays(DUE, days);
const period = fc.tuple(fc.integer({ min: -20, max: 300 }), fc.integer({ min: 0, max: 120 }));

const scenarios: fc.Arbitrary<Scenario> = fc.record({
  firstDay: fc.integer({ min: -10, max: 400 }),
  hasEmail: fc.boolean(),
  disputed: fc.option(period.map(([from, length]): [number, number] => [from, from + length])),
  promised: fc.option(period.map(([from, length]): [number, number] => [from, from + length])),
  decisions: fc.oneof(
    fc.constantFrom(...DECISIONS).map((decision) => [decision]),
    fc.array(fc.constantFrom(...DECISIONS), { minLength: 1, maxLength: 12 }),
  ),
  hesitation: fc.integer({ min: 0, max: 40 }),
});

const oldestFirst = (steps: readonly PastStep[]) => steps.toSorted((a, b) => a.on.localeCompare(b.on));
const isWithin = (days: number, range: [number, number] | null) =>
  range !== null && range[0] <= days && days <= range[1];

interface OpenActions {
  /** The recommended one first. */
  alternatives: PolicyAction[];
  fingerprint: string;
  since: number;
  /** Whether an alternative was declined. */
  isContinued: boolean;
}

/** Walks day by day through an invoice that is never paid. */
class Walk {
  private readonly steps: PastStep[] = [];
  private readonly letters = new Set<string>();
  private readonly completions: { on: number; step: PastStep }[] = [];
  private readonly violations: string[] = [];
  private open: OpenActions | null = null;
  private decided = 0;
  /** The last day on which an action was open or completed, or the invoice was promised or not overdue. */
  private lastHeard: number;

  constructor(private readonly scenario: Scenario) {
    this.lastHeard = Math.max(scenario.firstDay, 0);
  }

  /** Walks 365 days; returns what was wrong. */
  run(): string[] {
    const { firstDay, hesitation } = this.scenario;
    for (let now = firstDay; now < firstDay + 365; now++) {
      for (const { step } of this.completions.filter(({ on }) => on === now)) {
        step.on = day(now);
        this.lastHeard = now;
      }
      this.look(now);
      if (this.open && now - this.open.since >= hesitation) this.decide(now);
    }
    return this.violations;
  }

  /** Does what a nightly run does: keeps the alternatives of a declined action during the pause. */
  private look(now: number): void {
    const receivable = this.receivable(now);
    const isPromised = receivable.promisedOn !== null && receivable.promisedOn >= day(now);
    const decision = recommend(receivable, day(now));
    if ('quietUntil' in decision) {
      const length = daysBetween(day(now), decision.quietUntil);
      if (length < 1) this.violations.push(`${now}: a pause that has ended`);
      if (now > 0 && !isPromised && length > LONGEST_SILENCE)
        this.violations.push(`${now}: a pause of ${length} days`);
      if (isPromised || !this.open?.isContinued) this.open = null;
    } else {
      const fingerprint = policyFingerprint(decision);
      const { alternatives } = decision;
      if (this.open?.fingerprint !== fingerprint)
        this.open = { alternatives, fingerprint, since: now, isContinued: false };
    }
    if (this.open || isPromised) this.lastHeard = Math.max(this.lastHeard, now);
    if (now - this.lastHeard > LONGEST_SILENCE)
      this.violations.push(`${now}: silent since ${this.lastHeard}`);
  }

  private receivable(now: number): Receivable {
    const { hasEmail, disputed, promised } = this.scenario;
    return {
      ...RECEIVABLE,
      recipient: hasEmail ? MAILBOX : null,
      disputed: isWithin(now, disputed),
      promisedOn: promised && promised[0] <= now ? day(promised[1]) : null,
      history: this.history(now),
    };
  }

  private history(now: number): StepHistory {
    return new StepHistory(oldestFirst(this.steps), day(now));
  }

  private decide(now: number): void {
    const { decisions, hesitation } = this.scenario;
    const decision = decisions[this.decided++ % decisions.length]!;
    const [action, ...others] = this.open!.alternatives as [PolicyAction, ...PolicyAction[]];
    if (decision === 'ignore') return;
    const isDone = decision !== 'reject';
    const { recommendation: code, recommendationLabel: label, actionType } = action;
    if (actionType === 'email') this.checkLetter(now, action, isDone);
    const step: PastStep = { code, label, actionType, isDone, on: day(now), respondsBy: null };
    this.steps.push(step);
    if (decision === 'complete') this.completions.push({ on: now + hesitation, step });
    this.open =
      isDone || others.length === 0
        ? null
        : { ...this.open!, alternatives: others, since: now, isContinued: true };
  }

  private checkLetter(now: number, { recommendation, content }: PolicyAction, isDone: boolean): void {
    if (this.letters.has(content!)) this.violations.push(`${now}: ${recommendation} for the second time`);
    this.letters.add(content!);
    const isFirstContact = isDone && !this.history(now).isContacted;
    if (isFirstContact && !(STEPS[recommendation as StepCode] as Step).introduces)
      this.violations.push(`${now}: ${recommendation} as the first contact`);
  }
}

describe('R5: a year with the policy, day by day', () => {
  it.each(DECISIONS)(
    'has no silence without an end that is kept, if a person would always %s',
    (decision) => {
      for (const firstDay of [-10, 0, 7, 21, 46, 91, 300])
        for (const hasEmail of [true, false]) {
          const scenario = { hasEmail, disputed: null, promised: null, decisions: [decision], hesitation: 2 };
          expect(new Walk({ ...scenario, firstDay }).run()).toEqual([]);
        }
    },
  );

  it('has none whatever a person decides, with disputes that end and promises that are broken', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => expect(new Walk(scenario).run()).toEqual([])),
      { numRuns: 30, seed: SEED },
    );
  });
});

/** Steps of the policy, of an agent that uses the same codes, and of one that uses its own. */
const steps: fc.Arbitrary<PastStep[]> = fc.array(
  fc
    .record({
      code: fc.constantFrom(...(Object.keys(STEPS) as StepCode[]), 'write_a_sonnet'),
      isDone: fc.boolean(),
      days: fc.integer({ min: -30, max: 30 }),
    })
    .map(({ code, isDone, days }): PastStep => {
      const { actionType, label } = (STEPS as Record<string, Step>)[code] ?? OWN_STEP;
      return { code, label, actionType, isDone, on: day(days), respondsBy: null };
    }),
  { maxLength: 30, size: 'max' },
);

describe('the policy, if only the day changes', () => {
  const situations = fc.record({ steps, recipient: fc.constantFrom(MAILBOX, null), disputed: fc.boolean() });
  type Situation = typeof situations extends fc.Arbitrary<infer T> ? T : never;

  const decisionsOf = ({ steps, ...facts }: Situation, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => {
      const now = from + index;
      const history = new StepHistory(oldestFirst(steps), day(now));
      const decision = recommend({ ...RECEIVABLE, ...facts, history }, day(now));
      return { now, recommended: 'quietUntil' in decision ? null : decision };
    });
  const check = (property: (situation: Situation) => void) =>
    fc.assert(fc.property(situations, property), { numRuns: 40, seed: SEED });

  it('R5: recommends something within 60 days of the last step, whatever the steps were', () => {
    check((situation) => {
      const last = Math.max(1, ...situation.steps.map(({ on }) => daysBetween(DUE, on)));
      const decisions = decisionsOf(situation, last, last + LONGEST_SILENCE);
      expect(decisions.some(({ recommended }) => recommended !== null)).toBe(true);
    });
  });

  it('R5: recommends a review between two stages if the steps of all but a far one are used up', () => {
    const done = { isDone: true, on: day(2), respondsBy: null };
    const codes = Object.keys(STEPS).filter((code) => code !== 'call_for_payment_plan') as StepCode[];
    const steps = codes.map((code): PastStep => ({ code, ...STEPS[code], ...done }));
    const decisions = decisionsOf({ steps, recipient: MAILBOX, disputed: false }, 33, 92);
    const stepOn = (now: number) => decisions[now - 33]!.recommended?.alternatives[0]!.recommendation;
    for (const now of [33, 60]) expect(stepOn(now)).toBe('review_invoice');
    for (const now of [61, 90]) expect(stepOn(now)).toBeUndefined();
    expect(stepOn(91)).toBe('call_for_payment_plan');
  });

  it('never lowers the urgency, and changes only when a week, a stage or a pause begins or ends', () => {
    check((situation) => {
      const contact = new StepHistory(oldestFirst(situation.steps), day(31)).lastContactOn;
      const pauseEnd = contact && daysBetween(DUE, dayAfterContactPause(contact));
      const changeDays = new Set([...STAGE_STARTS, pauseEnd]);
      const decisions = decisionsOf(situation, 31, 200);
      const urgencies = decisions.flatMap(
        ({ recommended }) => recommended?.alternatives[0]!.urgencyScore ?? [],
      );
      expect(urgencies).toEqual(urgencies.toSorted((a, b) => a - b));
      const changes = decisions.filter(({ now, recommended }, index) => {
        const previous = decisions[index - 1]?.recommended;
        if (!previous || !recommended || (now - 1) % 7 === 0 || changeDays.has(now)) return false;
        return policyFingerprint(previous) !== policyFingerprint(recommended);
      });
      expect(changes).toEqual([]);
    });
  });
});
