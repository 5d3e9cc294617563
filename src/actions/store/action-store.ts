import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { snakeCase } from 'typeorm/util/StringUtils.js';
import { failpoint } from '../../database/failpoints.js';
import { chunks } from '../../database/sql/chunks.js';
import { insertRows } from '../../database/sql/insert-rows.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { LOCK_ACTIONS, type LockedAction } from './locked-action.js';
import { type StoredChange, LockedActions } from './locked-actions.js';

/** The columns that a change may set, with their types in the database. */
const COLUMN_TYPES: Record<Exclude<keyof StoredChange, 'finalContent'>, string> = {
  status: 'text',
  version: 'integer',
  logHead: 'text',
  touched: 'boolean',
  editedAt: 'timestamptz',
  editedBy: 'text',
  deletedAt: 'timestamptz',
  updatedAt: 'timestamptz',
  executedAt: 'timestamptz',
  channelId: 'text',
  externalId: 'text',
  responseDeadline: 'timestamptz',
  subject: 'text',
  content: 'text',
  scheduledFor: 'timestamptz',
  urgencyScore: 'smallint',
  draftedBalance: 'numeric',
  draftedCurrency: 'text',
  draftedDueOn: 'date',
  draftedCustomerName: 'text',
  isRecommended: 'boolean',
};
const FINAL_CONTENT: keyof StoredChange = 'finalContent';

/** With OR instead of UNION, PostgreSQL would read every company's actions. */
export const WITH_SIBLINGS = `
  SELECT unnest($2::uuid[]) AS id
  UNION SELECT s.id FROM action a
  JOIN action s ON s.company_id = a.company_id AND s.recommendation_id = a.recommendation_id
  WHERE a.company_id = $1 AND a.id = ANY ($2::uuid[])`;

/** A column that is not in the change keeps its value. */
const UPDATE = `
  UPDATE action a SET ${Object.entries(COLUMN_TYPES)
    .map(([property, type]) => {
      const column = snakeCase(property);
      return `${column} = CASE WHEN c.change ? '${property}' THEN (c.change ->> '${property}')::${type} ELSE a.${column} END`;
    })
    .join(', ')},
    metadata = CASE WHEN c.change ? '${FINAL_CONTENT}'
      THEN a.metadata || jsonb_build_object('final_content', c.change -> '${FINAL_CONTENT}') ELSE a.metadata END
  FROM jsonb_to_recordset($2) AS c (id uuid, change jsonb)
  WHERE a.company_id = $1 AND a.id = c.id`;

/** The only writer of existing actions: stores their changes and their log entries together or not at all. */
@Injectable()
export class ActionStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks actions, lets `decide` apply transitions to them, and stores the result, all in one transaction. Unknown ids are
   * left out. Rows are locked in id order to prevent deadlocks.
   * @param edited the actions of which the drafts are read (see LockedAction)
   */
  update<T>(
    company: CompanyId,
    ids: readonly string[],
    decide: (locked: LockedActions) => T | Promise<T>,
    edited: readonly string[] = [],
  ): Promise<T> {
    return this.transactions.run(async (manager) => {
      const actions: LockedAction[] = [];
      for (const chunk of chunks(ids.toSorted())) {
        actions.push(...(await manager.query<LockedAction[]>(LOCK_ACTIONS, [company, chunk, edited])));
      }
      // Read after locking, because waiting for the locks can take long.
      const locked = new LockedActions(company, actions, await this.clock.databaseNow(manager));
      const result = await decide(locked);
      await save(manager, company, locked);
      return result;
    });
  }

  /** Like `update()`, but locks the other alternatives of the same recommendations too, which a decision may change. */
  async updateAlternatives(
    company: CompanyId,
    ids: readonly string[],
    decide: (locked: LockedActions) => void | Promise<void>,
    edited: readonly string[] = [],
  ): Promise<void> {
    await this.transactions.run(async (manager) => {
      const lockIds = await selectIds(manager, WITH_SIBLINGS, [company, ids]);
      await this.update(company, lockIds, decide, edited);
    });
  }
}

async function save(
  manager: EntityManager,
  company: CompanyId,
  { changes, entries }: LockedActions,
): Promise<void> {
  failpoint('before-update');
  for (const chunk of chunks<[string, StoredChange]>([...changes])) {
    const rows = chunk.map(([id, change]) => ({ id, change }));
    await manager.query(UPDATE, [company, JSON.stringify(rows)]);
  }
  failpoint('before-log');
  await insertRows(manager, 'approval_log', entries);
  failpoint('after-log');
}
