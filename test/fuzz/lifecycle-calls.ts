import fc, { type Arbitrary } from 'fast-check';
import { type Command, COMMANDS } from '../../src/actions/action-lifecycle.js';
import { BLANK, NOBODY } from './lifecycle-model.js';
import { among, odds } from './values.js';

export type Input = Partial<Record<string, string>> & Record<string, string>;

export interface Call {
  /** Which of the run's actions; one more than there are is nobody's. */
  action: number;
  command: Command | 'supersede';
  input: Input;
  key: 'k' | null;
  /** How far the version named is from that which stood before; a version, once it is about to be sent. */
  ifMatch: number | 'malformed' | '*' | null;
  /** Whether it is sent together with the one before. */
  joins: boolean;
}

export const ACTIONS = 3;
/** Stands for the contact's id until the run has one. */
export const SOMEBODY = 'somebody';

const words = fc
  .string({ unit: 'grapheme-composite', minLength: 1, maxLength: 20 })
  .map((text) => `x${text}x`);

/** What a command takes, and now and then what it does not, or what nobody may say. */
const inputOf = (...own: Arbitrary<Input>[]): Arbitrary<Input> =>
  odds<Input>(
    [6, fc.constant({})],
    [6, own.length > 0 ? fc.oneof(...own) : fc.constant({})],
    [1, words.map((final_content) => ({ final_content }))],
    [1, words.map((reason) => ({ reason: ` ${reason}\n` }))],
    [1, among<Input>({ final_content: BLANK }, { final_contents: 'x' }, { status: 'completed' })],
  );
const edited = words.map((final_content) => ({ final_content }));
const remark = words.map((comment) => ({ comment }));
const because = words.map((reason) => ({ reason: ` ${reason}\n` }));
const decider = among<Input>({ approved_by: SOMEBODY }, { approved_by: SOMEBODY }, { approved_by: NOBODY });
const both = fc.tuple(words, words).map(([reason, comment]) => ({ reason, approved_by: SOMEBODY, comment }));
const delivered = words.map((external_id) => ({
  channel_id: 'thread',
  external_id,
  response_deadline: '2026-12-04T17:00:00Z',
}));

const INPUTS: Record<Command, Arbitrary<Input>> = {
  approve: inputOf(edited, remark, decider),
  reject: inputOf(because, remark, decider, both),
  send: inputOf(edited, delivered),
  cancel: inputOf(because, decider),
  complete: inputOf(),
};

const callOf = (command: Command): Arbitrary<Call> =>
  fc.record({
    action: odds([20, fc.nat(ACTIONS - 1)], [1, fc.constant(ACTIONS)]),
    command: fc.constant(command),
    input: INPUTS[command],
    key: odds<'k' | null>([3, fc.constant(null)], [2, fc.constant('k')]),
    ifMatch: odds<Call['ifMatch']>(
      [16, fc.constant(null)],
      [3, fc.constant(0)],
      [1, among<number | '*'>(-1, 1, '*')],
      [1, fc.constant('malformed')],
    ),
    joins: odds([2, fc.constant(false)], [1, fc.constant(true)]),
  });
const retirement: Arbitrary<Call> = fc.tuple(fc.nat(ACTIONS - 1), fc.boolean()).map(([action, joins]) => ({
  action,
  command: 'supersede',
  input: {},
  key: null,
  ifMatch: null,
  joins,
}));

/** The call before once more, for its key's sake. */
const again = fc.boolean().map((joins) => ({ again: true as const, joins }));

const MOST_AT_ONCE = 4;

/** Up to 30 calls, in groups that are sent at once. */
export const groups: Arbitrary<Call[][]> = fc
  .array(
    odds<Call | { again: true; joins: boolean }>(
      [14, fc.oneof(...COMMANDS.map(callOf))],
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
    for (const step of steps) {
      const last = grouped.at(-1);
      const call = 'again' in step ? last && { ...last.at(-1)!, joins: step.joins } : step;
      if (last && call?.joins && last.length < MOST_AT_ONCE) last.push(call);
      else if (call) grouped.push([call]);
    }
    return grouped;
  });
