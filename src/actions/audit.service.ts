import { Injectable } from '@nestjs/common';
import type { CompanyId } from '../tenancy/company-id.js';
import { brokenAt } from './approval-chain.js';
import { AuditRepository } from './audit.repository.js';

export interface AuditReport {
  actions: number;
  entries: number;
  /** Where a trail is not what was written: from which entry on, null where the latest ones are missing. */
  broken: { action_id: string; entry_id: string | null }[];
}

@Injectable()
export class AuditService {
  constructor(private readonly audit: AuditRepository) {}

  /** Recomputes the chain of every action's approval log. */
  async verify(company: CompanyId): Promise<AuditReport> {
    const report: AuditReport = { actions: 0, entries: 0, broken: [] };
    for await (const { actionId, head, entries } of this.audit.trails(company)) {
      report.actions += 1;
      report.entries += entries.length;
      const broken = brokenAt(entries, head);
      if (broken) report.broken.push({ action_id: actionId, entry_id: broken.entry });
    }
    return report;
  }
}
