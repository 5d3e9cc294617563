import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assertBeforeDeadline } from '../time/deadline.js';
import { failpoint } from './failpoints.js';

/**
 * Runs work in transactions. A transaction inside another one joins it, so that a command commits together with the stored
 * response of its Idempotency-Key.
 */
@Injectable()
export class Transactions {
  private readonly current = new AsyncLocalStorage<EntityManager>();

  constructor(private readonly dataSource: DataSource) {}

  /** The manager of the current transaction, if any: a second connection inside a transaction could exhaust the pool. */
  get manager(): EntityManager {
    return this.current.getStore() ?? this.dataSource.manager;
  }

  async run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const outer = this.current.getStore();
    if (outer) return work(outer);
    const result = await this.dataSource.transaction((manager) =>
      this.current.run(manager, () => finish(work(manager))),
    );
    failpoint('after-commit');
    return result;
  }
}

/** Rolls the transaction back if the deadline has passed: the caller has already got a 503. */
async function finish<T>(work: Promise<T>): Promise<T> {
  const result = await work;
  assertBeforeDeadline();
  failpoint('before-commit');
  return result;
}
