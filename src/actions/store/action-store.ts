import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { failpoint } from '../../database/failpoints.js';
import { assignmentsOf, changeOf } from '../../database/sql/changes.js';
import { chunks } from '../../database/sql/chunks.js';
import { insertRows } from '../../database/sql/insert-rows.js';
import { anyOf, IS_OF_COMPANY, rowsWith } from '../../database/sql/keys.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { ActionEvents } from '../events/action-events.js';
import { DeliveryRows } from './deliveries/delivery-rows.js';
import { LOCK_ACTIONS, type LockedAction } from './locked-action.js';
import { LockedActions } from './locked-actions.js';
import type { StoredChange } from './stored-change.js';

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
  toRecipients: 'jsonb',
  ccRecipients: 'jsonb',
  assignedTo: 'uuid',
  finalSubject: 'text',
  approvedSha256: 'text',
  draftedBalance: 'numeric',
  draftedCurrency: 'text',
  draftedDueOn: 'date',
  draftedCustomerName: 'text',
  isRecommended: 'boolean',
};
const FINAL_CONTENT: keyof StoredChange = 'finalContent';

/** LATERAL with OFFSET 0, because PostgreSQL could join in a way that reads all actions of the company, for lack of statistics. */
export const WITH_SIBLINGS = `
  SELECT unnest($2::uuid[]) AS id
  UNION SELECT action.id FROM unnest($2::uuid[]) AS wanted (id)
  JOIN LATERAL (SELECT * FROM action WHERE id = wanted.id OFFSET 0) a ON a.company_id = $1
  CROSS JOIN LATERAL ${rowsWith('action', 'recommendation_id = a.recommendation_id')}`;

const UPDATE = `
  UPDATE action a SET ${assignmentsOf('a', 'id', COLUMN_TYPES)},
    metadata = CASE WHEN ${changeOf('a.id')} ? '${FINAL_CONTENT}'
      THEN a.metadata || jsonb_build_object('final_content', ${changeOf('a.id')} -> '${FINAL_CONTENT}') ELSE a.metadata END
  WHERE a.${IS_OF_COMPANY} AND a.id = ${anyOf('$2')}`;

/** The only writer of existing actions: stores their changes, deliveries, log entries and events together or not at all. */
@Injectable()
export class ActionStore {
  constructor(
    private readonly transactions: Transactions,
    private readonly deliveries: DeliveryRows,
    private readonly clock: Clock,
    private readonly events: ActionEvents,
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
      const deliveries = await this.deliveries.of(company, actions);
      const locked = new LockedActions(company, actions, deliveries, await this.clock.databaseNow(manager));
      const result = await decide(locked);
      await save(manager, company, locked);
      await this.deliveries.save(company, locked);
      await this.events.append(company, locked.events, locked.now);
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
    const ids = chunk.map(([id]) => id);
    await manager.query(UPDATE, [company, ids, JSON.stringify(Object.fromEntries(chunk))]);
  }
  failpoint('before-log');
  await insertRows(manager, 'approval_log', entries);
  failpoint('after-log');
}
