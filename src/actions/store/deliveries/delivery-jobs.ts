import { Injectable } from '@nestjs/common';
import { JobQueue } from '../../../database/jobs/job-queue.js';
import { Transactions } from '../../../database/transactions.js';
import type { CompanyId } from '../../../tenancy/company-id.js';

/** The data of a job of the queue `delivery`. */
export interface DeliveryJob {
  companyId: string;
  actionId: string;
}

/** Beyond this number of e-mails that wait, all jobs of a company have the same priority. */
const COUNTED = 1_000;
const DUE = `
  SELECT count(*)::int AS due FROM (
    SELECT 1 FROM delivery WHERE company_id = $1 AND status = 'waiting' AND way = 'built_in' AND (not_before IS NULL OR not_before <= now())
    LIMIT ${COUNTED}) d`;

/** Puts deliveries into the queue of the built-in sender, in the open transaction. */
@Injectable()
export class DeliveryJobs {
  constructor(
    private readonly jobs: JobQueue,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Adds a job for each action. The more e-mails of the company are due, the lower is the priority of its next one: so companies take
   * turns, and a thousand approvals of one delay those of the others by one e-mail each.
   */
  async add(company: CompanyId, actionIds: readonly string[], startAfter: Date | null = null): Promise<void> {
    if (actionIds.length === 0) return;
    const [{ due }] = await this.transactions.manager.query<[{ due: number }]>(DUE, [company]);
    const jobs = actionIds.map((actionId, index) => ({
      data: { companyId: company, actionId } satisfies DeliveryJob,
      priority: -Math.min(due + index, COUNTED),
      ...(startAfter && { startAfter }),
    }));
    await this.jobs.insert('delivery', jobs);
  }

  /** Ends a job, if it is still there. */
  remove(jobId: string): Promise<void> {
    return this.jobs.remove('delivery', jobId);
  }
}
