import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../api/response/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { CompanyLogRow } from '../actions/inbox/action-rows.js';
import { ActionsService } from '../actions/actions.service.js';
import { findBrokenLink } from '../actions/lifecycle/log-chain.js';
import { type LogFilter, AuditRepository } from './audit.repository.js';

export interface AuditReport {
  actions: number;
  entries: number;
  /** Where a trail is not what was written: from which entry on, null where the latest ones are missing. */
  broken: { action_id: string; entry_id: string | null }[];
}

@Injectable()
export class AuditService {
  constructor(
    private readonly audit: AuditRepository,
    private readonly actions: ActionsService,
  ) {}

  /** What was done in a company, latest first. */
  list(company: CompanyId, filter: LogFilter, page: PageRequest): Promise<Page<CompanyLogRow>> {
    return this.audit.list(company, filter, page);
  }

  /**
   * What was done to an action, oldest first.
   * @throws DomainError not_found
   */
  async listOf(company: CompanyId, actionId: string, page: PageRequest): Promise<Page<CompanyLogRow>> {
    const entries = await this.audit.list(company, { action_id: actionId }, page);
    if (entries.count === 0) await this.actions.get(company, actionId);
    return entries;
  }

  /** Recomputes the chain of every action's approval log. */
  async verify(company: CompanyId): Promise<AuditReport> {
    const report: AuditReport = { actions: 0, entries: 0, broken: [] };
    for await (const { actionId, head, entries } of this.audit.trails(company)) {
      report.actions += 1;
      report.entries += entries.length;
      const broken = findBrokenLink(entries, head);
      if (broken) report.broken.push({ action_id: actionId, entry_id: broken.entry });
    }
    return report;
  }
}
