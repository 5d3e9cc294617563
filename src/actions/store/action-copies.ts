import { Injectable } from '@nestjs/common';
import { anyOf, IS_OF_COMPANY } from '../../database/sql/keys.js';
import { selectIds } from '../../database/sql/select-ids.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';

/** Limits how long a decision waits for the locks of a repair. */
const BATCH_SIZE = 500;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

const KEY = `company_id, status, action_type, is_deleted, action_required, is_recommended, waits_for_customer, has_invoice,
  is_assigned, has_response_deadline`;
const KEY_OF_ACTION = `company_id, status, action_type, deleted_at IS NOT NULL AS is_deleted, action_required, is_recommended,
  recommendation = 'wait_for_customer' AS waits_for_customer, invoice_id IS NOT NULL AS has_invoice,
  assigned_to IS NOT NULL AS is_assigned, response_deadline IS NOT NULL AS has_response_deadline`;

/** One statement, so that it sees each transaction in both tables or in neither: others may write meanwhile. */
const RECOUNT = `
  INSERT INTO action_tally (${KEY}, actions)
  SELECT ${KEY}, sum(n) FROM (
    SELECT ${KEY_OF_ACTION}, 1 AS n FROM action WHERE company_id = $1
    UNION ALL SELECT ${KEY}, -actions FROM action_tally WHERE company_id = $1
  ) rows
  GROUP BY ${KEY} HAVING sum(n) <> 0 RETURNING id`;

const COLUMNS = `customer_id, invoice_id, recommendation_id, assigned_to, scheduled_for, history_at, expires_at, response_deadline,
  deleted_at, urgency_score, action_required, is_recommended, status, action_type, recommendation`;
const qualified = (alias: string): string =>
  `${COLUMNS}, text`.replace(/\w+/g, (column) => `${alias}.${column}`);
const LOCK = `
  SELECT id FROM action WHERE ${IS_OF_COMPANY} AND id > $2 ORDER BY id LIMIT ${BATCH_SIZE} FOR NO KEY UPDATE`;
const COPY = `
  INSERT INTO action_search AS s (company_id, id, ${COLUMNS}, text)
  SELECT company_id, id, ${COLUMNS}, daybook_fold(description || E'\\x1f' || recommendation_label || E'\\x1f' || trigger_event_label)
  FROM action WHERE ${IS_OF_COMPANY} AND id = ${anyOf('$2')}
  ON CONFLICT (company_id, id) DO UPDATE SET (${COLUMNS}, text) = (${qualified('excluded')})
  WHERE (${qualified('s')}) IS DISTINCT FROM (${qualified('excluded')})
  RETURNING id`;
const DELETE = `
  WITH deleted AS (
    DELETE FROM action_search s WHERE company_id = $1 AND NOT EXISTS (
      SELECT FROM action a WHERE a.company_id = s.company_id AND a.id = s.id) RETURNING id
  ) SELECT id FROM deleted`;

/**
 * Repairs what triggers keep beside the actions: their tally, and their copies for searches. Only necessary after changes without triggers,
 * such as a restored table.
 */
@Injectable()
export class ActionCopies {
  constructor(private readonly transactions: Transactions) {}

  /** @returns how many rows of each table were wrong */
  async repair(company: CompanyId): Promise<{ counts: number; copies: number }> {
    const { manager } = this.transactions;
    const counts = (await selectIds(manager, RECOUNT, [company])).length;
    let copies = (await selectIds(manager, DELETE, [company])).length;
    let ids: string[];
    let last = BEFORE_ALL_IDS;
    do {
      const batch = await this.repairBatch(company, last);
      ids = batch.ids;
      copies += batch.copied;
      last = ids.at(-1) ?? last;
    } while (ids.length === BATCH_SIZE);
    return { counts, copies };
  }

  /** Copies locked rows, because a copy must not overwrite the values of a later transaction. */
  private repairBatch(company: CompanyId, last: string): Promise<{ ids: string[]; copied: number }> {
    return this.transactions.run(async (manager) => {
      const ids = await selectIds(manager, LOCK, [company, last]);
      return { ids, copied: (await selectIds(manager, COPY, [company, ids])).length };
    });
  }
}
