import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../database/page.js';
import { type Listing, selectPage } from '../../database/sql/select-page.js';
import { Transactions } from '../../database/transactions.js';
import { joinApprover, joinCustomer, joinInvoice } from '../../ledger/ledger-sql.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import type { ChainedEntry } from './log-chain.js';
import type { LogCommand } from '../lifecycle/transitions.js';
import { type CompanyLogRow, EDITED_CONTENT, LOG_ROW_BYTES } from './log-row.js';

export interface LogFilter {
  action_id?: string;
  command?: LogCommand[];
  approved_by?: string;
  actor?: string;
  /** Days in UTC, both inclusive, YYYY-MM-DD. */
  created_after?: string;
  created_before?: string;
}

/** The whole log of an action, and the log head that the action stores. */
export interface ActionLog {
  actionId: string;
  head: string | null;
  /** Oldest first. */
  entries: ChainedEntry[];
}

const ACTIONS_PER_CHUNK = 500;
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** Heads and entries come from one snapshot, because a command between two statements would look like tampering. */
const ACTION_LOGS = `
  SELECT a.id AS "actionId", a.log_head AS head, (
    SELECT coalesce(json_agg(json_build_object(
      'id', l.id, 'companyId', l.company_id, 'actionId', l.action_id, 'command', l.command,
      'fromStatus', l.from_status, 'toStatus', l.to_status, 'approvedBy', l.approved_by,
      'approvedByName', l.approved_by_name, 'actor', l.actor, 'causedBy', l.caused_by,
      'reason', l.reason, 'comment', l.comment, 'contentSha256', l.content_sha256, 'requestId', l.request_id,
      'changes', l.changes, 'createdAt', l.created_at, 'hash', l.hash) ORDER BY l.seq), '[]')
    FROM approval_log l WHERE l.company_id = a.company_id AND l.action_id = a.id
  ) AS entries
  FROM action a WHERE a.company_id = $1 AND a.id > $2 ORDER BY a.id LIMIT ${ACTIONS_PER_CHUNK}`;

/** The log of an action lists the oldest entry first, the log of a company the latest. */
export function logListingOf(company: CompanyId, filter: LogFilter): Listing {
  const values: unknown[] = [company];
  const conditions = ['company_id = $1'];
  const where = (condition: string, value: unknown) => {
    if (value !== undefined) conditions.push(condition.replace('?', `$${values.push(value)}`));
  };
  where('action_id = ?', filter.action_id);
  where('command = ANY (?)', filter.command);
  where('approved_by = ?', filter.approved_by);
  where('actor = ?', filter.actor);
  where('created_at >= ?::timestamptz', filter.created_after && `${filter.created_after}T00:00Z`);
  where(
    "created_at < ?::timestamptz + interval '24 hours'",
    filter.created_before && `${filter.created_before}T00:00Z`,
  );
  const orderBy = filter.action_id ? 'seq' : 'created_at DESC, seq DESC';
  return {
    from: 'approval_log',
    where: conditions.join(' AND '),
    orderBy,
    columns: `l.*, coalesce(l.approved_by_name, p.name) AS approved_by_name, ${EDITED_CONTENT} AS edited_content,
      a.customer_id, c.name AS customer_name, a.invoice_id, i.invoice_number`,
    joins: `JOIN approval_log l USING (id) ${joinApprover('l')}
      JOIN action a ON a.company_id = l.company_id AND a.id = l.action_id ${joinCustomer('a')} ${joinInvoice('a')}`,
    long: { joins: 'JOIN approval_log l USING (id)', id: 'l.id', orderBy, bytes: LOG_ROW_BYTES },
    values,
  };
}

@Injectable()
export class ApprovalLogStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  list(company: CompanyId, filter: LogFilter, page: PageRequest): Promise<Page<CompanyLogRow>> {
    return selectPage(this.dataSource, logListingOf(company, filter), page);
  }

  /** Every action's log, read in chunks so that a large company fits into memory. */
  async *logs(company: CompanyId): AsyncGenerator<ActionLog> {
    for (let after = NIL_UUID; ;) {
      const logs = await this.transactions.manager.query<ActionLog[]>(ACTION_LOGS, [company, after]);
      for (const { entries, ...log } of logs) {
        yield {
          ...log,
          entries: entries.map((entry) => ({ ...entry, createdAt: new Date(entry.createdAt) })),
        };
      }
      const last = logs.at(-1);
      if (!last || logs.length < ACTIONS_PER_CHUNK) return;
      after = last.actionId;
    }
  }
}
