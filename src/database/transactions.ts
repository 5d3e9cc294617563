import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assertBeforeDeadline } from '../time/deadline.js';
import { failpoint } from './failpoints.js';

/**
 * One transaction for all that happens inside: whoever asks for one while one is open joins it. So a command commits
 * together with whatever surrounds it, such as the stored answer of its Idempotency-Key.
 */
@Injectable()
export class Transactions {
  private readonly open = new AsyncLocalStorage<EntityManager>();

  constructor(private readonly dataSource: DataSource) {}

  /** That of the open transaction; a second connection taken inside one could be the one that others wait for. */
  get manager(): EntityManager {
    return this.open.getStore() ?? this.dataSource.manager;
  }

  async run<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const joined = this.open.getStore();
    if (joined) return work(joined);
    const result = await this.dataSource.transaction((begun) =>
      this.open.run(begun, () => finish(work(begun))),
    );
    failpoint('after-commit');
    return result;
  }
}

/** What nobody waits for any more is taken back: the client was told that it was not done. */
async function finish<T>(work: Promise<T>): Promise<T> {
  const result = await work;
  assertBeforeDeadline();
  failpoint('before-commit');
  return result;
}
