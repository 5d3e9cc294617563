import { type Rule, TRANSITIONS } from '../../actions/lifecycle/transitions.js';
import { SYSTEM } from '../../tenancy/caller.js';
import type { AuditedEntry } from '../../actions/store/log/audit-rows.js';
import { sha256, canonicalJson } from '../../hashing.js';

/** A field in `changes` of an edit: the old value, and the new value or its hash. */
interface FieldChange {
  from: unknown;
  to?: unknown;
  to_sha256?: string | null;
}

/** What the entries of one action say together. Keeps values and hashes, and of the entries only the latest. */
export class LogSummary {
  last: AuditedEntry | undefined;
  /** Whether the log begins with the proposal; the logs of older actions begin with their first transition. */
  hasProposal = false;
  proposalSha256: string | null = null;
  /** The hash of the message that was approved. */
  approvedSha256: string | null = null;
  /** The entries that increased the version. */
  changes = 0;
  /** Whether a client has performed a transition. */
  isTouched = false;
  /** Whether the latest entry about it deleted the action or restored it. */
  deletes: boolean | undefined;
  /** Whether the latest entry about it made the action the recommended one. */
  recommends: boolean | undefined;
  completedAt: Date | undefined;
  /** The hash of the latest known value of each field of the draft, by the field's name in the API. */
  readonly draft = new Map<string, string | null>();

  /**
   * @param entry the next one
   * @returns whether an edit starts at the values that the earlier entries left
   */
  add(entry: AuditedEntry): boolean {
    this.last = entry;
    if (entry.command === 'propose') {
      this.hasProposal = true;
      this.proposalSha256 = entry.proposalSha256;
      this.draft.set('content', entry.contentSha256);
      return true;
    }
    // Undefined for a command that this version does not know.
    const rule: Rule | undefined = TRANSITIONS[entry.command];
    const moves = entry.fromStatus !== entry.toStatus;
    if (moves || entry.command === 'edit' || rule?.deletes !== undefined || rule?.recommends !== undefined)
      this.changes += 1;
    if (moves && entry.toStatus === 'completed') this.completedAt = entry.createdAt;
    this.deletes = rule?.deletes ?? this.deletes;
    this.recommends = rule?.recommends ?? this.recommends;
    this.approvedSha256 = entry.approvedSha256 ?? this.approvedSha256;
    this.isTouched ||= entry.actor !== SYSTEM;
    return this.addChanges(entry.changes ?? {});
  }

  private addChanges(changes: Record<string, FieldChange>): boolean {
    let agrees = true;
    for (const [field, { from, to, to_sha256: hash }] of Object.entries(changes)) {
      const before = this.draft.get(field);
      if (before !== undefined && before !== hashOf(from)) agrees = false;
      this.draft.set(field, hash === undefined ? hashOf(to) : hash);
    }
    return agrees;
  }
}

/** The hash of a value of a draft; null if there is none. */
export function hashOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return sha256(typeof value === 'string' ? value : canonicalJson(value));
}
