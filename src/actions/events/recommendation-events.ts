import { Injectable } from '@nestjs/common';
import { chunks } from '../../database/sql/chunks.js';
import { Transactions } from '../../database/transactions.js';
import { type NewEvent, Outbox } from '../../events/outbox.js';
import { type Actor, SYSTEM_ACTOR } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Slices } from '../../time/slices.js';
import { RecommendationEventData } from '../dto/recommendation-event-data.response.js';
import { ActionEvents } from './action-events.js';
import { type RecommendationOfEvent, RECOMMENDATIONS_OF_EVENTS } from '../inbox/recommendation-rows.js';

/** Each has at most LIMITS.eventData. */
const RECOMMENDATIONS_AT_ONCE = 50;

/** Appends the events of recommendations, in the transaction that changes them. */
@Injectable()
export class RecommendationEvents {
  constructor(
    private readonly actions: ActionEvents,
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
  ) {}

  /** Appends the events of new recommendations, and of their actions. Call it once these are as they are committed. */
  async created(company: CompanyId, ids: readonly string[], actor: Actor, at: Date): Promise<void> {
    for (const chunk of chunks(ids, RECOMMENDATIONS_AT_ONCE)) {
      const rows = await this.append(company, chunk, { type: 'recommendation.created', actor, at });
      const actionIds = rows.flatMap(({ actions }) => actions.map(({ id }) => id));
      await this.actions.proposed(company, actionIds, actor, at);
    }
  }

  /** @param cause the client whose request closed them; null if none did */
  async superseded(company: CompanyId, ids: readonly string[], cause: Actor | null, at: Date): Promise<void> {
    const actor = { ...SYSTEM_ACTOR, requestId: cause?.requestId ?? null };
    for (const chunk of chunks(ids, RECOMMENDATIONS_AT_ONCE)) {
      const event = { type: 'recommendation.superseded', actor, at } as const;
      await this.append(company, chunk, event, { closed_at: null });
    }
  }

  private async append(
    company: CompanyId,
    ids: readonly string[],
    event: Omit<NewEvent, 'data' | 'previous'>,
    previous: Record<string, unknown> = {},
  ): Promise<RecommendationOfEvent[]> {
    const slices = new Slices();
    const values = [company, ids];
    const rows = await this.transactions.send<RecommendationOfEvent>(RECOMMENDATIONS_OF_EVENTS, values);
    const events: NewEvent[] = [];
    for (const row of rows) {
      if (slices.isOver) await slices.next();
      events.push({ ...event, data: RecommendationEventData.of(row, previous), previous });
    }
    await this.outbox.append(company, events);
    return rows;
  }
}
