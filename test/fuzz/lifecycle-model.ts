import { isDeepStrictEqual } from 'node:util';
import { type Call, FUTURE, type Input, type UserTransition } from './lifecycle-calls.js';
import type { Status } from '../../src/actions/lifecycle/statuses.js';

/** The next status by transition and current status, copied by hand. A missing entry means 400. */
const NEXT_STATUS: Record<UserTransition, Partial<Record<Status, Status>>> = {
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
  // scheduled_for, if sent, decides between these two.
  edit: { proposed: 'proposed', scheduled: 'scheduled' },
  delete: { proposed: 'proposed' },
  restore: { proposed: 'proposed' },
};
/** The transitions that choose an alternative, and those that decline one, copied by hand. */
const CHOOSING: UserTransition[] = ['approve', 'send', 'complete'];
const DECLINING: UserTransition[] = ['reject', 'cancel', 'delete'];
const SYSTEM_TRANSITIONS = ['supersede', 'promote', 'demote'] as const;
/** The fields that each transition accepts. */
const FIELDS: Record<UserTransition, string[]> = {
  approve: ['final_content', 'final_subject', 'approved_by', 'comment'],
  reject: ['reason', 'approved_by', 'comment'],
  send: ['final_content', 'final_subject', 'channel_id', 'external_id', 'response_deadline'],
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
  logLength: number;
  /** Last row of the log: command, from_status, to_status, reason, comment, approved_by. Null if the log is empty. */
  lastLogRow: (string | null)[] | null;
  finalContent: string | null;
  urgency: number;
  scheduledFor: string;
  /** Whether a user has performed a transition on it. */
  touched: boolean;
  /** Index of its recommendation. */
  recommendation: number;
  isRecommended: boolean;
}

/** The observable part of a response; `facts` describes the action or the problem. */
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
  /** Indexes of the recommendations that a newer one has superseded, or with an alternative that was approved, sent or completed. */
  replaced: number[];
  /** Stored responses by idempotency key. */
  stored: Record<string, { request: string; outcome: Outcome; text: string }>;
}

/** Identifies an idempotency key in its scope, which includes the path. */
export const keyOf = ({ action, bulk, command, key }: Call): string =>
  `${bulk ? 'bulk' : action}/${command} ${key}`;

/**
 * Finds the serial orders of simultaneous calls in which the model predicts every observed outcome, and returns the model after
 * each of them. Empty if no order explains the outcomes; several if only later calls can tell which order it was.
 */
export function explain(model: Model, calls: { call: Call; observed: Observed }[]): Model[] {
  if (calls.length === 0) return [model];
  return calls.flatMap(({ call, observed }, index) => {
    const next = copyOf(model);
    const { text, ...outcome } = observed;
    const isPredicted = isDeepStrictEqual(respond(next, call, text), outcome);
    return isPredicted ? explain(next, calls.toSpliced(index, 1)) : [];
  });
}

/** Not structuredClone: in Jest its objects belong to another realm and are never strictly equal to ours. */
const copyOf = (model: Model): Model => JSON.parse(JSON.stringify(model)) as Model;

const normalized = (text: string): string => text.normalize('NFC').trim();

/** Predicts the outcome of a call without simultaneous calls, and updates the model. `text` is the observed response. */
export function respond(model: Model, call: Call, text: string): Outcome {
  const { command, input, key, bulk } = call;
  if (command === 'supersede') return supersede(model, model.actions[call.action]!.recommendation);
  const fields = Object.keys(input);
  const areFieldsKnown = fields.every((field) => FIELDS[command].includes(field));
  const hasRepeatedId = bulk !== null && new Set(bulk).size < bulk.length;
  const isIfMatchInvalid = call.ifMatch === 'malformed' || (bulk !== null && call.ifMatch !== null);
  const isBlank = Object.values(input).includes(BLANK);
  if (!areFieldsKnown || hasRepeatedId || isBlank || isIfMatchInvalid) return refusal(400, 'invalid');
  const request = JSON.stringify([
    Object.entries(input).map(([f, value]) => [f, normalized(value)]),
    call.ifMatch === '*' ? null : call.ifMatch,
    bulk,
  ]);
  const stored = key === null ? undefined : model.stored[keyOf(call)];
  if (stored?.request === request && stored.text === text) return { ...stored.outcome, replayed: true };
  if (stored) return refusal(422, 'idempotency_mismatch');
  const outcome = perform(model, call, command);
  if (key !== null && (outcome.status === 200 || outcome.code === 'invalid_state')) {
    model.stored[keyOf(call)] = { request, outcome, text };
  }
  return outcome;
}

/** A value that every field rejects. */
export const BLANK = ' ';
export const UNKNOWN_CONTACT = '01900000-0000-7000-8000-000000000000';

function perform(model: Model, { action, bulk, input, ifMatch }: Call, command: UserTransition): Outcome {
  if (input.approved_by === UNKNOWN_CONTACT) return refusal(400, 'invalid');
  if (!bulk) return decide(model, action, command, input, ifMatch);
  const results = bulk.map((index) => {
    const { code, facts } = decide(model, index, command, input, null);
    return { code, ...facts };
  });
  return { status: 200, code: null, replayed: false, facts: { results } };
}

