import { Injectable } from '@nestjs/common';
import { selectIds } from '../database/sql/select-ids.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';

/** Bounds how long one reader holds the head of the feed. */
const BATCH = 1_000;

const unordered = (count: number): string => `
  SELECT seq AS id FROM event WHERE company_id = $1 AND position IS NULL ORDER BY seq LIMIT ${count}`;
/**
 * Locks the head. A statement of its own: the next one must see what other readers ordered while this one waited. Without
 * statistics, PostgreSQL expects few rows without a position, and would sort all of them for each batch.
 */
const LOCK_HEAD = `
  INSERT INTO event_head (company_id) VALUES ($1)
  ON CONFLICT (company_id) DO UPDATE SET last = event_head.last
  RETURNING last, set_config('enable_sort', 'off', true)`;
const ORDER = `
  UPDATE event e SET position = $3::bigint + o.place
  FROM unnest($2::bigint[]) WITH ORDINALITY AS o (seq, place) WHERE e.seq = o.seq AND e.company_id = $1`;
const MOVE_HEAD = 'UPDATE event_head SET last = last + $2 WHERE company_id = $1';

/**
 * Gives committed events their positions in the feed of their company. Readers do it, one at a time, before they read. If writers did
 * it, each would wait for the commit of every other writer of the company. An event whose transaction commits late gets a later
 * position, so no cursor has passed it. Events of one action keep their order, because a transaction that waited for the lock of the
 * action appended its event later.
 */
@Injectable()
export class EventOrder {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Orders at most a batch of the committed events without a position.
   * @returns whether there may be more
   */
  async extend(company: CompanyId): Promise<boolean> {
    const some = await selectIds(this.transactions.manager, unordered(1), [company]);
    if (some.length === 0) return false;
    return this.transactions.run(async (manager) => {
      const [head] = await manager.query<[{ last: string }]>(LOCK_HEAD, [company]);
      const ids = await selectIds(manager, unordered(BATCH), [company]);
      if (ids.length === 0) return false;
      await manager.query(ORDER, [company, ids, head.last]);
      await manager.query(MOVE_HEAD, [company, ids.length]);
      return ids.length === BATCH;
    });
  }
}
