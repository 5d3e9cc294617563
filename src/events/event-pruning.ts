import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanySweep } from '../tenancy/company-sweep.js';
import { Clock } from '../time/clock.js';
import { EventOrder } from './event-order.js';

const DAY_MS = 24 * 3_600_000;
/** Bounds how long readers of the company wait for the head of its feed. */
const BATCH = 1_000;
/** The companies of one statement. */
const COMPANIES = 500;
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/** Whether an event is old; one that is dated in the future, because the clock has been set back since, may be. */
const MAY_BE_OLD = 'NOT created_at BETWEEN $1 AND $2';
/** A page of the companies with events without a position. For each, only the first of them is read. */
const UNORDERED = `
  WITH RECURSIVE first AS (
    (SELECT company_id, created_at FROM event WHERE position IS NULL AND company_id > $3
     ORDER BY company_id, seq LIMIT 1)
    UNION ALL
    SELECT next.* FROM first CROSS JOIN LATERAL (
      SELECT company_id, created_at FROM event WHERE position IS NULL AND company_id > first.company_id
      ORDER BY company_id, seq LIMIT 1) next
  ) SELECT company_id AS id, ${MAY_BE_OLD} AS "isOld" FROM first LIMIT ${COMPANIES}`;
const FIRST_UNORDERED = `
  SELECT ${MAY_BE_OLD} AS "isOld" FROM event WHERE company_id = $3 AND position IS NULL ORDER BY seq LIMIT 1`;
/** A page of the companies with a feed, and the first event of each. */
const ORDERED = `
  SELECT h.company_id AS id, (
    SELECT ${MAY_BE_OLD} FROM event e WHERE e.company_id = h.company_id AND e.position > h.pruned
    ORDER BY e.position LIMIT 1
  ) AS "isOld"
  FROM event_head h WHERE company_id > $3 ORDER BY company_id LIMIT ${COMPANIES}`;

const LOCK_HEAD = 'SELECT pruned FROM event_head WHERE company_id = $1 FOR UPDATE';
/**
 * The position up to which events are old. Events are not quite in the order of their times. One that is dated in the future, because
 * the clock has been set back since, must not keep all later ones: it counts as old as the next one.
 */
const OLD_UP_TO = `
  WITH first AS MATERIALIZED (
    SELECT position, created_at FROM event WHERE company_id = $1 AND position > $2 ORDER BY position LIMIT ${BATCH}
  ) SELECT max(position) AS position FROM first WHERE created_at < $3 AND position < coalesce(
    (SELECT min(position) FROM first WHERE created_at >= $3 AND created_at <= $4), ${2n ** 63n - 1n})`;
const DELETE = 'DELETE FROM event WHERE company_id = $1 AND position > $2 AND position <= $3';
const MOVE_HEAD = 'UPDATE event_head SET pruned = $2 WHERE company_id = $1';

/** The times of the events that are kept. */
interface Kept {
  oldest: Date;
  now: Date;
}

/**
 * Deletes old events, for each company from the lowest position. A cursor before the last deleted one is refused from then on. Events
 * that nobody has read get their positions first: otherwise a reader that comes back after months would not learn what it has missed.
 */
@Injectable()
export class EventPruning {
  constructor(
    private readonly order: EventOrder,
    private readonly transactions: Transactions,
    private readonly companies: CompanySweep,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Prunes the events of all companies. Several processes may do it at the same time. */
  async run(): Promise<void> {
    const now = await this.clock.databaseNow(this.transactions.manager);
    const oldest = new Date(now.getTime() - this.config.EVENT_RETENTION_DAYS * DAY_MS);
    const kept = { oldest, now };
    await this.eachCompany(UNORDERED, kept, (company) => this.putInOrder(company, kept));
    await this.eachCompany(ORDERED, kept, async (company) => {
      while (await this.pruneBatch(company, kept));
    });
  }

  /** Works on the companies whose first event may be old. */
  private async eachCompany(
    statement: string,
    { oldest, now }: Kept,
    work: (company: CompanyId) => Promise<void>,
  ): Promise<void> {
    let page: { id: string; isOld: boolean | null }[];
    let last = BEFORE_ALL_IDS;
    do {
      page = await this.transactions.manager.query<typeof page>(statement, [oldest, now, last]);
      const old = page.filter(({ isOld }) => isOld);
      await this.companies.each(
        old.map(({ id }) => id),
        work,
      );
      last = page.at(-1)?.id ?? last;
    } while (page.length === COMPANIES);
  }

  private async putInOrder(company: CompanyId, { oldest, now }: Kept): Promise<void> {
    let first: { isOld: boolean } | undefined;
    do {
      await this.order.extend(company);
      const values = [oldest, now, company];
      [first] = await this.transactions.manager.query<(typeof first)[]>(FIRST_UNORDERED, values);
    } while (first?.isOld);
  }

  /** @returns whether it deleted events: there may be more */
  private pruneBatch(company: CompanyId, { oldest, now }: Kept): Promise<boolean> {
    return this.transactions.run(async (manager) => {
      // A statement of its own: the next one must see what others did while this one waited.
      const [head] = await manager.query<{ pruned: string }[]>(LOCK_HEAD, [company]);
      const pruned = head!.pruned;
      const values = [company, pruned, oldest, now];
      const [{ position }] = await manager.query<[{ position: string | null }]>(OLD_UP_TO, values);
      if (position === null) return false;
      await manager.query(DELETE, [company, pruned, position]);
      await manager.query(MOVE_HEAD, [company, position]);
      return true;
    });
  }
}
