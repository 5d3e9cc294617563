import { createHash } from 'node:crypto';
import { DomainError } from '../../problems/domain-error.js';
import { type Draft, type DraftChanges, diffDraft } from './edits.js';

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

/** What the moves need to know beyond that which a client sends. */
export type TransitionInput = CommandInput & { draft?: Partial<Draft> & Partial<DraftedFor> };

/** What was owed when a draft was written. */
interface DraftedFor {
  draftedBalance: string | null;
  draftedCurrency: string | null;
}

interface Rule {
  /** The statuses that it moves away from. */
  from: readonly Status[];
  /** `same` leaves the status alone; `when_due` is scheduled before the time of the action, and proposed from then on. */
  to: Status | 'same' | 'when_due';
  /** Asked again of an action that is there already, it changes nothing but is logged, so that no reason is lost. */
  repeatable?: boolean;
  /** Whether it takes the action off the lists, or puts it back. */
  deletes?: boolean;
  /** Whether it decides between alternatives: those that nobody has decided on are retired with it. */
  choosesAlternative?: boolean;
  input: readonly (keyof CommandInput)[];
  /** How an error sentence says it: "can be approved". */
  participle: string;
}

/** What waits for a decision. */
export const UNDECIDED = ['proposed', 'scheduled'] as const;
const UNFINISHED = [...UNDECIDED, 'processing'] as const;

