import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { PoolClient, QueryResultRow } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { assertBeforeDeadline } from '../time/deadline.js';
import { begin } from './begin.js';
import { databaseErrorOf } from './connection/database-error.js';
import { poolOf } from './connection/pool.js';
import { send } from './connection/send.js';
import { failpoint } from './failpoints.js';
import { runUnclaimed } from './pool/claim.js';
import { preparedStatement } from './sql/prepared.js';

/** SQLSTATE in_failed_sql_transaction: an earlier statement has failed. */
const FAILED_BEFORE = '25P02';

interface Transaction {
  manager: EntityManager;
  client: PoolClient;
  /** Writes that have been sent, and whose results nobody needs. */
  unsettled: Promise<unknown>[];
  /** Why the first statement failed that was sent with `send()`. */
  failure?: unknown;
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

  /**
   * Like `run()`, for work that only reads or locks until the first response: its first statements are sent together with the one
   * that begins the transaction.
   */
  runReadingFirst<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.start(work, { readsFirst: true });
  }

  /** Runs reads that must agree with each other: all of them see the state of one moment. */
  snapshot<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.start(work, { isolation: 'REPEATABLE READ' });
  }

  /**
   * Sends a prepared statement in the current transaction, if there is one, and at once. Statements that are sent without waiting for
   * each other share a round trip, and are executed in their order. Wait for them with Promise.all(), which handles every error.
   */
  async send<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    const transaction = this.current.getStore();
    if (!transaction) return (await poolOf(this.dataSource).query<Row>(preparedStatement(text, values))).rows;
    try {
      return (await send<Row>(transaction.client, preparedStatement(text, values))).rows;
    } catch (error) {
      transaction.failure ??= error;
      throw error;
    }
  }

  /**
   * Waits for a write before the commit of the current transaction, and not now: nobody needs its result earlier. If it fails, the
   * transaction is rolled back with its error.
   */
  async settleBeforeCommit(write: Promise<unknown>): Promise<void> {
    const transaction = this.current.getStore();
    if (!transaction) return void (await write);
    transaction.unsettled.push(write);
    write.catch(() => undefined);
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
    options: { isolation?: 'REPEATABLE READ'; readsFirst?: boolean } = {},
  ): Promise<T> {
    const outer = this.current.getStore();
    if (outer) return work(outer.manager);
    const hooks = new Map<string, () => void>();
    const transaction: Promise<T> = this.transact(work, hooks, options, () => transaction);
    const result = await transaction;
    failpoint('after-commit');
    for (const hook of hooks.values()) callSafely(hook);
    return result;
  }

  private async transact<T>(
    work: (manager: EntityManager) => Promise<T>,
    hooks: Map<string, () => void>,
    { isolation, readsFirst }: { isolation?: 'REPEATABLE READ'; readsFirst?: boolean },
    end: () => Promise<T>,
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const { manager } = runner;
    let transaction: Transaction | undefined;
    try {
      const client = (await runner.connect()) as PoolClient;
      const begun = begin(runner, client, isolation);
      if (!readsFirst) await begun;
      const inside: Transaction = { manager, client, end, hooks, unsettled: [] };
      transaction = inside;
      const result = await this.current.run(inside, () =>
        // If the work took a second connection, it must not wait for its own client's share: that would be a deadlock.
        runUnclaimed(() => finish(work(manager), begun, inside)),
      );
      await runner.commitTransaction();
      return result;
    } catch (error) {
      // The error that is thrown is the first one, also if the transaction cannot be rolled back.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw causeOf(error, transaction);
    } finally {
      await runner.release();
    }
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
async function finish<T>(work: Promise<T>, begun: Promise<unknown>, inside: Transaction): Promise<T> {
  const result = await work;
  await Promise.all([begun, ...inside.unsettled]);
  // COMMIT would roll back without an error.
  if (inside.failure) throw inside.failure;
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

/** What a statement says that was refused because an earlier one failed does not help the caller. */
const causeOf = (error: unknown, transaction?: Transaction): unknown =>
  databaseErrorOf(error)?.code === FAILED_BEFORE ? (transaction?.failure ?? error) : error;
