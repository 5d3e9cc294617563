import { Injectable } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';

const LATEST = 'SELECT as_of::text AS "asOf" FROM policy_run WHERE company_id = $1';
const SAVE = `
  INSERT INTO policy_run (company_id, as_of, ran_at) VALUES ($1, $2, $3)
  ON CONFLICT (company_id) DO UPDATE SET as_of = excluded.as_of, ran_at = excluded.ran_at`;

/** Stores the latest run of a company, in the open transaction. */
@Injectable()
export class PolicyRunRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The day of the latest run, YYYY-MM-DD; null if the policy never ran. */
  async latestDay(company: CompanyId): Promise<string | null> {
    const [row] = await this.transactions.manager.query<{ asOf: string }[]>(LATEST, [company]);
    return row?.asOf ?? null;
  }

  async save(company: CompanyId, asOf: string, ranAt: Date): Promise<void> {
    await this.transactions.manager.query(SAVE, [company, asOf, ranAt]);
  }
}
