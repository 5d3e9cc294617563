import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { runAs } from '../database/pool/claim.js';
import { lockName } from '../database/sql/lock-name.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from './company-id.js';

/**
 * Serializes the work that changes a company's ledger or recommendations. The work waits for its turn before it takes a connection
 * (see FairQueue): if it held a connection meanwhile, one company's long import would exhaust the pool for all companies.
 */
@Injectable()
export class CompanyQueue {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Runs work in one transaction that holds the company's lock. So a recommendation for an invoice that is being paid is created
   * either before the payment, which then cancels it, or after it, and is rejected. Decisions do not take this lock.
   */
  serialize<T>(company: CompanyId, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return runAs('serialized', () =>
      this.transactions.run(async (manager) => {
        await lockName(manager, `ledger:${company}`);
        return work(manager);
      }),
    );
  }
}
