import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import pLimit, { type LimitFunction } from 'p-limit';
import type { EntityManager } from 'typeorm';
import { Transactions } from '../database/transactions.js';
import { LIMITS } from '../limits.js';
import { assertBeforeDeadline } from '../time/deadline.js';
import type { CompanyId } from './company-id.js';

const LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';

/**
 * Serializes the work that changes a company's ledger or recommendations. It waits in this process before it takes a connection:
 * if it held a connection while it waits for the lock, one company's long import would exhaust the pool for all companies.
 */
@Injectable()
export class CompanyQueue {
  /** One queue for each company that was ever admitted; unknown ids add none. */
  private readonly queues = new Map<CompanyId, LimitFunction>();
  private readonly entered = new AsyncLocalStorage<CompanyId>();

  constructor(private readonly transactions: Transactions) {}

  /**
   * Runs work when it is the company's turn. Work inside may enter again and does not wait.
   * @throws DomainError service_unavailable if the deadline passed in the queue
   */
  async enter<T>(company: CompanyId, work: () => Promise<T>): Promise<T> {
    if (this.entered.getStore() === company) return work();
    return this.queueOf(company)(() => {
      assertBeforeDeadline();
      return this.entered.run(company, work);
    });
  }

  /**
   * Runs work in one transaction that holds the company's lock. So a recommendation for an invoice that is being paid is created
   * either before the payment, which then cancels it, or after it, and is rejected. Decisions do not take this lock.
   */
  serialize<T>(company: CompanyId, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.enter(company, () =>
      this.transactions.run(async (manager) => {
        await manager.query(LOCK, [`ledger:${company}`]);
        return work(manager);
      }),
    );
  }

  private queueOf(company: CompanyId): LimitFunction {
    const queue = this.queues.get(company) ?? pLimit(LIMITS.serializedPerCompany);
    this.queues.set(company, queue);
    return queue;
  }
}
