import fc, { type Arbitrary } from 'fast-check';
import { BLANK, UNKNOWN_CONTACT } from './lifecycle-model.js';
import { oneOf, weighted } from './values.js';
import { type Command, COMMAND_NAMES } from '../../src/actions/lifecycle/transitions.js';

export type Input = Partial<Record<string, string>> & Record<string, string>;

/** The transitions that users can perform on one action. */
export const USER_TRANSITIONS = [...COMMAND_NAMES, 'edit', 'delete', 'restore'] as const;
export type UserTransition = (typeof USER_TRANSITIONS)[number];

export interface Call {
  /** Index of the action; `ACTIONS` stands for an unknown id. */
  action: number;
  /** Indexes of the actions of a bulk command, instead of `action`. Null for a single action. */
  bulk: number[] | null;
  command: UserTransition | 'supersede';
  input: Input;
  key: 'k' | null;
  /** A number is relative to the version before the group of calls, and is replaced by the absolute version when the call is sent. */
  ifMatch: number | 'malformed' | '*' | null;
  /** Whether the call is sent at the same time as the previous one. */
  isSimultaneous: boolean;
}

/** Number of actions in a run. The first two are alternatives of one recommendation; the third has its own. */
export const ACTIONS = 3;
/** Placeholder for the id of the run's contact. */
export const CONTACT = 'contact';

const words = fc
  .string({ unit: 'grapheme-composite', minLength: 1, maxLength: 20 })
  .map((text) => `x${text}x`);

/** Mostly fields that the command accepts, sometimes fields or values that it rejects. */
const inputOf = (...accepted: Arbitrary<Input>[]): Arbitrary<Input> =>
  weighted<Input>(
    [6, fc.constant({})],
    [6, accepted.length > 0 ? fc.oneof(...accepted) : fc.constant({})],
    [1, words.map((final_content) => ({ final_content }))],
    [1, words.map((reason) => ({ reason: ` ${reason}\n` }))],
    [1, oneOf<Input>({ final_content: BLANK }, { final_contents: 'x' }, { status: 'completed' })],
  );
const finalContent = words.map((final_content) => ({ final_content }));
const comments = words.map((comment) => ({ comment }));
const reasons = words.map((reason) => ({ reason: ` ${reason}\n` }));
const approvers = oneOf<Input>(
  { approved_by: CONTACT },
  { approved_by: CONTACT },
  { approved_by: UNKNOWN_CONTACT },
);
const allRejectFields = fc
  .tuple(words, words)
  .map(([reason, comment]) => ({ reason, approved_by: CONTACT, comment }));
const deliveries = words.map((external_id) => ({
  channel_id: 'thread',
  external_id,
  response_deadline: '2026-12-04T17:00:00Z',
}));

export const [PAST, FUTURE] = ['2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z'] as const;
const urgencies = oneOf('50', '60', '70').map((urgency_score) => ({ urgency_score }));
const schedules = oneOf(PAST, FUTURE).map((scheduled_for) => ({ scheduled_for }));
const urgencyAndSchedule = fc
  .tuple(urgencies, schedules)
  .map(([urgency, schedule]) => ({ ...urgency, ...schedule }));

const INPUTS: Record<UserTransition, Arbitrary<Input>> = {
  approve: inputOf(finalContent, comments, approvers),
  reject: inputOf(reasons, comments, approvers, allRejectFields),
  send: inputOf(finalContent, deliveries),
  cancel: inputOf(reasons, approvers),
  complete: inputOf(),
  edit: inputOf(urgencies, schedules, schedules, urgencyAndSchedule),
  delete: inputOf(),
  restore: inputOf(),
};

const callOf = (command: UserTransition): Arbitrary<Call> =>
  fc.record({
    action: weighted([20, fc.nat(ACTIONS - 1)], [1, fc.constant(ACTIONS)]),
    bulk: fc.constant(null),
    command: fc.constant(command),
    input: INPUTS[command],
    key: weighted<'k' | null>([3, fc.constant(null)], [2, fc.constant('k')]),
    ifMatch: weighted<Call['ifMatch']>(
      [16, fc.constant(null)],
      [3, fc.constant(0)],
      [2, oneOf<number | '*'>(-1, 1, '*')],
      [1, fc.constant('malformed')],
    ),
    isSimultaneous: weighted([2, fc.constant(false)], [1, fc.constant(true)]),
  });
/** A bulk command, rarely with an If-Match, which bulk commands reject. */
const bulkOf = (command: Command): Arbitrary<Call> => {
  const indexes = weighted(
    [12, fc.shuffledSubarray([0, 1, 2, ACTIONS], { minLength: 1, maxLength: ACTIONS })],
    [1, oneOf([0, 0])],
  );
  const ifMatch = weighted<Call['ifMatch']>(
    [20, fc.constant(null)],
    [1, oneOf<Call['ifMatch']>('malformed', '*', 1)],
  );
  return fc.tuple(callOf(command), indexes, ifMatch).map(([call, bulk, version]) => ({
    ...call,
    bulk,
    ifMatch: version,
  }));
};
/** A newer recommendation supersedes the one of the action; not a request to the API. */
const supersession: Arbitrary<Call> = fc
  .tuple(fc.nat(ACTIONS - 1), fc.boolean())
  .map(([action, isSimultaneous]) => ({
    action,
    bulk: null,
    command: 'supersede',
    input: {},
    key: null,
    ifMatch: null,
    isSimultaneous,
  }));

/** Deletes an action and restores it: separate calls rarely hit the same action. */
const deleteAndRestore: Arbitrary<Call[]> = fc
  .tuple(callOf('delete'), callOf('restore'))
  .map(([first, second]) => [
    { ...first, input: {}, ifMatch: null, key: null },
    { ...second, action: first.action, isSimultaneous: false },
  ]);

/** Repeats the previous call, with its Idempotency-Key. */
const repetition = fc.boolean().map((isSimultaneous) => ({ isRepetition: true as const, isSimultaneous }));

const MAX_GROUP_SIZE = 4;

/** Up to 30 calls, in groups that are sent simultaneously. */
export const callGroups: Arbitrary<Call[][]> = fc
  .array(
    weighted<Call | Call[] | { isRepetition: true; isSimultaneous: boolean }>(
      [9, fc.oneof(...COMMAND_NAMES.map(callOf))],
      [5, fc.oneof(...(['edit', 'edit', 'edit', 'delete', 'restore'] as const).map(callOf))],
      [2, deleteAndRestore],
      [2, fc.oneof(...COMMAND_NAMES.map(bulkOf))],
      [1, supersession],
      [2, repetition],
    ),
    {
      minLength: 1,
      maxLength: 30,
      size: 'max',
    },
  )
  .map((steps) => {
    const groups: Call[][] = [];
    for (const step of steps.flat()) {
      const last = groups.at(-1);
      const call =
        'isRepetition' in step ? last && { ...last.at(-1)!, isSimultaneous: step.isSimultaneous } : step;
      if (last && call?.isSimultaneous && last.length < MAX_GROUP_SIZE) last.push(call);
      else if (call) groups.push([call]);
    }
    return groups;
  });
