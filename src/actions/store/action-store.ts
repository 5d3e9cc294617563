import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { snakeCase } from 'typeorm/util/StringUtils.js';
import { Clock } from '../../time/clock.js';
import { chunks } from '../../database/sql/chunks.js';
import { insertRows } from '../../database/sql/insert-rows.js';
import { Transactions } from '../../database/transactions.js';
import { failpoint } from '../../database/failpoints.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Action } from './action.entity.js';
import { LockedActions } from './locked-actions.js';

/** What a move may change, with its type in the database. */
const CHANGEABLE = {
  status: 'text',
  version: 'integer',
  logHead: 'text',
  touched: 'boolean',
  deletedAt: 'timestamptz',
  updatedAt: 'timestamptz',
  executedAt: 'timestamptz',
  metadata: 'jsonb',
  channelId: 'text',
  externalId: 'text',
  responseDeadline: 'timestamptz',
  subject: 'text',
  content: 'text',
  scheduledFor: 'timestamptz',
  urgencyScore: 'smallint',
  draftedBalance: 'numeric',
  draftedCurrency: 'text',
} as const satisfies Partial<Record<keyof Action, string>>;

/** What a change does not name stays as it is. */
const UPDATE = `
  UPDATE action a SET ${Object.entries(CHANGEABLE)
    .map(([field, type]) => {
      const column = snakeCase(field);
      return `${column} = CASE WHEN g.change ? '${field}' THEN (g.change ->> '${field}')::${type} ELSE a.${column} END`;
    })
    .join(', ')}
  FROM jsonb_to_recordset($2) AS g (id uuid, change jsonb)
  WHERE a.company_id = $1 AND a.id = g.id`;

/** The only writer of actions that there are already: their changes and the rows of their logs, together or not at all. */
@Injectable()
export class ActionStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks the actions, lets the work decide on them, and stores what it decided, in one transaction: decisions on one
   * action happen one after the other. What has expired is cancelled first, so that nobody approves it any more. The locks
   * are taken in the order of the ids, so that nobody waits for one who waits for him.
   */
  change<T>(
    company: CompanyId,
    ids: readonly string[],
    work: (locked: LockedActions) => T | Promise<T>,
  ): Promise<T> {
    return this.transactions.run(async (manager) => {
      const actions: Action[] = [];
      for (const some of chunks(ids.toSorted())) {
        const where = { companyId: company, id: In(some) };
        const lock = { mode: 'pessimistic_write' } as const;
        actions.push(...(await manager.find(Action, { where, order: { id: 'ASC' }, lock })));
      }
      const locked = new LockedActions(company, actions, await this.clock.stamp(manager));
      locked.cancelExpired(this.clock.now());
      const result = await work(locked);
      await save(manager, company, locked);
      return result;
    });
  }
}

async function save(
  manager: EntityManager,
  company: CompanyId,
  { changes, entries }: LockedActions,
): Promise<void> {
  failpoint('before-update');
  for (const some of chunks([...changes])) {
    const given = some.map(([id, change]) => ({ id, change }));
    await manager.query(UPDATE, [company, JSON.stringify(given)]);
  }
  failpoint('before-log');
  await insertRows(manager, 'approval_log', entries);
  failpoint('after-log');
}
