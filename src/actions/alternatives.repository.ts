import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from '../database/chunks.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Action } from './action.entity.js';
import { SYSTEM, sha256, type Status } from './action-lifecycle.js';
import { chained, type LogEntry } from './approval-chain.js';
import { ApprovalLog } from './approval-log.entity.js';

export type NewAlternative = Omit<Action, 'id' | 'companyId' | 'version' | 'createdAt' | 'updatedAt' | Empty>;
type Empty =
  | 'executedAt'
  | 'channelId'
  | 'externalId'
  | 'responseDeadline'
  | 'metadata'
  | 'logHead'
  | 'deletedAt'
  | 'historyAt'
  | 'customer'
  | 'invoice'
  | 'recommended';

/** A human's hand on an action shows in its log. */
const RETIRE_UNTOUCHED = `
  UPDATE action a SET deleted_at = clock_timestamp(), version = version + 1
  WHERE company_id = $1 AND recommendation_id = ANY ($2) AND deleted_at IS NULL
    AND status IN ('proposed', 'scheduled')
    AND NOT EXISTS (
      SELECT FROM approval_log l WHERE l.company_id = $1 AND l.action_id = a.id AND l.actor <> '${SYSTEM}')
  RETURNING id, status, content, deleted_at, log_head`;

const MOVE_HEADS = `
  UPDATE action a SET log_head = g.head FROM unnest($2::uuid[], $3::text[]) AS g (id, head)
  WHERE a.company_id = $1 AND a.id = g.id`;

interface Retired {
  id: string;
  status: Status;
  content: string | null;
  deleted_at: Date;
  log_head: string | null;
}

/** The actions of recommendations, written many at a time, inside the transaction of whoever recommends. */
@Injectable()
export class AlternativesRepository {
  async insert(manager: EntityManager, company: CompanyId, alternatives: NewAlternative[]): Promise<void> {
    const rows = alternatives.map((alternative) => ({ ...alternative, id: uuidv7(), companyId: company }));
    for (const some of chunks(rows)) await manager.insert(Action, some);
  }

  /** Soft-deletes those that no human has touched, and logs it; the others stay as they are. */
  async supersede(manager: EntityManager, company: CompanyId, recommendationIds: string[]): Promise<void> {
    const [retired] = await manager.query<[Retired[], number]>(RETIRE_UNTOUCHED, [
      company,
      recommendationIds,
    ]);
    const entries = retired.map((action) => chained(entryOf(company, action), action.log_head));
    for (const some of chunks(entries)) await manager.insert(ApprovalLog, some);
    const heads = [entries.map(({ actionId }) => actionId), entries.map(({ hash }) => hash)];
    await manager.query(MOVE_HEADS, [company, ...heads]);
  }
}

const entryOf = (companyId: CompanyId, { id, status, content, deleted_at }: Retired): LogEntry => ({
  id: uuidv7(),
  companyId,
  actionId: id,
  command: 'supersede',
  fromStatus: status,
  toStatus: status,
  approvedBy: null,
  actor: SYSTEM,
  reason: null,
  comment: null,
  contentSha256: sha256(content),
  requestId: null,
  createdAt: deleted_at,
});
