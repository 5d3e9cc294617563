import { createHash } from 'node:crypto';
import { DomainError } from '../domain-error.js';

export const STATUSES = ['proposed', 'scheduled', 'processing', 'completed', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];

/** What a client may send along with a command; each command takes those that its row names. */
export interface CommandInput {
  final_content?: string;
  approved_by?: string;
  comment?: string;
  reason?: string;
  channel_id?: string;
  external_id?: string;
  response_deadline?: Date;
}

interface Rule {
  /** The statuses that the command moves away from. */
  from: readonly Status[];
  to: Status;
  /** Asked again of an action that is there already, it changes nothing but is logged, so that no reason is lost. */
  repeatable: boolean;
  input: readonly (keyof CommandInput)[];
  /** How an error sentence says it: "can be approved". */
  participle: string;
}

const UNDECIDED = ['proposed', 'scheduled'] as const;
const UNFINISHED = [...UNDECIDED, 'processing'] as const;

/** The five commands (contract: "Commands"): documents, validation, answers and the test matrix derive from this table. */
export const LIFECYCLE = {
  approve: {
    from: UNDECIDED,
    to: 'processing',
    repeatable: false,
    input: ['final_content', 'approved_by', 'comment'],
    participle: 'approved',
  },
  reject: {
    from: UNFINISHED,
    to: 'cancelled',
    repeatable: true,
    input: ['reason', 'approved_by', 'comment'],
    participle: 'rejected',
  },
  send: {
    from: UNDECIDED,
    to: 'completed',
    repeatable: false,
    input: ['final_content', 'channel_id', 'external_id', 'response_deadline'],
    participle: 'sent',
  },
  cancel: {
    from: UNFINISHED,
    to: 'cancelled',
    repeatable: true,
    input: ['reason', 'approved_by'],
    participle: 'cancelled',
  },
  complete: {
    from: UNFINISHED,
    to: 'completed',
    repeatable: true,
    input: [],
    participle: 'completed',
  },
} as const satisfies Record<string, Rule>;

export type Command = keyof typeof LIFECYCLE;
export const COMMANDS = Object.keys(LIFECYCLE) as Command[];

/** The actor of what Daybook does by itself; no token can have this name. */
export const SYSTEM = 'system';

/** What a decision needs to know of an action. */
export interface ActionState {
  status: Status;
  deletedAt: Date | null;
  content: string | null;
  metadata: Record<string, unknown>;
  version: number;
}

/** What a command does: the change to the action (none where it was repeated) and its row in the approval log. */
export interface Transition {
  change: Record<string, unknown> | null;
  entry: {
    command: Command;
    fromStatus: Status;
    toStatus: Status;
    approvedBy: string | null;
    reason: string | null;
    comment: string | null;
    contentSha256: string | null;
  };
}

/** The commands that would move an action on from where it is. */
export function allowedCommands({ status, deletedAt }: Pick<ActionState, 'status' | 'deletedAt'>): Command[] {
  return deletedAt ? [] : COMMANDS.filter((command) => (LIFECYCLE[command] as Rule).from.includes(status));
}

/**
 * Decides a command: the only place where an action's next status comes from.
 * @param versions those that the client decides on, where it says so: what was approved is what was read.
 * @throws DomainError version_conflict, action_deleted, or invalid_state with the statuses that the command moves away from.
 */
export function transition(
  action: ActionState,
  command: Command,
  input: CommandInput,
  now: Date,
  versions?: readonly number[],
): Transition {
  const { from, to, repeatable }: Rule = LIFECYCLE[command];
  if (versions && !versions.includes(action.version)) throw versionConflict(action.version);
  if (action.deletedAt) throw new DomainError('action_deleted');
  const repeated = repeatable && action.status === to;
  if (!repeated && !from.includes(action.status)) throw invalidState(action.status, command);
  return {
    change: repeated ? null : changeOf(action, to, input, now),
    entry: {
      command,
      fromStatus: action.status,
      toStatus: to,
      approvedBy: input.approved_by ?? null,
      reason: input.reason ?? null,
      comment: input.comment ?? null,
      contentSha256: sha256(input.final_content ?? finalContent(action) ?? action.content),
    },
  };
}

function changeOf(action: ActionState, to: Status, input: CommandInput, now: Date): Record<string, unknown> {
  return {
    status: to,
    version: action.version + 1,
    updatedAt: now,
    ...(to === 'completed' && { executedAt: now }),
    ...(input.final_content && { metadata: { ...action.metadata, final_content: input.final_content } }),
    ...(input.channel_id && { channelId: input.channel_id }),
    ...(input.external_id && { externalId: input.external_id }),
    ...(input.response_deadline && { responseDeadline: input.response_deadline }),
  };
}

function finalContent({ metadata }: ActionState): string | undefined {
  return typeof metadata.final_content === 'string' ? metadata.final_content : undefined;
}

/** In hexadecimals. */
export function sha256(text: string | null): string | null {
  return text === null ? null : createHash('sha256').update(text).digest('hex');
}

function versionConflict(current: number): DomainError {
  return new DomainError('version_conflict', undefined, { current_version: current });
}

function invalidState(status: Status, command: Command): DomainError {
  const { from, participle } = LIFECYCLE[command];
  const sources = new Intl.ListFormat('en', { type: 'disjunction' }).format(from);
  const detail = `Only ${sources} actions can be ${participle}; this one is ${status}.`;
  return new DomainError('invalid_state', detail, { current_status: status, allowed_from: from });
}
