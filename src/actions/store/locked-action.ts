import { anyOf, IS_OF_COMPANY } from '../../database/sql/keys.js';
import type { ActionState } from '../lifecycle/action-state.js';
import { finalContentSql } from './action-conditions.js';
import { type DigestedState, SHORT_STATE_COLUMNS } from './log/action-digests.js';
import type { Action } from './action.entity.js';
import { selectList } from './select-list.js';

const KEYS = [
  'id',
  'actionType',
  'customerId',
  'invoiceId',
  'recommendationId',
  'expiresAt',
  'logHead',
] as const;

/**
 * What the store reads of an action that it locks. Evidence, metadata and texts can have megabytes, and a decision locks every
 * alternative, so it reads no text but the draft that an edit replaces: `content` is undefined for all other actions.
 */
export type LockedAction = ActionState & DigestedState & Pick<Action, (typeof KEYS)[number]>;

const sha256Sql = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

/** Parameters: company, ids, ids of the actions whose drafts are read. */
export const LOCK_ACTIONS = `
  SELECT ${selectList('a', [...KEYS, ...SHORT_STATE_COLUMNS])},
    ${sha256Sql('content')} AS "draftSha256", ${sha256Sql(`coalesce(${finalContentSql('a')}, content)`)} AS "contentSha256",
    ${finalContentSql('a')} IS NOT NULL AS "hasFinalContent", CASE WHEN id = ANY ($3) THEN content END AS content
  FROM action a WHERE ${IS_OF_COMPANY} AND id = ${anyOf('$2')} ORDER BY id FOR UPDATE`;
