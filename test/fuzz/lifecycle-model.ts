import { isDeepStrictEqual } from 'node:util';
import { type Call, FUTURE, type Input, type Verb } from './lifecycle-calls.js';
import type { Status } from '../../src/actions/lifecycle/statuses.js';

/** The contract's table of moves, copied by hand: where each leads, from where; a dash is a 400. */
const NEXT: Record<Verb, Partial<Record<Status, Status>>> = {
  approve: { proposed: 'processing', scheduled: 'processing' },
  reject: { proposed: 'cancelled', scheduled: 'cancelled', processing: 'cancelled', cancelled: 'cancelled' },
  send: { proposed: 'completed', scheduled: 'completed' },
  cancel: { proposed: 'cancelled', scheduled: 'cancelled', processing: 'cancelled', cancelled: 'cancelled' },
  complete: {
    proposed: 'completed',
    scheduled: 'completed',
    processing: 'completed',
    completed: 'completed',
  },
  // Where it is put off, or not any more, that decides.
  edit: { proposed: 'proposed', scheduled: 'scheduled' },
  delete: { proposed: 'proposed' },
  restore: { proposed: 'proposed' },
};
const FIELDS: Record<Verb, string[]> = {
  approve: ['final_content', 'approved_by', 'comment'],
  reject: ['reason', 'approved_by', 'comment'],
  send: ['final_content', 'channel_id', 'external_id', 'response_deadline'],
  cancel: ['reason', 'approved_by'],
  complete: [],
  edit: ['urgency_score', 'scheduled_for'],
  delete: [],
  restore: [],
};

export interface ActionModel {
  status: Status;
  version: number;
  deleted: boolean;
  log: number;
  /** The last row of its log: what, from where, to where, why, with which remark, by whom. */
  last: (string | null)[] | null;
  finalContent: string | null;
  urgency: number;
  scheduledFor: string;
  /** Whether a person had a hand in it. */
  touched: boolean;
  /** Whether its recommendation was closed already when it was deleted: then nothing has taken its place since. */
  outlived: boolean;
  recommendation: number;
}

/** What can be seen of an answer, or of the action behind it. */
export interface Outcome {
  status: number;
  code: string | null;
  replayed: boolean;
  facts: object;
}
export interface Observed extends Outcome {
  text: string;
}
export interface Model {
  actions: ActionModel[];
  /** Recommendations whose place another one has taken. */
  closed: number[];
  /** Recommendations of which an alternative was approved. */
  chosen: number[];
  stored: Record<string, { meaning: string; outcome: Outcome; text: string }>;
}

/** Of what two requests under one key must have in common. */
export const keyOf = ({ action, several, command, key }: Call): string =>
  `${several ? 'bulk' : action}/${command} ${key}`;

/**
 * The serial orders in which each call gives what was seen of it, as the models that they lead to: none where there is no such
 * order, several where what follows has to tell which it was.
 */
export function explain(model: Model, seen: { call: Call; observed: Observed }[]): Model[] {
  if (seen.length === 0) return [model];
  return seen.flatMap(({ call, observed }, at) => {
    const next = copyOf(model);
    const { text, ...outcome } = observed;
    const isSo = isDeepStrictEqual(answer(next, call, text), outcome);
    return isSo ? explain(next, seen.toSpliced(at, 1)) : [];
  });
}

/** Jest's structuredClone makes objects of another realm, which are never strictly equal to ours. */
const copyOf = (model: Model): Model => JSON.parse(JSON.stringify(model)) as Model;

/** What a call answers where it is alone; the model becomes what it leaves behind. `text` is the answer that was seen. */
export function answer(model: Model, call: Call, text: string): Outcome {
  const { command, input, key, several } = call;
  if (command === 'supersede') return supersede(model, model.actions[call.action]!.recommendation);
  const fields = Object.keys(input);
  const known = fields.every((field) => FIELDS[command].includes(field));
  const isTwice = several !== null && new Set(several).size < several.length;
  const isBadTag = call.ifMatch === 'malformed' || (several !== null && call.ifMatch !== null);
  if (!known || isTwice || Object.values(input).includes(BLANK) || isBadTag) return refusal(400, 'invalid');
  const meaning = JSON.stringify([
    Object.entries(input).map(([f, value]) => [f, value.trim()]),
    call.ifMatch,
    several,
  ]);
  const kept = key === null ? undefined : model.stored[keyOf(call)];
  if (kept?.meaning === meaning && kept.text === text) return { ...kept.outcome, replayed: true };
  if (kept) return refusal(422, 'idempotency_mismatch');
  const outcome = perform(model, call, command);
  if (key !== null && (outcome.status === 200 || outcome.code === 'invalid_state')) {
    model.stored[keyOf(call)] = { meaning, outcome, text };
  }
  return outcome;
}

