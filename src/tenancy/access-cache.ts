import { Injectable } from '@nestjs/common';
import { Notifications } from '../database/notifications/notifications.js';
import { Transactions } from '../database/transactions.js';
import { LIMITS } from '../limits.js';

interface Entry {
  value: object;
  /** On the clock of performance.now(). */
  endsAt: number;
}

/**
 * Tokens and sessions as they were read within the last seconds, so that not every request looks them up. Triggers of the database
 * announce every change of what a caller may do, also changes by SQL, and each announcement empties the cache. It is not used while
 * announcements may be missed.
 */
@Injectable()
export class AccessCache {
  /** The oldest first, which ends first. */
  private readonly entries = new Map<string, Entry>();
  /** The number of changes so far: what was read before the latest one is not kept. */
  private changes = 0;
  private isSubscribed = false;

  constructor(
    private readonly notifications: Notifications,
    private readonly transactions: Transactions,
  ) {}

  /** The value that is kept under a key; otherwise reads it. Keeps a value for `lifetimeOf` milliseconds at most, and nothing else. */
  async read<Value extends object>(
    key: string,
    load: () => Promise<Value | undefined>,
    lifetimeOf: (value: Value) => number,
  ): Promise<Value | undefined> {
    this.subscribe();
    const startedAt = performance.now();
    const kept = this.entries.get(key);
    if (kept && kept.endsAt > startedAt && this.notifications.isReliable) return kept.value as Value;
    const before = this.changes;
    const value = await load();
    if (value && before === this.changes && this.notifications.isReliable)
      this.keep(key, { value, endsAt: startedAt + Math.min(lifetimeOf(value), LIMITS.accessCacheMs) });
    return value;
  }

  /** Empties the cache of this process after the commit of the current transaction: the announcement arrives a moment later. */
  clearAfterCommit(): void {
    this.transactions.afterCommit('access', () => this.clear());
  }

  forget(key: string): void {
    this.entries.delete(key);
  }

  private subscribe(): void {
    if (this.isSubscribed) return;
    this.isSubscribed = true;
    this.notifications.subscribe('daybook_access', () => this.clear());
  }

  private clear(): void {
    this.changes += 1;
    this.entries.clear();
  }

  private keep(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size > LIMITS.accessCacheEntries) this.entries.delete(this.entries.keys().next().value!);
  }
}
