import { Injectable } from '@nestjs/common';
import { ActionsService } from '../actions/actions.service.js';
import { findBrokenLink } from '../actions/store/log-chain.js';
import { ApprovalLogStore, type LogFilter } from '../actions/store/approval-log-store.js';
import type { Page, PageRequest } from '../database/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { CompanyLogRow } from '../actions/store/log-row.js';

export interface AuditReport {
  actions: number;
  entries: number;
  /** The first entry of each log whose hash does not match; `entry_id` is null if the latest entries are missing. */
  broken: { action_id: string; entry_id: string | null }[];
}

@Injectable()
export class AuditService {
  constructor(
    private readonly log: ApprovalLogStore,
    private readonly actions: ActionsService,
  ) {}

  /** The log of a company, latest entry first. */
  list(company: CompanyId, filter: LogFilter, page: PageRequest): Promise<Page<CompanyLogRow>> {
    return this.log.list(company, filter, page);
  }

  /**
   * The log of an action, oldest entry first.
   * @throws DomainError not_found
   */
  async listForAction(company: CompanyId, actionId: string, page: PageRequest): Promise<Page<CompanyLogRow>> {
    const entries = await this.log.list(company, { action_id: actionId }, page);
    if (entries.count === 0) await this.actions.get(company, actionId);
    return entries;
  }

  /** Recomputes the hash chain of every action's log. */
  async verify(company: CompanyId): Promise<AuditReport> {
    const report: AuditReport = { actions: 0, entries: 0, broken: [] };
    for await (const { actionId, head, entries } of this.log.logs(company)) {
      report.actions += 1;
      report.entries += entries.length;
      const broken = findBrokenLink(entries, head);
      if (broken) report.broken.push({ action_id: actionId, entry_id: broken.entry });
    }
    return report;
  }
}
