import { ApiError } from '../../api/api-error.js';

/** How long an approval waits for an undo before it is sent, and how long the undo of another decision is offered after it. */
export const UNDO_MS = 6_000;
const LONGEST_WAIT_MS = 15_000;

/** How a request of a decision is sent. */
export interface DecisionRequest {
  /** Fixed for the decision, so that a repetition has one effect. */
  idempotencyKey: string;
  /** Whether the page is going away: the request must outlive it. */
  keepalive: boolean;
}

/** A decision of a person about one action or several. */
export interface Decision {
  /** Such as "Approving". */
  doing: string;
  /** Such as "Snoozed until Monday"; null if its results are shown elsewhere. */
  done: string | null;
  /** What it decides, in a few words. */
  title: string;
  /** Where the action can be opened again. */
  href: string;
  companyId: string;
  actionIds: readonly string[];
  /** True: sent after UNDO_MS, until which it can be undone. False: sent at once. */
  isDelayed: boolean;
  send: (request: DecisionRequest) => Promise<unknown>;
  /** Takes a sent decision back; absent if the API cannot. */
  takeBack?: (request: DecisionRequest) => Promise<unknown>;
  /** Called once it is stored. */
  onDone?: () => void;
  /** The action as the person had it before the eyes, to compare if it has changed meanwhile. */
  seen?: unknown;
}

/**
 * `counting` until it is sent; `sending`; `repeating` after a failure that may pass; `sent` while the lists are read again;
 * `done` while it is said, and can perhaps be taken back; `failed` until the person has seen it.
 */
export type Stage = 'counting' | 'sending' | 'repeating' | 'sent' | 'done' | 'failed';

export interface Pending {
  /** The idempotency key. */
  id: string;
  decision: Decision;
  stage: Stage;
  /** When the stage ends by itself, in ms of the clock; null if it does not. */
  endsAt: number | null;
  /** How often it was sent. */
  attempts: number;
  error: unknown;
}

export const begin = (id: string, decision: Decision, now: number): Pending => ({
  id,
  decision,
  stage: decision.isDelayed ? 'counting' : 'sending',
  endsAt: decision.isDelayed ? now + UNDO_MS : null,
  attempts: 0,
  error: null,
});

export const sending = (pending: Pending): Pending => ({
  ...pending,
  stage: 'sending',
  endsAt: null,
  attempts: pending.attempts + 1,
});

/** After a success: what was sent at once is said for a while, with its undo if it can be taken back. A delayed one was announced. */
export const succeeded = (pending: Pending, now: number): Pending =>
  pending.decision.done !== null && !pending.decision.isDelayed
    ? { ...pending, stage: 'done', endsAt: now + UNDO_MS, error: null }
    : { ...pending, stage: 'sent', endsAt: null, error: null };

/** After a failure: what may pass is repeated with the same key, the rest goes back to the person. */
export function failed(pending: Pending, error: unknown, now: number): Pending {
  if (!mayPass(error)) return { ...pending, stage: 'failed', endsAt: null, error };
  const asked = error.retryAfter;
  const wait = Math.min(asked ? asked * 1_000 : 500 * 2 ** pending.attempts, LONGEST_WAIT_MS);
  return { ...pending, stage: 'repeating', endsAt: now + (asked ? asked * 1_000 : wait), error };
}

/** No answer, a busy server, or a repetition that came while the first request was still in progress. */
const mayPass = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.isTemporary || error.code === 'idempotency_in_flight');

/** Whether the person can still take it back. What was sent without an answer may already be stored, and is not undone. */
export const isUndoable = ({ stage, decision }: Pending): boolean =>
  stage === 'counting' || (stage === 'done' && decision.takeBack !== undefined);

/** What the undo key takes back: the latest decision that can be. */
export const latestUndoable = (all: readonly Pending[]): Pending | undefined => all.findLast(isUndoable);

/** Whether its actions no longer wait for a decision, as far as the person is concerned. */
export const isDecided = ({ stage }: Pending): boolean => stage !== 'failed';

/** What must be sent before the page goes away. */
export const isUnsent = ({ stage }: Pending): boolean => stage === 'counting' || stage === 'repeating';

/** Whole seconds until the stage ends, at least 0. */
export const secondsLeft = ({ endsAt }: Pending, now: number): number =>
  endsAt === null ? 0 : Math.max(0, Math.ceil((endsAt - now) / 1_000));
