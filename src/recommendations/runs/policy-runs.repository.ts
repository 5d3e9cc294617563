import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../database/page.js';
import { ofCompany } from '../../database/sql/keys.js';
import { selectPage } from '../../database/sql/select-page.js';
import { Transactions } from '../../database/transactions.js';
import { LIMITS } from '../../limits.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { PolicyRun } from './policy-run.entity.js';

const COLUMNS = `
  company_id AS "companyId", id, status, as_of::text AS "asOf", is_day_chosen AS "isDayChosen", is_dry_run AS "isDryRun",
  requested_by AS "requestedBy", averages, total, done, created, kept, superseded, last_invoice_id AS "lastInvoiceId", failures,
  error, due_at AS "dueAt", created_at AS "createdAt", started_at AS "startedAt", finished_at AS "finishedAt"`;
const FIND = `SELECT ${COLUMNS} FROM policy_run WHERE company_id = $1 AND id = $2`;
const AT_WORK = `SELECT ${COLUMNS} FROM policy_run WHERE company_id = $1 AND status IN ('queued', 'running')`;
const LATEST = `
  SELECT as_of::text AS "asOf" FROM policy_run
  WHERE company_id = $1 AND NOT is_dry_run ORDER BY created_at DESC, id DESC LIMIT 1`;
/** Not the latest one, whose day bounds that of the next. */
const PRUNE = `
  DELETE FROM policy_run WHERE company_id = $1 AND id IN (
    SELECT id FROM policy_run WHERE company_id = $1 AND due_at IS NULL
    ORDER BY created_at DESC, id DESC OFFSET ${LIMITS.endedPolicyRuns})
    AND id <> (
      SELECT id FROM policy_run WHERE company_id = $1 AND NOT is_dry_run ORDER BY created_at DESC, id DESC LIMIT 1)`;
/** The run that is due first. Until $2, no other worker takes it. */
const TAKE_DUE = `
  UPDATE policy_run r SET due_at = $2 FROM (
    SELECT company_id, id FROM policy_run WHERE due_at <= $1 ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) due
  WHERE r.company_id = due.company_id AND r.id = due.id RETURNING r.company_id AS company, r.id`;

/** Stores the runs of the policy. What writes runs in the open transaction, under the company's lock. */
@Injectable()
export class PolicyRunsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  /** A page of the runs, latest first. */
  list(company: CompanyId, page: PageRequest): Promise<Page<PolicyRun>> {
    const listing = {
      from: 'policy_run',
      where: 'company_id = $1',
      orderBy: 'created_at DESC, id DESC',
      columns: 'r.*',
      joins: `JOIN LATERAL (SELECT ${COLUMNS}, created_at FROM policy_run WHERE company_id = $1 AND policy_run.id = k.id) r ON true`,
      values: [company],
    };
    return selectPage(this.dataSource, listing, page);
  }

  find(company: CompanyId, id: string): Promise<PolicyRun | undefined> {
    return this.first(FIND, [company, id]);
  }

  /** The run that is queued or running. */
  atWork(company: CompanyId): Promise<PolicyRun | undefined> {
    return this.first(AT_WORK, [company]);
  }

  /** The day of the latest run, YYYY-MM-DD; null if the policy never ran. */
  async latestDay(company: CompanyId): Promise<string | null> {
    const [row] = await this.transactions.manager.query<{ asOf: string }[]>(LATEST, [company]);
    return row?.asOf ?? null;
  }

  /** Adds a run, and deletes the oldest ended ones. */
  async insert(company: CompanyId, run: PolicyRun): Promise<void> {
    const { manager } = this.transactions;
    await manager.insert(PolicyRun, run);
    await manager.query(PRUNE, [company]);
  }

  async save(company: CompanyId, run: PolicyRun): Promise<void> {
    await this.transactions.manager.update(PolicyRun, { companyId: ofCompany(company), id: run.id }, run);
  }

  /** Takes the run of any company that is due first, for a time; null if none is due. */
  async takeDue(now: Date, until: Date): Promise<{ company: string; id: string } | null> {
    type Rows = [{ company: string; id: string }[], number];
    const [[due]] = await this.transactions.manager.query<Rows>(TAKE_DUE, [now, until]);
    return due ?? null;
  }

  private async first(statement: string, values: unknown[]): Promise<PolicyRun | undefined> {
    return (await this.transactions.manager.query<PolicyRun[]>(statement, values))[0];
  }
}
