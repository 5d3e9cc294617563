import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { HoldStore } from '../ledger/holds/hold-store.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { CompanySweep } from '../tenancy/company-sweep.js';
import { Clock } from '../time/clock.js';
import { HoldEvents } from './hold-events.js';

/** Appends `hold.ended` once for each hold whose `until` has passed. The hold has ended whether the sweep runs or not. */
@Injectable()
export class HoldsSweep {
  constructor(
    private readonly holds: HoldStore,
    private readonly events: HoldEvents,
    private readonly transactions: Transactions,
    private readonly companies: CompanySweep,
    private readonly clock: Clock,
  ) {}

  /** Sweeps all companies. Several processes may sweep at the same time. */
  async run(): Promise<void> {
    const now = await this.clock.databaseNow(this.transactions.manager);
    await this.companies.each(await this.holds.companiesWithPassed(now), async (company) => {
      while ((await this.sweepBatch(company, now)) > 0);
    });
  }

  /** @returns the number of events that it appended, at most a batch */
  private sweepBatch(company: CompanyId, now: Date): Promise<number> {
    return this.transactions.run(async () => {
      const holds = await this.holds.markPassed(company, now);
      await this.events.passed(company, holds, now);
      return holds.length;
    });
  }
}
