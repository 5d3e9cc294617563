import { Injectable } from '@nestjs/common';
import { groupBy } from '../group-by.js';
import { IS_OF_COMPANY } from '../database/sql/keys.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanySweep } from '../tenancy/company-sweep.js';
import { Clock } from '../time/clock.js';
import { ActionEvents } from './events/action-events.js';
import { isResponseOverdueSql } from './store/action-conditions.js';

/** Limits how long a command on one of the actions waits for the row locks of the sweep. */
const BATCH_SIZE = 250;

/** The conditions of the index `action_overdue_idx`. */
const isUnmarkedSql = (now: string): string =>
  `${isResponseOverdueSql('action', now)} AND response_deadline IS NOT NULL AND overdue_event_at IS NULL AND deleted_at IS NULL`;
/** A batch of the actions of all companies except $2, in the order of the index. */
const BATCH = `
  SELECT id, company_id AS "companyId" FROM action WHERE ${isUnmarkedSql('$1')} AND company_id <> ALL ($2::uuid[])
  ORDER BY response_deadline LIMIT ${BATCH_SIZE}`;
/** Checks each action again once it is locked: two sweeps may have selected it. */
const MARK = `
  UPDATE action SET overdue_event_at = $3
  WHERE ${IS_OF_COMPANY} AND id = ANY (ARRAY(
    SELECT id FROM action WHERE ${IS_OF_COMPANY} AND id = ANY ($2::uuid[]) AND ${isUnmarkedSql('$3')} ORDER BY id FOR UPDATE
  )) RETURNING id`;

/**
 * Appends `response.overdue` once for each action whose response deadline has passed. A deadline is set when an action ends and never
 * changes, so one mark for each action suffices. The log does not vouch for the mark.
 */
@Injectable()
export class OverdueSweep {
  constructor(
    private readonly events: ActionEvents,
    private readonly transactions: Transactions,
    private readonly companies: CompanySweep,
    private readonly clock: Clock,
  ) {}

  /**
   * Sweeps all companies in batches, each company's part in a transaction of its own. Several processes may do so at the same time.
   */
  async run(): Promise<void> {
    const { manager } = this.transactions;
    const now = await this.clock.databaseNow(manager);
    const failed: string[] = [];
    let batch: { id: string; companyId: string }[];
    do {
      batch = await manager.query<typeof batch>(BATCH, [now, failed]);
      const overdue = groupBy(batch, ({ companyId }) => companyId);
      const append = (company: CompanyId) =>
        this.append(
          company,
          overdue.get(company)!.map(({ id }) => id),
          now,
        );
      failed.push(...(await this.companies.each(overdue.keys(), append)));
    } while (batch.length === BATCH_SIZE);
  }

  private append(company: CompanyId, ids: readonly string[], now: Date): Promise<void> {
    return this.transactions.run(async (manager) => {
      const [marked] = await manager.query<[{ id: string }[], number]>(MARK, [company, ids, now]);
      const overdue = marked.map(({ id }) => id).toSorted();
      await this.events.overdue(company, overdue, now);
    });
  }
}
