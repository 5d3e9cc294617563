import { Inject, Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { HoldStore } from '../ledger/holds/hold-store.js';
import { LOG, type Log } from '../observability/log.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Clock } from '../time/clock.js';
import { HoldEvents } from './hold-events.js';

/** Appends `hold.ended` once for each hold whose `until` has passed. The hold has ended whether the sweep runs or not. */
@Injectable()
export class HoldsSweep {
  constructor(
    private readonly holds: HoldStore,
    private readonly events: HoldEvents,
    private readonly transactions: Transactions,
    private readonly admission: OperatorAdmission,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Sweeps all companies. Several processes may sweep at the same time. */
  async run(): Promise<void> {
    const now = await this.clock.databaseNow(this.transactions.manager);
    for (const id of await this.holds.companiesWithPassed(now)) {
      try {
        const company = await this.admission.admit(id);
        while ((await this.sweepBatch(company, now)) > 0);
      } catch (err) {
        this.log.warn({ err, company_id: id }, 'a sweep failed');
      }
    }
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
