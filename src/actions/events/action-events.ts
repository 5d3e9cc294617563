import { Injectable } from '@nestjs/common';
import { chunks } from '../../database/sql/chunks.js';
import { Transactions } from '../../database/transactions.js';
import { type NewEvent, Outbox } from '../../events/outbox.js';
import { LIMITS } from '../../limits.js';
import { type Actor, SYSTEM_ACTOR } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Slices } from '../../time/slices.js';
import { ActionEventData } from '../dto/action-event-data.response.js';
import { ActionResponse } from '../dto/action.response.js';
import { type ActionOfEvent, ACTIONS_OF_EVENTS } from './action-rows-of-events.js';
import type { PendingEvents } from './pending-events.js';

/** Bounds the memory for the actions that are read at once: each has at most LIMITS.eventData of texts. */
const ACTIONS_AT_ONCE = 50;
/** The approximate bytes of an action without its texts. */
const FIELD_BYTES = 3_000;

const PROPOSED = {
  types: ['action.proposed'],
  previous: {},
} as const satisfies Partial<PendingEvents>;
const OVERDUE = {
  types: ['response.overdue'],
  previous: { response_overdue: false },
} as const satisfies Partial<PendingEvents>;

/** Appends the events of actions and their deliveries, in the transaction that changes them. */
@Injectable()
export class ActionEvents {
  constructor(
    private readonly outbox: Outbox,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Appends events in their order. All of them show the actions as they are stored now: call it last.
   * @param now by the database's clock, at which warnings, expiry and `response_overdue` are evaluated
   */
  async append(company: CompanyId, pending: readonly PendingEvents[], now: Date): Promise<void> {
    const slices = new Slices();
    for (const chunk of chunks(pending, ACTIONS_AT_ONCE)) {
      const actions = await this.read(company, [...new Set(chunk.map(({ entry }) => entry.actionId))]);
      let events: NewEvent[] = [];
      let bytes = 0;
      for (const { entry, types, previous, deliveryStatus } of chunk) {
        if (slices.isOver) await slices.next();
        const row = actions.get(entry.actionId)!;
        const action = ActionResponse.from(row, now);
        const earlier =
          deliveryStatus === undefined || deliveryStatus === (action.delivery?.status ?? null)
            ? previous
            : { ...previous, delivery: deliveryStatus && { status: deliveryStatus } };
        const data = ActionEventData.of(action, earlier, row.text_bytes);
        const { actionId, actor, requestId, createdAt } = entry;
        for (const type of types) {
          if (bytes > LIMITS.rowBytes) {
            await this.outbox.append(company, events);
            [events, bytes] = [[], 0];
          }
          events.push({
            type,
            actionId,
            actor: { name: actor, requestId },
            data,
            previous: data.previous,
            at: createdAt,
          });
          bytes += FIELD_BYTES + 2 * Math.min(row.text_bytes, LIMITS.eventData);
        }
      }
      await this.outbox.append(company, events);
    }
  }

  /** Appends the events of new actions. */
  proposed(company: CompanyId, ids: readonly string[], actor: Actor, at: Date): Promise<void> {
    return this.appendAlike(company, ids, PROPOSED, actor, at);
  }

  /** Appends the events of actions whose response deadline has passed. */
  overdue(company: CompanyId, ids: readonly string[], at: Date): Promise<void> {
    return this.appendAlike(company, ids, OVERDUE, SYSTEM_ACTOR, at);
  }

  private appendAlike(
    company: CompanyId,
    ids: readonly string[],
    events: Pick<PendingEvents, 'types' | 'previous'>,
    actor: Actor,
    at: Date,
  ): Promise<void> {
    const entryOf = (actionId: string) => ({
      actionId,
      actor: actor.name,
      requestId: actor.requestId,
      createdAt: at,
    });
    const pending = ids.map((id) => ({ ...events, entry: entryOf(id) }));
    return this.append(company, pending, at);
  }

  private async read(company: CompanyId, ids: readonly string[]): Promise<Map<string, ActionOfEvent>> {
    const rows = await this.transactions.send<ActionOfEvent>(ACTIONS_OF_EVENTS, [company, ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
