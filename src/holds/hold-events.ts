import { Injectable } from '@nestjs/common';
import { changedFields } from '../events/changed-fields.js';
import { Outbox } from '../events/outbox.js';
import type { EndedHold, FoundHold } from '../ledger/holds/hold-store.js';
import { type Actor, SYSTEM_ACTOR } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { HoldEventData } from './dto/hold-event.response.js';

/** Appends the events of holds to the open transaction. */
@Injectable()
export class HoldEvents {
  constructor(private readonly outbox: Outbox) {}

  /** @param replaced the hold in whose place it was set; null if there was none */
  async set(company: CompanyId, hold: FoundHold, replaced: EndedHold | null, actor: Actor): Promise<void> {
    if (replaced?.hadPassed && !replaced.hasEvent)
      await this.passed(company, [replaced.hold], hold.createdAt);
    const data = HoldEventData.of(hold);
    const before =
      replaced && !replaced.hadPassed ? { ...replaced.hold, endedAt: null, endedBy: null } : hold;
    const previous = changedFields(HoldEventData.of(before), data);
    await this.outbox.append(company, [{ type: 'hold.set', actor, data, previous, at: hold.createdAt }]);
  }

  async ended(company: CompanyId, hold: FoundHold, actor: Actor): Promise<void> {
    const [data, at] = [HoldEventData.of(hold), hold.endedAt!];
    const previous = { ended_at: null, ended_by: null };
    await this.outbox.append(company, [{ type: 'hold.ended', actor, data, previous, at }]);
  }

  /** Holds of which `until` has passed. They have no `ended_at` before they are replaced. */
  async passed(company: CompanyId, holds: readonly FoundHold[], at: Date): Promise<void> {
    const events = holds.map((hold) => ({
      type: 'hold.ended' as const,
      actor: SYSTEM_ACTOR,
      data: HoldEventData.of({ ...hold, endedAt: hold.until }),
      previous: { ended_at: null },
      at,
    }));
    await this.outbox.append(company, events);
  }
}
