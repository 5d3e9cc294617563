import { isDeepStrictEqual } from 'node:util';
import type { Command, Status } from '../../src/actions/action-lifecycle.js';
import type { Call, Input } from './lifecycle-calls.js';

/** The contract's table of commands, copied by hand: where each leads, from where; a dash is a 400. */
const NEXT: Record<Command, Partial<Record<Status, Status>>> = {
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
};
const FIELDS: Record<Command, string[]> = {
  approve: ['final_content', 'approved_by', 'comment'],
  reject: ['reason', 'approved_by', 'comment'],
  send: ['final_content', 'channel_id', 'external_id', 'response_deadline'],
  cancel: ['reason', 'approved_by'],
  complete: [],
};

export interface ActionModel {
  status: Status;
  version: number;
  deleted: boolean;
  log: number;
  finalContent: string | null;
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
  stored: Record<string, { meaning: string; outcome: Outcome; text: string }>;
}

/** Of what two requests under one key must have in common. */
export const keyOf = ({ action, command, key }: Call): string => `${action}/${command} ${key}`;

/** A serial order in which each call gives what was seen of it, as the model that it leads to; undefined: there is none. */
export function explain(model: Model, seen: { call: Call; observed: Observed }[]): Model | undefined {
  if (seen.length === 0) return model;
  for (const [at, { call, observed }] of seen.entries()) {
    const next = copyOf(model);
    const { text, ...outcome } = observed;
    if (!isDeepStrictEqual(answer(next, call, text), outcome)) continue;
    const end = explain(next, seen.toSpliced(at, 1));
    if (end) return end;
  }
  return undefined;
}

/** Jest's structuredClone makes objects of another realm, which are never strictly equal to ours. */
const copyOf = (model: Model): Model => JSON.parse(JSON.stringify(model)) as Model;

/** What a call answers where it is alone; the model becomes what it leaves behind. `text` is the answer that was seen. */
export function answer(model: Model, call: Call, text: string): Outcome {
  const { command, input, key } = call;
  if (command === 'supersede') return supersede(model.actions[call.action]!);
  const fields = Object.keys(input);
  const known = fields.every((field) => FIELDS[command].includes(field));
  if (!known || Object.values(input).includes(BLANK) || call.ifMatch === 'malformed')
    return refusal(400, 'invalid');
  const meaning = JSON.stringify([
    Object.entries(input).map(([f, value]) => [f, value.trim()]),
    call.ifMatch,
  ]);
  const kept = key === null ? undefined : model.stored[keyOf(call)];
  if (kept?.meaning === meaning && kept.text === text) return { ...kept.outcome, replayed: true };
  if (kept) return refusal(422, 'idempotency_mismatch');
  const outcome = decide(model.actions[call.action], call, command, input);
  if (key !== null && (outcome.status === 200 || outcome.code === 'invalid_state')) {
    model.stored[keyOf(call)] = { meaning, outcome, text };
  }
  return outcome;
}

/** Not allowed in any field that would be kept; as an idea, not as the rule that is tested. */
export const BLANK = ' ';
export const NOBODY = '01900000-0000-7000-8000-000000000000';

function decide(action: ActionModel | undefined, call: Call, command: Command, input: Input): Outcome {
  if (input.approved_by === NOBODY) return refusal(400, 'invalid');
  if (!action) return refusal(404, 'not_found');
  const { ifMatch } = call;
  if (typeof ifMatch === 'number' && ifMatch !== action.version) {
    return refusal(412, 'version_conflict', { current_version: action.version });
  }
  if (action.deleted) return refusal(400, 'action_deleted');
  const [from, to] = [action.status, NEXT[command][action.status]];
  if (!to) return refusal(400, 'invalid_state', { current_status: from });
  action.log += 1;
  if (from !== to) {
    action.version += 1;
    action.status = to;
    action.finalContent = input.final_content ?? action.finalContent;
  }
  const { reason, comment, approved_by } = input;
  const last = [command, from, to, reason?.trim() ?? null, comment?.trim() ?? null, approved_by ?? null];
  return { status: 200, code: null, replayed: false, facts: { ...factsOf(action), last } };
}

export const factsOf = (action: ActionModel) => ({ ...action, executed: action.status === 'completed' });

/** The system retires what nobody has decided, and leaves alone what somebody has. */
function supersede(action: ActionModel): Outcome {
  if (!action.deleted && (action.status === 'proposed' || action.status === 'scheduled')) {
    action.deleted = true;
    action.version += 1;
    action.log += 1;
  }
  return { status: 0, code: null, replayed: false, facts: {} };
}

const refusal = (status: number, code: string, facts: object = {}): Outcome => ({
  status,
  code,
  replayed: false,
  facts,
});
