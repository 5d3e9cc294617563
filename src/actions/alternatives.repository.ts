import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from '../database/chunks.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Action } from './action.entity.js';
import { SYSTEM, sha256, type Status } from './action-lifecycle.js';
import { ApprovalLog } from './approval-log.entity.js';

export type NewAlternative = Omit<Action, 'id' | 'companyId' | 'version' | 'createdAt' | 'updatedAt' | Empty>;
type Empty =
  | 'executedAt'
  | 'channelId'
  | 'externalId'
  | 'responseDeadline'
  | 'metadata'
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
  RETURNING id, status, content, deleted_at`;

interface Retired {
  id: string;
  status: Status;
  content: string | null;
  deleted_at: Date;
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
    const entries = retired.map(({ id, status, content, deleted_at }) => ({
      id: uuidv7(),
      companyId: company,
      actionId: id,
      command: 'supersede',
      fromStatus: status,
      toStatus: status,
      actor: SYSTEM,
      contentSha256: sha256(content),
      createdAt: deleted_at,
    }));
    for (const some of chunks(entries)) await manager.insert(ApprovalLog, some);
  }
}
