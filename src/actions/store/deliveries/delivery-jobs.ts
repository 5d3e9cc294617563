import { Injectable } from '@nestjs/common';
import { IS_OF_COMPANY } from '../../../database/sql/keys.js';
import { JobQueue } from '../../../database/jobs/job-queue.js';
import { Transactions } from '../../../database/transactions.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { DUE_AT } from './delivery-sql.js';

/** The data of a job of the queue `delivery`. */
export interface DeliveryJob {
  companyId: string;
  actionId: string;
}

/** Beyond this number of e-mails that are due before it, all jobs of a company have the same priority. */
const COUNTED = 1_000;
const DUE_BEFORE = `
  SELECT count(*)::int AS count FROM (
    SELECT FROM delivery WHERE ${IS_OF_COMPANY} AND status = 'waiting' AND way = 'built_in' AND ${DUE_AT} <= coalesce($2, now())
    ORDER BY ${DUE_AT} LIMIT ${COUNTED}) d`;

/** Puts deliveries into the queue of the built-in sender, in the open transaction. */
@Injectable()
export class DeliveryJobs {
  constructor(
    private readonly jobs: JobQueue,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Adds a job for each action that has none. The more e-mails of the company are due by then, the lower is the priority of the next
   * one: so companies take turns, and a thousand approvals of one delay those of the others by one e-mail each, also if all of them
   * wait for the same opening of their delivery window.
   */
  async add(company: CompanyId, actionIds: readonly string[], startAfter: Date | null = null): Promise<void> {
    if (actionIds.length === 0) return;
    const [due] = await this.transactions.send<{ count: number }>(DUE_BEFORE, [company, startAfter]);
    const jobs = actionIds.map((actionId, index) => ({
      id: actionId,
      data: { companyId: company, actionId } satisfies DeliveryJob,
      priority: -Math.min(due!.count + index, COUNTED),
      ...(startAfter && { startAfter }),
    }));
    await this.jobs.insert('delivery', jobs);
  }

  /** Ends the job of an action, if it is still there. */
  remove(actionId: string): Promise<void> {
    return this.jobs.remove('delivery', actionId);
  }

  /** Has a delivery taken up at another time, or now. A delivery has one job, however often it is put off or tried again. */
  async reschedule(company: CompanyId, actionId: string, startAfter: Date | null = null): Promise<void> {
    await this.remove(actionId);
    await this.add(company, [actionId], startAfter);
  }
}
