import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, MoreThan, type EntityManager } from 'typeorm';
import { Transactions } from '../database/transactions.js';
import { DomainError } from '../problems/domain-error.js';
import { failpoint } from '../database/failpoints.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

/** For how long an answer is kept. */
export const KEPT_MS = 24 * 3_600_000;

export type RequestIdentity = Pick<IdempotencyKey, 'companyId' | 'apiTokenId' | 'operation' | 'key'>;
export type Answer = Pick<IdempotencyKey, 'status' | 'etag' | 'body'>;

@Injectable()
export class IdempotencyRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Does the work once: its effect and its answer are stored together. Answers `replayed` where it was done before.
   * @throws DomainError idempotency_in_flight, idempotency_mismatch, or what the work throws (then nothing is stored)
   */
  once(
    identity: RequestIdentity,
    requestSha256: string,
    work: () => Promise<Answer>,
  ): Promise<{ answer: Answer; replayed: boolean }> {
    return this.transactions.run(async (manager) => {
      await this.claim(manager, identity);
      const kept = await manager.findOneBy(IdempotencyKey, { ...identity, createdAt: MoreThan(oldest()) });
      if (kept && kept.requestSha256 !== requestSha256) throw new DomainError('idempotency_mismatch');
      if (kept) return { answer: kept, replayed: true };
      const answer = await work();
      const row = { ...identity, requestSha256, ...answer, createdAt: new Date() };
      await manager.upsert(IdempotencyKey, row, ['companyId', 'apiTokenId', 'operation', 'key']);
      failpoint('after-stored-answer');
      return { answer, replayed: false };
    });
  }

  /** Forgets what is older than it has to be kept. */
  async sweep(): Promise<void> {
    await this.dataSource.manager.delete(IdempotencyKey, { createdAt: LessThan(oldest()) });
  }

  /** A duplicate is told at once; with a unique row alone it would wait for the first to commit. */
  private async claim(manager: EntityManager, identity: RequestIdentity): Promise<void> {
    const statement = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS claimed';
    const [{ claimed }] = await manager.query<[{ claimed: boolean }]>(statement, [JSON.stringify(identity)]);
    if (!claimed) throw new DomainError('idempotency_in_flight');
  }
}

const oldest = (): Date => new Date(Date.now() - KEPT_MS);
