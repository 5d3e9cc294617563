import type { ActionState } from '../lifecycle/action-state.js';
import { finalContentSql } from './action-conditions.js';
import type { Action } from './action.entity.js';

/**
 * What the store reads of an action that it locks. Evidence, metadata and texts can have megabytes, and a decision locks every
 * alternative, so it reads no text but the draft that an edit replaces: `content` is undefined for all other actions.
 */
export type LockedAction = ActionState &
  Pick<
    Action,
    'id' | 'customerId' | 'invoiceId' | 'recommendationId' | 'isRecommended' | 'touched' | 'logHead'
  >;

/** Parameters: company, ids, ids of the actions whose drafts are read. */
export const LOCK_ACTIONS = `
  SELECT id, customer_id AS "customerId", invoice_id AS "invoiceId", recommendation_id AS "recommendationId", status, version,
    is_recommended AS "isRecommended", touched, log_head AS "logHead", deleted_at AS "deletedAt", expires_at AS "expiresAt",
    scheduled_for AS "scheduledFor", urgency_score AS "urgencyScore", subject,
    encode(sha256(convert_to(coalesce(${finalContentSql('a')}, content), 'UTF8')), 'hex') AS "contentSha256",
    ${finalContentSql('a')} IS NOT NULL AS "hasFinalContent", CASE WHEN id = ANY ($3) THEN content END AS content
  FROM action a WHERE company_id = $1 AND id = ANY ($2) ORDER BY id FOR UPDATE`;
