import fc, { type Arbitrary } from 'fast-check';
import { BLANK, NOBODY } from './lifecycle-model.js';
import { oneOf, weighted } from './values.js';
import { type Command, COMMAND_NAMES } from '../../src/actions/lifecycle/transitions.js';

export type Input = Partial<Record<string, string>> & Record<string, string>;

/** What people do to an action, one at a time. */
export const VERBS = [...COMMAND_NAMES, 'edit', 'delete', 'restore'] as const;
export type Verb = (typeof VERBS)[number];

export interface Call {
  /** Which of the run's actions; one more than there are is nobody's. */
  action: number;
  /** Of a bulk command: which of them, instead. */
  several: number[] | null;
  command: Verb | 'supersede';
  input: Input;
  key: 'k' | null;
  /** How far the version named is from that which stood before; a version, once it is about to be sent. */
  ifMatch: number | 'malformed' | '*' | null;
  /** Whether it is sent together with the one before. */
  joins: boolean;
}

/** The first two are alternatives of one recommendation, the third stands alone. */
export const ACTIONS = 3;
/** Stands for the contact's id until the run has one. */
export const SOMEBODY = 'somebody';

const words = fc
  .string({ unit: 'grapheme-composite', minLength: 1, maxLength: 20 })
  .map((text) => `x${text}x`);

/** What a command takes, and now and then what it does not, or what nobody may say. */
const inputOf = (...own: Arbitrary<Input>[]): Arbitrary<Input> =>
  weighted<Input>(
    [6, fc.constant({})],
    [6, own.length > 0 ? fc.oneof(...own) : fc.constant({})],
    [1, words.map((final_content) => ({ final_content }))],
    [1, words.map((reason) => ({ reason: ` ${reason}\n` }))],
    [1, oneOf<Input>({ final_content: BLANK }, { final_contents: 'x' }, { status: 'completed' })],
  );
const edited = words.map((final_content) => ({ final_content }));
const remark = words.map((comment) => ({ comment }));
const because = words.map((reason) => ({ reason: ` ${reason}\n` }));
const decider = oneOf<Input>({ approved_by: SOMEBODY }, { approved_by: SOMEBODY }, { approved_by: NOBODY });
const both = fc.tuple(words, words).map(([reason, comment]) => ({ reason, approved_by: SOMEBODY, comment }));
const delivered = words.map((external_id) => ({
  channel_id: 'thread',
  external_id,
  response_deadline: '2026-12-04T17:00:00Z',
}));

export const [PAST, FUTURE] = ['2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z'] as const;
const urgency = oneOf('50', '60', '70').map((urgency_score) => ({ urgency_score }));
const moved = oneOf(PAST, FUTURE).map((scheduled_for) => ({ scheduled_for }));
const rewritten = fc.tuple(urgency, moved).map(([one, other]) => ({ ...one, ...other }));

const INPUTS: Record<Verb, Arbitrary<Input>> = {
  approve: inputOf(edited, remark, decider),
  reject: inputOf(because, remark, decider, both),
  send: inputOf(edited, delivered),
  cancel: inputOf(because, decider),
  complete: inputOf(),
  edit: inputOf(urgency, moved, moved, rewritten),
  delete: inputOf(),
  restore: inputOf(),
};

const callOf = (command: Verb): Arbitrary<Call> =>
  fc.record({
    action: weighted([20, fc.nat(ACTIONS - 1)], [1, fc.constant(ACTIONS)]),
    several: fc.constant(null),
    command: fc.constant(command),
    input: INPUTS[command],
    key: weighted<'k' | null>([3, fc.constant(null)], [2, fc.constant('k')]),
    ifMatch: weighted<Call['ifMatch']>(
      [16, fc.constant(null)],
      [3, fc.constant(0)],
      [2, oneOf<number | '*'>(-1, 1, '*')],
      [1, fc.constant('malformed')],
    ),
    joins: weighted([2, fc.constant(false)], [1, fc.constant(true)]),
  });
/** Versions are no business of a bulk command, and whoever sends one is told so. */
const bulkOf = (command: Command): Arbitrary<Call> => {
  const several = weighted(
    [12, fc.shuffledSubarray([0, 1, 2, ACTIONS], { minLength: 1, maxLength: ACTIONS })],
    [1, oneOf([0, 0])],
  );
  const ifMatch = weighted<Call['ifMatch']>(
    [20, fc.constant(null)],
    [1, oneOf<Call['ifMatch']>('malformed', '*', 1)],
  );
  return fc.tuple(callOf(command), several, ifMatch).map(([call, which, version]) => ({
    ...call,
    several: which,
    ifMatch: version,
  }));
};
const retirement: Arbitrary<Call> = fc.tuple(fc.nat(ACTIONS - 1), fc.boolean()).map(([action, joins]) => ({
  action,
  several: null,
  command: 'supersede',
  input: {},
  key: null,
  ifMatch: null,
  joins,
}));

/** Nobody restores but what was deleted before. */
const detour: Arbitrary<Call[]> = fc.tuple(callOf('delete'), callOf('restore')).map(([away, back]) => [
  { ...away, input: {}, ifMatch: null, key: null },
  { ...back, action: away.action, joins: false },
]);

/** The call before once more, for its key's sake. */
const again = fc.boolean().map((joins) => ({ again: true as const, joins }));

const MOST_AT_ONCE = 4;

/** Up to 30 calls, in groups that are sent at once. */
export const groups: Arbitrary<Call[][]> = fc
  .array(
    weighted<Call | Call[] | { again: true; joins: boolean }>(
      [9, fc.oneof(...COMMAND_NAMES.map(callOf))],
      [5, fc.oneof(...(['edit', 'edit', 'edit', 'delete', 'restore'] as const).map(callOf))],
      [2, detour],
      [2, fc.oneof(...COMMAND_NAMES.map(bulkOf))],
      [1, retirement],
      [2, again],
    ),
    {
      minLength: 1,
      maxLength: 30,
      size: 'max',
    },
  )
  .map((steps) => {
    const grouped: Call[][] = [];
    for (const step of steps.flat()) {
      const last = grouped.at(-1);
      const call = 'again' in step ? last && { ...last.at(-1)!, joins: step.joins } : step;
      if (last && call?.joins && last.length < MOST_AT_ONCE) last.push(call);
      else if (call) grouped.push([call]);
    }
    return grouped;
  });