function decide(
  model: Model,
  index: number,
  command: UserTransition,
  input: Input,
  ifMatch: Call['ifMatch'],
): Outcome {
  const action = model.actions[index];
  if (!action) return refusal(404, 'not_found');
  const [from, to] = [action.status, NEXT_STATUS[command][action.status]];
  const invalidState = refusal(400, 'invalid_state', { current_status: from });
  const isRestore = command === 'restore';
  const wasUndecided = isUndecided(action);
  if (typeof ifMatch === 'number' && ifMatch !== action.version) {
    return refusal(412, 'version_conflict', { current_version: action.version });
  }
  const isReplaced = model.replaced.includes(action.recommendation);
  if (isRestore && action.deleted && isReplaced) return invalidState;
  if (action.deleted && !isRestore) return refusal(400, 'action_deleted');
  if (!to || (isRestore && !action.deleted)) return invalidState;
  if (command === 'edit') edit(action, input);
  else {
    const { reason = null, comment = null, approved_by = null } = input;
    const isDecision = from !== to;
    const isNewVersion = isDecision || command === 'delete' || isRestore;
    const details = [reason && normalized(reason), comment && normalized(comment), approved_by];
    record(action, command, to, isNewVersion, details);
    if (isDecision) action.finalContent = input.final_content ?? action.finalContent;
    if (command === 'delete' || isRestore) action.deleted = !isRestore;
    if (CHOOSING.includes(command)) {
      model.replaced.push(action.recommendation);
      supersedeUndecided(model, action.recommendation, 'alternative_chosen');
    }
    const rivals = model.actions.filter(
      (other) => other !== action && other.recommendation === action.recommendation && isUndecided(other),
    );
    if (wasUndecided && DECLINING.includes(command) && action.isRecommended) recommend(rivals[0], true);
    if (isRestore) {
      const rival = rivals.find(({ isRecommended }) => isRecommended);
      if (action.isRecommended) recommend(rival, false);
      else if (!rival) recommend(action, true);
    }
  }
  return { status: 200, code: null, replayed: false, facts: factsOf(action) };
}

/** An edit that changes no value is not logged. */
function edit(action: ActionModel, { urgency_score, scheduled_for }: Input): void {
  const urgency = Number(urgency_score ?? action.urgency);
  const scheduledFor = scheduled_for ?? action.scheduledFor;
  if (urgency === action.urgency && scheduledFor === action.scheduledFor) return;
  const nextStatus = scheduled_for === FUTURE ? 'scheduled' : 'proposed';
  record(action, 'edit', scheduled_for ? nextStatus : action.status, true);
  Object.assign(action, { urgency, scheduledFor });
}

/** Appends a log row, and updates what every logged transition may change. */
function record(
  action: ActionModel,
  command: UserTransition | (typeof SYSTEM_TRANSITIONS)[number],
  to: Status,
  isNewVersion: boolean,
  details: (string | null)[] = [null, null, null],
): void {
  action.logLength += 1;
  action.lastLogRow = [command, action.status, to, ...details];
  action.version += Number(isNewVersion);
  action.status = to;
  action.touched ||= !SYSTEM_TRANSITIONS.some((name) => name === command);
}

const isUndecided = ({ status, deleted }: ActionModel): boolean =>
  !deleted && (status === 'proposed' || status === 'scheduled');

const NOT_IN_RESPONSES = ['touched', 'recommendation'];

/** The observable state of an action, as `Run.detail` returns it. */
export function factsOf(action: ActionModel): object {
  const visible = Object.entries(action).filter(([name]) => !NOT_IN_RESPONSES.includes(name));
  return { ...Object.fromEntries(visible), executed: action.status === 'completed' };
}

function recommend(action: ActionModel | undefined, isRecommended: boolean): void {
  if (!action) return;
  const reason = isRecommended ? 'alternative_declined' : 'alternative_restored';
  record(action, isRecommended ? 'promote' : 'demote', action.status, true, [reason, null, null]);
  action.isRecommended = isRecommended;
}

/** Supersedes the undecided actions of a recommendation. */
function supersedeUndecided(model: Model, recommendation: number, reason: string): void {
  for (const action of model.actions) {
    if (action.recommendation !== recommendation || !isUndecided(action)) continue;
    record(action, 'supersede', action.status, true, [reason, null, null]);
    action.deleted = true;
  }
}

/** A newer recommendation supersedes this one, unless a user has changed one of its undecided actions. */
function supersede(model: Model, recommendation: number): Outcome {
  const isHeld = model.actions.some(
    (action) => action.recommendation === recommendation && action.touched && isUndecided(action),
  );
  if (!isHeld) {
    supersedeUndecided(model, recommendation, 'recommendation_replaced');
    model.replaced.push(recommendation);
  }
  return { status: 0, code: null, replayed: false, facts: {} };
}

const refusal = (status: number, code: string, facts: object = {}): Outcome => ({
  status,
  code,
  replayed: false,
  facts,
});
