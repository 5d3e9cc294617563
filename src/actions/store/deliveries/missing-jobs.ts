import { Injectable } from '@nestjs/common';
import { hasJobSql } from '../../../database/jobs/queues.js';
import { Transactions } from '../../../database/transactions.js';
import { OperatorAdmission } from '../../../tenancy/admission.js';
import { DeliveryJobs } from './delivery-jobs.js';
import { DUE_AT, isOpenSql } from './delivery-sql.js';

const BATCH_SIZE = 500;
/** Longer than a job that nobody has lost waits, unless many are due: only these are looked up in the queue. */
const OVERDUE = `now() - interval '5 minutes'`;
const WITHOUT_JOB = `
  SELECT company_id AS "companyId", action_id AS "actionId", not_before AS "notBefore" FROM delivery d
  WHERE way = 'built_in' AND ${isOpenSql('d')} AND ((status = 'waiting' AND ${DUE_AT} < ${OVERDUE})
    OR (status = 'sending' AND lease_until < ${OVERDUE})) AND NOT ${hasJobSql('delivery', 'd.action_id')}
  LIMIT ${BATCH_SIZE}`;

interface Missing {
  companyId: string;
  actionId: string;
  notBefore: Date | null;
}

/**
 * Adds the jobs of overdue deliveries that have lost theirs, such as by a restore of the database without the schema of the queue: an
 * approved e-mail would otherwise wait for ever. A job too many does no harm.
 */
@Injectable()
export class MissingJobs {
  constructor(
    private readonly jobs: DeliveryJobs,
    private readonly transactions: Transactions,
    private readonly admission: OperatorAdmission,
  ) {}

  /** @returns how many jobs it added */
  async add(): Promise<number> {
    let added = 0;
    let missing: Missing[];
    do {
      missing = await this.transactions.manager.query<Missing[]>(WITHOUT_JOB);
      for (const { companyId, actionId, notBefore } of missing) {
        const company = await this.admission.admit(companyId);
        await this.transactions.run(() => this.jobs.reschedule(company, actionId, notBefore));
        added += 1;
      }
    } while (missing.length === BATCH_SIZE);
    return added;
  }
}
