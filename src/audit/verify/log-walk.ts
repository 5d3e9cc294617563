import type { AuditedAction, AuditedEntry } from '../../actions/store/log/audit-rows.js';
import { chainHash } from '../../actions/store/log/log-chain.js';
import { COMPARISONS } from './comparisons.js';
import type { Check, Findings } from './findings.js';
import { LogSummary } from './log-summary.js';

/** Reads the log of one action entry by entry, compares each entry with the one before, and at the end the log with the action. */
export class LogWalk {
  readonly log = new LogSummary();
  /** Only the first break of a chain is reported: the entries after it may be intact. */
  private isChainBroken = false;

  constructor(
    private readonly actionId: string,
    private readonly findings: Findings,
  ) {}

  /** @param entry the next one */
  read(entry: AuditedEntry): void {
    const { last } = this.log;
    if (!this.isChainBroken && !holds(() => chainHash(entry, last?.hash ?? null) === entry.hash)) {
      this.isChainBroken = true;
      this.find('hash', entry);
    }
    if (last && BigInt(last.seq) >= BigInt(entry.seq)) this.find('order', entry);
    if (last && last.toStatus !== entry.fromStatus) this.find('from_status', entry);
    if (!holds(() => this.log.add(entry))) this.find('draft', entry);
  }

  /** @param action undefined if there is no such action */
  end(action: AuditedAction | undefined): void {
    const { last } = this.log;
    if (!action) return this.find('action', last);
    if (!this.isChainBroken && action.logHead !== (last?.hash ?? null)) this.find('head');
    if (!last) return;
    for (const [check, agrees] of Object.entries(COMPARISONS)) {
      if (!holds(() => agrees(action, this.log, last))) this.find(check as Check, last);
    }
  }

  private find(check: Check, entry?: AuditedEntry): void {
    this.findings.add(check, { action_id: this.actionId, entry_id: entry?.id ?? null });
  }
}

/** An exception is a difference too: it comes from a value that Daybook never stores, such as the time `infinity`. */
function holds(compare: () => boolean): boolean {
  try {
    return compare();
  } catch {
    return false;
  }
}
