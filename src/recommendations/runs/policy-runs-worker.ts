import { Inject, Injectable } from '@nestjs/common';
import { failpoint } from '../../database/failpoints.js';
import { identifyClaim, runWithClaim } from '../../database/pool/claim.js';
import { Transactions } from '../../database/transactions.js';
import { LIMITS } from '../../limits.js';
import { LOG, type Log } from '../../observability/log.js';
import { OperatorAdmission } from '../../tenancy/admission.js';
import { Clock } from '../../time/clock.js';
import { PolicyService } from '../policy/policy.service.js';
import { PolicyRunsRepository } from './policy-runs.repository.js';

/**
 * Takes the slices of the runs that are at work, one after the other and each of another run in turn: a process never uses more than
 * one connection for them, and a long run lets the others go on. Any number of workers may do so at the same time.
 */
@Injectable()
export class PolicyRunsWorker {
  private isStopped = false;

  constructor(
    private readonly policy: PolicyService,
    private readonly runs: PolicyRunsRepository,
    private readonly admission: OperatorAdmission,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Takes slices until no run is due. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      const now = await this.clock.databaseNow(this.transactions.manager);
      const leaseEnd = new Date(now.getTime() + LIMITS.policyRun.leaseSeconds * 1_000);
      const due = await this.runs.takeDue(now, leaseEnd);
      if (!due) return;
      await runWithClaim('worker', () => this.takeSlice(due));
    }
  }

  /** Begins no further slice. */
  stop(): void {
    this.isStopped = true;
  }

  private async takeSlice({ company: companyId, id }: { company: string; id: string }): Promise<void> {
    const company = await this.admission.admit(companyId);
    identifyClaim('worker', company);
    try {
      await this.policy.takeSlice(company, id);
      failpoint('after-slice');
    } catch (err) {
      this.log.warn({ err, company_id: company, policy_run_id: id }, 'a slice of a policy run failed');
      await this.policy.noteFailure(company, id, err);
    }
  }
}
