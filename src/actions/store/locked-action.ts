import { anyOf, IS_OF_COMPANY, rowsWith } from '../../database/sql/keys.js';
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

const lockSql = (ids: string): string => `
  SELECT ${selectList('a', [...KEYS, ...SHORT_STATE_COLUMNS])},
    ${sha256Sql('content')} AS "draftSha256", ${sha256Sql(`coalesce(${finalContentSql('a')}, content)`)} AS "contentSha256",
    ${finalContentSql('a')} IS NOT NULL AS "hasFinalContent", CASE WHEN id = ANY ($3) THEN content END AS content
  FROM action a WHERE ${IS_OF_COMPANY} AND id = ${ids} ORDER BY id FOR UPDATE`;

/** Parameters: company, ids, ids of the actions whose drafts are read. */
export const LOCK_ACTIONS = lockSql(anyOf('$2'));

/** LATERAL with OFFSET 0, because PostgreSQL could join in a way that reads all actions of the company, for lack of statistics. */
const WITH_SIBLINGS = `
  SELECT unnest($2::uuid[]) AS id
  UNION SELECT action.id FROM unnest($2::uuid[]) AS wanted (id)
  JOIN LATERAL (SELECT * FROM action WHERE id = wanted.id OFFSET 0) a ON a.company_id = $1
  CROSS JOIN LATERAL ${rowsWith('action', 'recommendation_id = a.recommendation_id')}`;

/** The same for the actions and the other alternatives of their recommendations. */
export const LOCK_ALTERNATIVES = lockSql(`ANY (ARRAY(${WITH_SIBLINGS}))`);
