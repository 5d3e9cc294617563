import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { prepared } from '../database/sql/prepared.js';
import { DomainError } from '../problems/domain-error.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { EventRow } from './event-json.js';
import { EventOrder } from './event-order.js';
import type { EventType } from './event-types.js';
import { HEAD, pageSql, PLACES } from './feed-sql.js';

export interface EventFilter {
  /** All types if absent. */
  types?: readonly EventType[];
  actionId?: string;
}

export interface FeedPage {
  /** Oldest first. */
  events: EventRow[];
  /** The position up to which the feed was read: the events after it are those of the next page. */
  next: string;
  /** Whether events follow already. */
  hasMore: boolean;
}

interface Head {
  last: string;
  pruned: string;
}

/** How many batches of new events one page may put in order, while none of them matches its filter. */
const BATCHES = 5;

const NO_HEAD: Head = { last: '0', pruned: '0' };

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
  ): Promise<FeedPage> {
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
    filter: EventFilter,
    limit: number,
  ): Promise<FeedPage> {
    const { places, keys } = placesOf(filter);
    // One more than the page has tells whether others follow.
    const values = [company, after ?? 0, limit + 1, ...keys];
    const rows = await prepared<Head & EventRow & { places: number }>(
      this.dataSource,
      pageSql(places),
      values,
    );
    const { last, pruned } = rows[0] ?? NO_HEAD;
    if (after !== null && (BigInt(after) > BigInt(last) || BigInt(after) < BigInt(pruned)))
      throw new DomainError('cursor_expired');
    const events = rows.filter(({ id }) => id !== null).slice(0, limit);
    const hasMore = events.length > 0 && rows[0]!.places > events.length;
    return { events, next: hasMore ? events.at(-1)!.position : last, hasMore };
  }
}

function placesOf({ types, actionId }: EventFilter): { places: string; keys: unknown[] } {
  // A type that is named twice would be selected twice.
  const distinct = types && [...new Set(types)];
  if (actionId === undefined)
    return distinct ? { places: PLACES.types, keys: [distinct] } : { places: PLACES.all, keys: [] };
  return distinct
    ? { places: PLACES.actionTypes, keys: [actionId, distinct] }
    : { places: PLACES.action, keys: [actionId] };
}
