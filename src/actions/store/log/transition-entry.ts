import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../../tenancy/caller.js';
import type { TransitionResult } from '../../lifecycle/transition.js';
import { type DigestedState, stateSha256 } from './action-digests.js';
import { type ChainedEntry, chained } from './log-chain.js';

/** Who made a transition, when, and where its log entry belongs. */
export interface TransitionTrail {
  companyId: string;
  actionId: string;
  actor: Actor;
  /** The token whose request made the system act; null if none did. */
  causedBy: string | null;
  /** The hash of the entry before. */
  logHead: string | null;
  at: Date;
}

/** @param state of the action after the transition */
export const transitionEntry = (
  entry: TransitionResult['entry'],
  state: DigestedState,
  { companyId, actionId, actor, causedBy, logHead, at }: TransitionTrail,
): ChainedEntry =>
  chained(
    {
      ...entry,
      id: uuidv7(),
      companyId,
      actionId,
      actor: actor.name,
      actorContactId: actor.contact?.id ?? null,
      actorContactName: actor.contact?.name ?? null,
      causedBy,
      requestId: actor.requestId,
      proposalSha256: null,
      stateSha256: stateSha256(state),
      createdAt: at,
    },
    logHead,
  );
