import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '../database/sql/prepared.js';
import { DomainError } from '../problems/domain-error.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { EventRow } from './event-json.js';
import { EventOrder } from './event-order.js';
import type { EventType } from './event-types.js';

export interface EventFilter {
  /** All types if absent. */
  types?: readonly EventType[];
  actionId?: string;
}

export interface EventPage {
  /** Oldest first. */
  events: EventRow[];
  /** The position up to which the feed was read: the events after it are those of the next page. */
  next: string;
  /** Whether events follow that are already in the feed. */
  hasMore: boolean;
}

interface Head {
  last: string;
  pruned: string;
}

/** How many batches of new events one page may put in order, while none of them matches its filter. */
const BATCHES = 5;

const HEAD = 'SELECT last, pruned FROM event_head WHERE company_id = $1';
const NO_HEAD: Head = { last: '0', pruned: '0' };

/** For each type the first positions, so that a rare type is not searched among all others. */
const PLACES = {
  all: 'SELECT position FROM event WHERE company_id = $1 AND position > $2 ORDER BY position LIMIT $3',
  types: `
    SELECT p.position FROM unnest($4::text[]) AS wanted (type) CROSS JOIN LATERAL (
      SELECT position FROM event
      WHERE company_id = $1 AND event.type = wanted.type AND position > $2 ORDER BY position LIMIT $3
    ) p ORDER BY position LIMIT $3`,
  action: `
    SELECT position FROM event
    WHERE company_id = $1 AND action_id = $4 AND position > $2 ORDER BY position LIMIT $3`,
  actionTypes: `
    SELECT position FROM event
    WHERE company_id = $1 AND action_id = $4 AND position > $2 AND type = ANY ($5) ORDER BY position LIMIT $3`,
};

/** The head comes from the same snapshot, so that every event up to it has been seen. */
const pageSql = (places: string): string => `
  SELECT h.last, h.pruned, v.* FROM (${HEAD}) h LEFT JOIN LATERAL (
    SELECT e.position, e.id, e.company_id AS "companyId", e.type, e.action_id AS "actionId", e.actor,
      e.request_id AS "requestId", e.created_at AS "createdAt", e.data::text AS data
    FROM (${places}) p JOIN event e ON e.company_id = $1 AND e.position = p.position
  ) v ON true ORDER BY v.position`;

/** Reads the events of a company in the order that all readers see. */
@Injectable()
export class EventFeed {
  constructor(
    private readonly dataSource: DataSource,
    private readonly order: EventOrder,
  ) {}

  /**
   * Reads the events after a position.
   * @param after null for the oldest event that is kept
   * @throws DomainError cursor_expired if events after the position have been deleted for their age, or the feed does not reach it
   */
  async read(
    company: CompanyId,
    after: string | null,
    filter: EventFilter,
    limit: number,
  ): Promise<EventPage> {
    for (let batch = 1; ; batch += 1) {
      const isUnfinished = await this.order.extend(company);
      const page = await this.page(company, after, filter, limit);
      const hasMore = page.hasMore || isUnfinished;
      if (page.events.length > 0 || !isUnfinished || batch === BATCHES) return { ...page, hasMore };
    }
  }

  /** The position of the latest event. */
  async latest(company: CompanyId): Promise<string> {
    while (await this.order.extend(company));
    const [head] = await prepared<Head>(this.dataSource, HEAD, [company]);
    return head?.last ?? '0';
  }

  private async page(
    company: CompanyId,
    after: string | null,
    { types, actionId }: EventFilter,
    limit: number,
  ): Promise<EventPage> {
    const keys = [actionId, types].filter((key) => key !== undefined);
    const places = actionId
      ? types
        ? PLACES.actionTypes
        : PLACES.action
      : types
        ? PLACES.types
        : PLACES.all;
    // One more than the page has tells whether others follow.
    const values = [company, after ?? 0, limit + 1, ...keys];
    const rows = await prepared<Head & EventRow>(this.dataSource, pageSql(places), values);
    const { last, pruned } = rows[0] ?? NO_HEAD;
    if (after !== null && (BigInt(after) > BigInt(last) || BigInt(after) < BigInt(pruned)))
      throw new DomainError('cursor_expired');
    const events = rows.filter(({ id }) => id !== null).slice(0, limit);
    const hasMore = rows.length > limit;
    return { events, next: hasMore ? events.at(-1)!.position : last, hasMore };
  }
}
