import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Listing, selectPage } from '../database/sql/select-page.js';
import { Transactions } from '../database/transactions.js';
import type { Page, PageRequest } from '../api/response/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { CompanyLogRow } from '../actions/inbox/action-rows.js';
import type { TransitionName } from '../actions/lifecycle/transition.js';
import type { ChainedEntry } from '../actions/lifecycle/log-chain.js';

export interface Trail {
  actionId: string;
  head: string | null;
  /** Oldest first. */
  entries: ChainedEntry[];
}

const ACTIONS_AT_ONCE = 500;
const NIL = '00000000-0000-0000-0000-000000000000';

/** Head and entries in one statement, and so of one moment: a command in between would look like tampering. */
const TRAILS = `
  SELECT a.id AS "actionId", a.log_head AS head, (
    SELECT coalesce(json_agg(json_build_object(
      'id', l.id, 'companyId', l.company_id, 'actionId', l.action_id, 'command', l.command,
      'fromStatus', l.from_status, 'toStatus', l.to_status, 'approvedBy', l.approved_by, 'actor', l.actor,
      'reason', l.reason, 'comment', l.comment, 'contentSha256', l.content_sha256, 'requestId', l.request_id,
      'changes', l.changes, 'createdAt', l.created_at, 'hash', l.hash) ORDER BY l.seq), '[]')
    FROM approval_log l WHERE l.company_id = a.company_id AND l.action_id = a.id
  ) AS entries
  FROM action a WHERE a.company_id = $1 AND a.id > $2 ORDER BY a.id LIMIT ${ACTIONS_AT_ONCE}`;

export interface LogFilter {
  action_id?: string;
  command?: TransitionName[];
  approved_by?: string;
  actor?: string;
  /** Days in UTC, both inclusive. */
  created_after?: string;
  created_before?: string;
}

/** The log of one action is read as it was written, that of a company from its end. */
function listingOf(company: CompanyId, filter: LogFilter): Listing {
  const values: unknown[] = [company];
  const conditions = ['company_id = $1'];
  const only = (condition: string, value: unknown) => {
    if (value !== undefined) conditions.push(condition.replace('?', `$${values.push(value)}`));
  };
  only('action_id = ?', filter.action_id);
  only('command = ANY (?)', filter.command);
  only('approved_by = ?', filter.approved_by);
  only('actor = ?', filter.actor);
  only('created_at >= ?::timestamptz', filter.created_after && `${filter.created_after}T00:00Z`);
  only(
    "created_at < ?::timestamptz + interval '24 hours'",
    filter.created_before && `${filter.created_before}T00:00Z`,
  );
  return {
    from: 'approval_log',
    where: conditions.join(' AND '),
    orderBy: filter.action_id ? 'seq' : 'created_at DESC, seq DESC',
    columns: 'l.*, p.name AS approved_by_name',
    joins: `JOIN approval_log l USING (id)
      LEFT JOIN company_contact p ON p.company_id = l.company_id AND p.id = l.approved_by`,
    values,
  };
}

@Injectable()
export class AuditRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  list(company: CompanyId, filter: LogFilter, page: PageRequest): Promise<Page<CompanyLogRow>> {
    return selectPage(this.dataSource, listingOf(company, filter), page);
  }

  /** Every action's trail, a few hundred at a time, so that a large company fits into memory. */
  async *trails(company: CompanyId): AsyncGenerator<Trail> {
    for (let after = NIL; ;) {
      const trails = await this.transactions.manager.query<Trail[]>(TRAILS, [company, after]);
      for (const { entries, ...trail } of trails) {
        yield {
          ...trail,
          entries: entries.map((entry) => ({ ...entry, createdAt: new Date(entry.createdAt) })),
        };
      }
      const last = trails.at(-1);
      if (!last || trails.length < ACTIONS_AT_ONCE) return;
      after = last.actionId;
    }
  }
}