/** The five commands (contract: "Commands"): documents, validation, answers and the test matrix derive from this table. */
export const COMMANDS = {
  approve: {
    from: UNDECIDED,
    to: 'processing',
    repeatable: false,
    choosesAlternative: true,
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

/** All that can happen to an action: the commands, what else people do at the inbox, and what only Daybook itself does. */
export const TRANSITIONS = {
  ...COMMANDS,
  edit: { from: UNDECIDED, to: 'when_due', input: [], participle: 'edited' },
  delete: { from: ['proposed'], to: 'same', deletes: true, input: [], participle: 'deleted' },
  restore: { from: ['proposed'], to: 'same', deletes: false, input: [], participle: 'restored' },
  supersede: { from: UNDECIDED, to: 'same', deletes: true, input: ['reason'], participle: 'superseded' },
  wake: { from: ['scheduled'], to: 'proposed', input: [], participle: 'woken' },
} as const satisfies Record<string, Rule>;

export type Command = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as Command[];
export type TransitionName = keyof typeof TRANSITIONS;
export const TRANSITION_NAMES = Object.keys(TRANSITIONS) as TransitionName[];

/** The actor of what Daybook does by itself; no token can have this name. */
export const SYSTEM = 'system';

/** What a decision needs to know of an action. */
export interface ActionState extends Draft {
  status: Status;
  deletedAt: Date | null;
  metadata: Record<string, unknown>;
  version: number;
}

/** What a move does: the change to the action (none where it was repeated) and its row in the approval log. */
export interface TransitionResult {
  change: Record<string, unknown> | null;
  entry: {
    command: TransitionName;
    fromStatus: Status;
    toStatus: Status;
    approvedBy: string | null;
    reason: string | null;
    comment: string | null;
    contentSha256: string | null;
    changes: DraftChanges | null;
  };
}

/** Whether an action waits for a decision. */
export const isUndecided = ({ status, deletedAt }: Pick<ActionState, 'status' | 'deletedAt'>): boolean =>
  !deletedAt && (UNDECIDED as readonly Status[]).includes(status);

/** Whether a command decides between alternatives. */
export const choosesAlternative = (command: Command): boolean =>
  (COMMANDS[command] as Rule).choosesAlternative ?? false;

/** Whether an action is as the client knows it; a client that names no version takes any. */
export const matchesVersion = (
  { version }: Pick<ActionState, 'version'>,
  versions?: readonly number[],
): boolean => !versions || versions.includes(version);

/** Whether a move would put back what was not taken off. */
const isThere = ({ deletes }: Rule, { deletedAt }: ActionState): boolean => deletes === false && !deletedAt;

/** The commands that would move an action on from where it is. */
export function allowedCommands({ status, deletedAt }: Pick<ActionState, 'status' | 'deletedAt'>): Command[] {
  return deletedAt
    ? []
    : COMMAND_NAMES.filter((command) => (COMMANDS[command] as Rule).from.includes(status));
}

/**
 * Decides a move: the only place where an action's next status comes from.
 * @param versions those that the client decides on, where it says so: what was approved is what was read.
 * @returns null for an edit that changes nothing
 * @throws DomainError version_conflict, action_deleted, or invalid_state with the statuses that it moves away from.
 */
export function transition(
  action: ActionState,
  move: TransitionName,
  input: TransitionInput,
  now: Date,
  versions?: readonly number[],
): TransitionResult | null {
  const rule: Rule = TRANSITIONS[move];
  const { from, to, repeatable, deletes } = rule;
  if (!matchesVersion(action, versions)) throw versionConflict(action.version);
  if (action.deletedAt && deletes !== false) throw new DomainError('action_deleted');
  const repeated = repeatable && action.status === to;
  if (isThere(rule, action) || (!repeated && !from.includes(action.status))) throw invalidState(action, move);
  const edits = input.draft && diffDraft(action, input.draft);
  if (move === 'edit' && !edits) return null;
  const next = nextStatus(action, to, input, now);
  return {
    change: repeated ? null : { ...changeOf(action, next, input, now), ...deletionOf(deletes, now) },
    entry: {
      command: move,
      fromStatus: action.status,
      toStatus: next,
      approvedBy: input.approved_by ?? null,
      reason: input.reason ?? null,
      comment: input.comment ?? null,
      contentSha256: sha256(
        input.final_content ?? finalContent(action) ?? input.draft?.content ?? action.content,
      ),
      changes: edits ?? null,
    },
  };
}

function nextStatus({ status }: ActionState, to: Rule['to'], { draft }: TransitionInput, now: Date): Status {
  if (to === 'when_due') return draft?.scheduledFor ? statusForSchedule(draft.scheduledFor, now) : status;
  return to === 'same' ? status : to;
}

/** Whether a proposal for this time asks for a decision yet. */
export const statusForSchedule = (scheduledFor: Date, now: Date): 'proposed' | 'scheduled' =>
  scheduledFor > now ? 'scheduled' : 'proposed';

/** Soft deletion never moves `updatedAt`. */
function deletionOf(deletes: boolean | undefined, now: Date): Record<string, unknown> {
  if (deletes === undefined) return { updatedAt: now };
  return { deletedAt: deletes ? now : null };
}

function changeOf(
  action: ActionState,
  to: Status,
  input: TransitionInput,
  now: Date,
): Record<string, unknown> {
  return {
    status: to,
    version: action.version + 1,
    ...(to === 'completed' && { executedAt: now }),
    ...(input.final_content && { metadata: { ...action.metadata, final_content: input.final_content } }),
    ...(input.channel_id && { channelId: input.channel_id }),
    ...(input.external_id && { externalId: input.external_id }),
    ...(input.response_deadline && { responseDeadline: input.response_deadline }),
    ...input.draft,
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

function invalidState(action: ActionState, move: TransitionName): DomainError {
  const rule: Rule = TRANSITIONS[move];
  const { from, participle, deletes } = rule;
  const { status } = action;
  const nothingToRestore = isThere(rule, action);
  const sources = new Intl.ListFormat('en', { type: 'disjunction' }).format(from);
  const kind = deletes === false ? `${sources} actions that were deleted` : `${sources} actions`;
  const state = nothingToRestore ? 'not deleted' : status;
  const detail = `Only ${kind} can be ${participle}; this one is ${state}.`;
  return new DomainError('invalid_state', detail, {
    current_status: status,
    allowed_from: nothingToRestore ? [] : from,
  });
}
