import { DomainError } from '../../problems/domain-error.js';
import type { Claim } from './claim.js';
import type { Group, PoolShares } from './pool-shares.js';

interface Entry {
  groups: readonly Group[];
  /** The groups whose share decides who is next, the most important one first. */
  parties: readonly string[];
}

interface WaitingEntry extends Entry {
  grant(): void;
}

interface Count {
  running: number;
  waiting: number;
  /** The number of the latest grant to the group. */
  grantedAt: number;
}

const NONE: Count = { running: 0, waiting: 0, grantedAt: 0 };

export interface Wait {
  timeoutMs: number;
  /** Ends the wait when nobody needs its result any more. */
  signal?: AbortSignal;
}

/**
 * Grants the connections of a pool to claims. If claims wait, the next connection goes to the client that holds the fewest, and
 * among the claims of a client to the company that holds the fewest: what waits for a busy client or company delays no other.
 */
export class FairQueue {
  private readonly counts = new Map<string, Count>();
  private readonly waiting = new Set<WaitingEntry>();
  private running = 0;
  private grants = 0;

  constructor(private readonly shares: PoolShares) {}

  get waitingCount(): number {
    return this.waiting.size;
  }

  /**
   * Waits for a connection.
   * @param claim null for work of the process itself, which comes first
   * @returns a function that gives the connection back
   * @throws DomainError throttled if the client's or the company's own work takes its whole share; otherwise service_unavailable
   */
  async take(claim: Claim | null, { timeoutMs, signal }: Wait): Promise<() => void> {
    const parties = claim ? [`client ${claim.client}`, `company ${claim.company}`] : [];
    const entry: Entry = { groups: this.shares.groupsOf(claim), parties };
    if (!this.fits(entry)) await this.wait(entry, timeoutMs, signal);
    else this.start(entry);
    let isHeld = true;
    return () => {
      if (isHeld) this.end(entry);
      isHeld = false;
    };
  }

  private wait(entry: Entry, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    const full = entry.groups.find(({ name, waiting }) => this.countOf(name).waiting >= waiting);
    if (full) throw refusal(full.isOwn);
    if (signal?.aborted) throw refusal(false);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        this.waiting.delete(waiting);
        this.count(entry, 'waiting', -1);
      };
      const giveUp = (): void => {
        leave();
        const isOwn = entry.groups.some((group) => group.isOwn && this.isFull(group));
        reject(refusal(isOwn));
      };
      const grant = (): void => {
        leave();
        this.start(entry);
        resolve();
      };
      const waiting: WaitingEntry = { ...entry, grant };
      const timer = setTimeout(giveUp, timeoutMs).unref();
      signal?.addEventListener('abort', giveUp);
      this.waiting.add(waiting);
      this.count(entry, 'waiting', 1);
    });
  }

  private start(entry: Entry): void {
    this.running += 1;
    this.grants += 1;
    this.count(entry, 'running', 1);
    for (const { name } of entry.groups) this.counts.get(name)!.grantedAt = this.grants;
  }

  private end(entry: Entry): void {
    this.running -= 1;
    this.count(entry, 'running', -1);
    for (let next = this.next(); next; next = this.next()) next.grant();
  }

  private next(): WaitingEntry | undefined {
    let best: WaitingEntry | undefined;
    for (const entry of this.waiting) {
      if (this.fits(entry) && (!best || this.precedes(entry, best))) best = entry;
    }
    return best;
  }

  /** Whether an entry comes before one that has waited longer. */
  private precedes(entry: Entry, earlier: Entry): boolean {
    // Work of the process itself has no parties.
    if (entry.parties.length !== earlier.parties.length) return entry.parties.length === 0;
    for (const [index, party] of entry.parties.entries()) {
      const [mine, other] = [this.countOf(party), this.countOf(earlier.parties[index]!)];
      if (mine.running !== other.running) return mine.running < other.running;
      if (mine.grantedAt !== other.grantedAt) return mine.grantedAt < other.grantedAt;
    }
    return false;
  }

  private fits({ groups }: Entry): boolean {
    return this.running < this.shares.connections && !groups.some((group) => this.isFull(group));
  }

  private isFull({ name, running }: Group): boolean {
    return this.countOf(name).running >= running;
  }

  private countOf(name: string): Count {
    return this.counts.get(name) ?? NONE;
  }

  /** Forgets a group without claims, so that the memory does not grow with every client that was ever seen. */
  private count({ groups }: Entry, state: 'running' | 'waiting', change: 1 | -1): void {
    for (const { name } of groups) {
      const count = this.counts.get(name) ?? { ...NONE };
      count[state] += change;
      if (count.running + count.waiting === 0) this.counts.delete(name);
      else this.counts.set(name, count);
    }
  }
}

const refusal = (isOwn: boolean): DomainError =>
  isOwn
    ? new DomainError(
        'throttled',
        'Too many requests at once; retry after the number of seconds in Retry-After.',
      )
    : new DomainError('service_unavailable');
