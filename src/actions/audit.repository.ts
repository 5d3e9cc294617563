import { Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { ChainedEntry } from './approval-chain.js';

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
      'createdAt', l.created_at, 'hash', l.hash) ORDER BY l.seq), '[]')
    FROM approval_log l WHERE l.company_id = a.company_id AND l.action_id = a.id
  ) AS entries
  FROM action a WHERE a.company_id = $1 AND a.id > $2 ORDER BY a.id LIMIT ${ACTIONS_AT_ONCE}`;

@Injectable()
export class AuditRepository {
  constructor(private readonly transactions: Transactions) {}

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
