import { v7 as uuidv7 } from 'uuid';
import { sha256OrNull } from '../../hashing.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { Action } from './action.entity.js';
import { proposalSha256, stateOf, stateSha256 } from './log/action-digests.js';
import { type ChainedEntry, chained } from './log/log-chain.js';
import type { Recommendation } from './recommendation.entity.js';

/** A new action, without the columns that have a default or are not known yet. */
export type NewAction = Omit<
  Action,
  | 'id'
  | 'companyId'
  | 'createdAt'
  | 'updatedAt'
  | 'executedAt'
  | 'channelId'
  | 'externalId'
  | 'finalSubject'
  | 'approvedSha256'
  | 'responseDeadline'
  | 'touched'
  | 'editedAt'
  | 'editedBy'
  | 'version'
  | 'logHead'
  | 'deletedAt'
  | 'historyAt'
  | 'overdueEventAt'
  | 'customer'
  | 'invoice'
  | 'recommended'
  | 'assignedTo'
  | 'assignee'
>;

/** What PostgreSQL stores in the columns that an inserted row does not name. */
const DEFAULTS = {
  version: 1,
  touched: false,
  editedAt: null,
  editedBy: null,
  channelId: null,
  externalId: null,
  finalSubject: null,
  approvedSha256: null,
  responseDeadline: null,
  executedAt: null,
  deletedAt: null,
  assignedTo: null,
};

/** A new recommendation and its alternatives. */
export interface NewRecommendation {
  recommendation: Omit<Recommendation, 'createdAt' | 'closedAt' | 'customer' | 'invoice'>;
  actions: NewAction[];
}

/**
 * The row of a new action and the first entry of its approval log, which says who proposed which text. If the row is stored as not
 * recommended until the actions that it replaces are locked, the entry describes the action after that.
 */
export function proposalOf(
  company: CompanyId,
  action: NewAction,
  now: Date,
  actor: Actor,
): {
  action: NewAction & Pick<Action, 'id' | 'companyId' | 'logHead' | 'createdAt' | 'updatedAt'>;
  entry: ChainedEntry;
} {
  const id = uuidv7();
  const times = { createdAt: now, updatedAt: now };
  const row = { ...action, ...times, id, companyId: company };
  const entry = chained(
    {
      id: uuidv7(),
      companyId: company,
      actionId: id,
      command: 'propose',
      fromStatus: action.status,
      toStatus: action.status,
      approvedBy: null,
      approvedByName: null,
      approvedByProof: null,
      actor: actor.name,
      actorContactId: actor.contact?.id ?? null,
      actorContactName: actor.contact?.name ?? null,
      causedBy: null,
      reason: null,
      comment: null,
      contentSha256: sha256OrNull(action.content),
      changes: null,
      requestId: actor.requestId,
      proposalSha256: proposalSha256(row),
      stateSha256: stateSha256(stateOf({ ...row, ...DEFAULTS })),
      approvedSha256: null,
      createdAt: now,
    },
    null,
  );
  return { action: { ...row, logHead: entry.hash }, entry };
}