/** Not allowed in any field that would be kept; as an idea, not as the rule that is tested. */
export const BLANK = ' ';
export const NOBODY = '01900000-0000-7000-8000-000000000000';

function perform(model: Model, { action, several, input, ifMatch }: Call, command: Verb): Outcome {
  if (input.approved_by === NOBODY) return refusal(400, 'invalid');
  if (!several) return decide(model, action, command, input, ifMatch);
  const results = several.map((at) => {
    const { code, facts } = decide(model, at, command, input, null);
    return { code, ...facts };
  });
  return { status: 200, code: null, replayed: false, facts: { results } };
}

function decide(model: Model, at: number, command: Verb, input: Input, ifMatch: Call['ifMatch']): Outcome {
  const action = model.actions[at];
  if (!action) return refusal(404, 'not_found');
  const [from, to] = [action.status, NEXT[command][action.status]];
  const invalidState = refusal(400, 'invalid_state', { current_status: from });
  const brings = command === 'restore';
  if (typeof ifMatch === 'number' && ifMatch !== action.version) {
    return refusal(412, 'version_conflict', { current_version: action.version });
  }
  if (brings && action.deleted && isReplaced(model, action)) return invalidState;
  if (action.deleted && !brings) return refusal(400, 'action_deleted');
  if (!to || (brings && !action.deleted)) return invalidState;
  if (command === 'edit') edit(action, input);
  else {
    const { reason = null, comment = null, approved_by = null } = input;
    const isDecision = from !== to;
    const changes = isDecision || command === 'delete' || brings;
    record(action, command, to, changes, [reason?.trim() ?? null, comment?.trim() ?? null, approved_by]);
    if (isDecision) action.finalContent = input.final_content ?? action.finalContent;
    if (command === 'delete') action.outlived = model.closed.includes(action.recommendation);
    if (command === 'delete' || brings) action.deleted = !brings;
    if (command === 'approve') model.chosen.push(action.recommendation);
    if (command === 'approve') retire(model, action.recommendation, 'alternative_chosen', () => true);
  }
  return { status: 200, code: null, replayed: false, facts: factsOf(action) };
}

/** One that changes nothing leaves no trace. */
function edit(action: ActionModel, { urgency_score, scheduled_for }: Input): void {
  const urgency = Number(urgency_score ?? action.urgency);
  const scheduledFor = scheduled_for ?? action.scheduledFor;
  if (urgency === action.urgency && scheduledFor === action.scheduledFor) return;
  const moved = scheduled_for === FUTURE ? 'scheduled' : 'proposed';
  record(action, 'edit', scheduled_for ? moved : action.status, true);
  Object.assign(action, { urgency, scheduledFor });
}

/** A row of the log, and what it always brings with it. */
function record(
  action: ActionModel,
  command: Verb | 'supersede',
  to: Status,
  changes: boolean,
  said: (string | null)[] = [null, null, null],
): void {
  action.log += 1;
  action.last = [command, action.status, to, ...said];
  action.version += Number(changes);
  action.status = to;
  action.touched ||= command !== 'supersede';
}

const isUndecided = ({ status, deleted }: ActionModel): boolean =>
  !deleted && (status === 'proposed' || status === 'scheduled');
const isReplaced = ({ closed, chosen }: Model, { recommendation, last, outlived }: ActionModel): boolean =>
  last?.[0] === 'supersede' ||
  (closed.includes(recommendation) && !outlived) ||
  chosen.includes(recommendation);

const UNSEEN = ['touched', 'outlived', 'recommendation'];

export function factsOf(action: ActionModel): object {
  const seen = Object.entries(action).filter(([name]) => !UNSEEN.includes(name));
  return { ...Object.fromEntries(seen), executed: action.status === 'completed' };
}

/** The system takes away what nobody has decided. */
function retire(model: Model, of: number, reason: string, which: (action: ActionModel) => boolean): void {
  const retired = model.actions.filter(({ recommendation }) => recommendation === of);
  for (const action of retired.filter((one) => isUndecided(one) && which(one))) {
    record(action, 'supersede', action.status, true, [reason, null, null]);
    action.deleted = true;
  }
}

/** What somebody has touched stays as it is. */
function supersede(model: Model, recommendation: number): Outcome {
  retire(model, recommendation, 'recommendation_replaced', ({ touched }) => !touched);
  model.closed.push(recommendation);
  return { status: 0, code: null, replayed: false, facts: {} };
}

const refusal = (status: number, code: string, facts: object = {}): Outcome => ({
  status,
  code,
  replayed: false,
  facts,
});
