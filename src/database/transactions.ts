import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assertBeforeDeadline } from '../time/deadline.js';
import { failpoint } from './failpoints.js';
import { runUnclaimed } from './pool/claim.js';

interface Transaction {
  manager: EntityManager;
  /** Resolves when the transaction has been committed; rejects with the error that rolled it back. */
  end: () => Promise<unknown>;
  /** By their keys. */
  hooks: Map<string, () => void>;
}

/**
 * Runs work in transactions. A transaction inside another one joins it, so that a command commits together with the stored
 * response of its Idempotency-Key.
 */
@Injectable()
export class Transactions {
  private readonly current = new AsyncLocalStorage<Transaction>();

  constructor(private readonly dataSource: DataSource) {}

  /** The manager of the current transaction, if any: a second connection inside a transaction could exhaust the pool. */
  get manager(): EntityManager {
    return this.current.getStore()?.manager ?? this.dataSource.manager;
  }

  run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.start(work);
  }

  /** Runs reads that must agree with each other: all of them see the state of one moment. */
  snapshot<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.start(work, 'REPEATABLE READ');
  }

  /**
   * Runs work in the current transaction, or in a new one, and undoes all that it wrote; its hooks are not called. So a dry run reads and
   * checks what the work would.
   */
  undone<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.run(async (manager) => {
      await manager.query('SAVEPOINT before_undone');
      const outer = this.current.getStore()!;
      const result = await this.current.run({ ...outer, hooks: new Map() }, () => work(manager));
      await manager.query('ROLLBACK TO SAVEPOINT before_undone; RELEASE SAVEPOINT before_undone');
      return result;
    });
  }

  private async start<T>(
    work: (manager: EntityManager) => Promise<T>,
    isolation?: 'REPEATABLE READ',
  ): Promise<T> {
    const outer = this.current.getStore();
    if (outer) return work(outer.manager);
    const hooks = new Map<string, () => void>();
    const inside = (manager: EntityManager): Promise<T> =>
      this.current.run({ manager, end: () => transaction, hooks }, () =>
        // If the work took a second connection, it must not wait for its own client's share: that would be a deadlock.
        runUnclaimed(() => finish(work(manager))),
      );
    const transaction: Promise<T> = isolation
      ? this.dataSource.transaction(isolation, inside)
      : this.dataSource.transaction(inside);
    const result = await transaction;
    failpoint('after-commit');
    for (const hook of hooks.values()) callSafely(hook);
    return result;
  }

  /**
   * Calls a hook when the current transaction has committed, and never if it is rolled back; without a transaction, at once. An error
   * of the hook is ignored: what it follows has been committed.
   * @param key of several hooks with the same key, only the last is called
   */
  afterCommit(key: string, hook: () => void): void {
    const transaction = this.current.getStore();
    if (transaction) transaction.hooks.set(key, hook);
    else callSafely(hook);
  }

  /**
   * Waits for the commit of the current transaction, if any. The transaction itself must not wait for it.
   * @throws the error that rolled the transaction back
   */
  async committed(): Promise<void> {
    await this.current.getStore()?.end();
  }
}

/** Rolls the transaction back if the deadline has passed: the caller has already got a 503. */
async function finish<T>(work: Promise<T>): Promise<T> {
  const result = await work;
  assertBeforeDeadline();
  failpoint('before-commit');
  return result;
}

function callSafely(hook: () => void): void {
  try {
    hook();
  } catch {
    // The caller must learn that its transaction has committed.
  }
}
