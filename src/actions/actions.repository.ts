import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { prepared } from '../database/prepared.js';
import { Transactions } from '../database/transactions.js';
import { selectPage } from '../database/select-page.js';
import { DomainError } from '../domain-error.js';
import { failpoint } from '../failpoints.js';
import type { Page, PageRequest } from '../http/page.js';
import type { Actor } from '../tenancy/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Action } from './action.entity.js';
import { ACTION_DETAIL, type ActionDetailRow, type ActionRow } from './action.rows.js';
import type { ActionState, Transition } from './action-lifecycle.js';
import { chained } from './approval-chain.js';
import { ApprovalLog } from './approval-log.entity.js';
import { type ActionFilter, listingOf } from './list-query.js';

@Injectable()
export class ActionsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  list(company: CompanyId, filter: ActionFilter, page: PageRequest): Promise<Page<ActionRow>> {
    return selectPage(this.dataSource, listingOf(company, filter), page);
  }

  /** @throws DomainError not_found */
  async get(company: CompanyId, id: string): Promise<ActionDetailRow> {
    const [row] = await prepared<ActionDetailRow>(this.dataSource, ACTION_DETAIL, [company, id]);
    return found(row);
  }

  /**
   * Decides and records in one transaction: the row's lock lets decisions on one action happen one after the other, so
   * that each sees what the one before it left.
   * @throws DomainError not_found, or what the decision throws
   */
  transition(
    company: CompanyId,
    id: string,
    decide: (action: ActionState, now: Date) => Transition,
    actor: Actor,
  ): Promise<ActionDetailRow> {
    return this.transactions.run(async (manager) => {
      const where = { companyId: company, id };
      const action = found(await manager.findOne(Action, { where, lock: { mode: 'pessimistic_write' } }));
      const now = await clock(manager);
      const { change, entry } = decide(action, now);
      const logged = chained(
        {
          ...entry,
          id: uuidv7(),
          companyId: company,
          actionId: id,
          actor: actor.name,
          requestId: actor.requestId,
          createdAt: now,
        },
        action.logHead,
      );
      failpoint('before-update');
      await manager.update(Action, where, { ...change, logHead: logged.hash });
      failpoint('before-log');
      await manager.insert(ApprovalLog, logged);
      failpoint('after-log');
      const [row] = await manager.query<ActionDetailRow[]>(ACTION_DETAIL, [company, id]);
      return found(row);
    });
  }
}

function found<T>(row: T | null | undefined): T {
  if (!row) throw new DomainError('not_found');
  return row;
}

/** The database's clock, read once the lock is held: now() would say when the transaction began to wait for it. */
async function clock(manager: EntityManager): Promise<Date> {
  const [{ now }] = await manager.query<[{ now: Date }]>('SELECT clock_timestamp()::timestamptz(3) AS now');
  return now;
}
