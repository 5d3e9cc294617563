import { Injectable } from '@nestjs/common';
import { ActionsService } from '../actions/actions.service.js';
import { AuditReader } from '../actions/store/log/audit-reader.js';
import { ApprovalLogStore, type LogFilter } from '../actions/store/log/approval-log-store.js';
import type { Page, PageRequest } from '../database/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Transactions } from '../database/transactions.js';
import { AuditKey, type AuditPublicKey } from './checkpoints/audit-key.js';
import { CheckpointsService } from './checkpoints/checkpoints.service.js';
import { type AuditReport, reportOf } from './verify/audit-report.js';
import { compareCheckpoints, trustedCheckpoints } from './verify/compare-checkpoints.js';
import { compareLogs } from './verify/compare-logs.js';
import { Findings } from './verify/findings.js';
import type { CompanyLogRow } from '../actions/store/log/log-row.js';

@Injectable()
export class AuditService {
  constructor(
    private readonly log: ApprovalLogStore,
    private readonly actions: ActionsService,
    private readonly reader: AuditReader,
    private readonly checkpoints: CheckpointsService,
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

  /**
   * Compares the log of every action with itself, with the action and with the checkpoints, in one snapshot of the database.
   * @param keys public keys besides the one of this installation
   * @param checkpointsFile a copy of the file of checkpoints that was kept elsewhere
   */
  async verify(
    company: CompanyId,
    { keys = [], checkpointsFile }: { keys?: readonly AuditPublicKey[]; checkpointsFile?: string } = {},
  ): Promise<AuditReport> {
    const findings = new Findings();
    const own = await AuditKey.read(this.checkpoints.keyFile);
    const trustedKeys = [...keys, ...(own ? [own.publicKey] : [])];
    const known = await this.checkpoints.list(company, checkpointsFile);
    const { trusted, unknownKey } = trustedCheckpoints(known, trustedKeys, findings);
    return this.transactions.snapshot(async () => {
      const logs = await compareLogs(this.reader.actions(company), this.reader.entries(company), findings);
      const leaves = this.reader.leaves(company, '0', trusted.at(-1)?.checkpoint.last_seq ?? '0');
      await compareCheckpoints(trusted, leaves, logs.unlogged, findings);
      return reportOf(logs, trusted, unknownKey, findings);
    });
  }
}
