import { createHash } from 'node:crypto';
import { proposalSha256 } from '../../actions/store/log/action-digests.js';
import type { AuditedAction, AuditedEntry } from '../../actions/store/log/audit-rows.js';
import type { Findings } from './findings.js';
import { LogWalk } from './log-walk.js';

/** The actions whose logs do not begin with a proposal. No new ones appear, so that a checkpoint can count them. */
export interface UnloggedActions {
  count: number;
  /** Over their ids and the columns that a proposal sets, in the order of their ids. */
  sha256: string;
}

export interface ComparedLogs {
  actions: number;
  entries: number;
  unlogged: UnloggedActions;
}

const AFTER_EVERY_ID = 'g';

/**
 * Compares the logs of all actions with themselves and with the actions, holding one of each at a time.
 * @param actions by id
 * @param entries by action id, oldest first
 */
export async function compareLogs(
  actions: AsyncIterable<AuditedAction>,
  entries: AsyncIterable<AuditedEntry>,
  findings: Findings,
): Promise<ComparedLogs> {
  const unlogged = new UnloggedDigest();
  const counts = { actions: 0, entries: 0 };
  const next: AsyncIterator<AuditedEntry, unknown> = entries[Symbol.asyncIterator]();
  let entry = await next.next();
  /** Reads the log at the current entry. */
  const readLog = async (walk: LogWalk, id: string) => {
    for (; !entry.done && entry.value.actionId === id; entry = await next.next()) {
      counts.entries += 1;
      walk.read(entry.value);
    }
  };
  /** Reads the logs without an action up to an id. */
  const readOrphans = async (before: string) => {
    for (let id: string; !entry.done && (id = entry.value.actionId) < before;) {
      const walk = new LogWalk(id, findings);
      await readLog(walk, id);
      walk.end(undefined);
    }
  };
  for await (const action of actions) {
    await readOrphans(action.id);
    const walk = new LogWalk(action.id, findings);
    await readLog(walk, action.id);
    walk.end(action);
    counts.actions += 1;
    if (!walk.log.hasProposal) unlogged.add(action);
  }
  await readOrphans(AFTER_EVERY_ID);
  return { ...counts, unlogged: unlogged.result() };
}

/** @param actions those whose logs do not begin with a proposal, by id */
export async function digestUnlogged(actions: AsyncIterable<AuditedAction>): Promise<UnloggedActions> {
  const digest = new UnloggedDigest();
  for await (const action of actions) digest.add(action);
  return digest.result();
}

class UnloggedDigest {
  private count = 0;
  private readonly hash = createHash('sha256');

  add(action: AuditedAction): void {
    this.count += 1;
    this.hash.update(`${action.id} ${proposalSha256(action)}\n`);
  }

  result(): UnloggedActions {
    return { count: this.count, sha256: this.hash.digest('hex') };
  }
}
