import { Injectable } from '@nestjs/common';
import { ActionsService } from '../actions/actions.service.js';
import { AuditReader } from '../actions/store/audit-reader.js';
import { ApprovalLogStore, type LogFilter } from '../actions/store/approval-log-store.js';
import type { Page, PageRequest } from '../database/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Transactions } from '../database/transactions.js';
import type { AuditReport } from './verify/audit-report.js';
import { compareLogs } from './verify/compare-logs.js';
import { Findings } from './verify/findings.js';
import type { CompanyLogRow } from '../actions/store/log-row.js';

@Injectable()
export class AuditService {
  constructor(
    private readonly log: ApprovalLogStore,
    private readonly actions: ActionsService,
    private readonly reader: AuditReader,
    private readonly transactions: Transactions,
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

  /** Compares the log of every action with itself and with the action, in one snapshot of the database. */
  verify(company: CompanyId): Promise<AuditReport> {
    return this.transactions.snapshot(async () => {
      const findings = new Findings();
      const { actions, entries } = await compareLogs(
        this.reader.actions(company),
        this.reader.entries(company),
        findings,
      );
      return { actions, entries, broken: findings.list, broken_count: findings.count };
    });
  }
}
