import type { Action } from '../action.entity.js';
import { type ActionState, PROPOSAL_COLUMNS, type Proposal, STATE_COLUMNS } from './action-digests.js';
import type { ChainedEntry } from './log-chain.js';
import { selectList } from '../select-list.js';

/** An entry of the approval log, with its place in the log of the company. */
export type AuditedEntry = ChainedEntry & { seq: string };

/** An action with everything that its log vouches for. */
export type AuditedAction = Proposal & ActionState & Pick<Action, 'logHead'>;

export const ENTRY_COLUMNS = [
  'id',
  'companyId',
  'actionId',
  'seq',
  'command',
  'fromStatus',
  'toStatus',
  'approvedBy',
  'approvedByName',
  'approvedByProof',
  'actor',
  'actorContactId',
  'actorContactName',
  'causedBy',
  'reason',
  'comment',
  'contentSha256',
  'changes',
  'requestId',
  'proposalSha256',
  'stateSha256',
  'approvedSha256',
  'createdAt',
  'hash',
] as const satisfies (keyof AuditedEntry)[];

export const AUDITED_COLUMNS = [...PROPOSAL_COLUMNS, ...STATE_COLUMNS, 'logHead'] as const;

/** Rows of a page. */
const ROWS = 1_000;
/** Bytes of the long texts of a page; a longer text has a page of its own. */
const BYTES = 4 * 1024 * 1024;

/**
 * Selects the rows of one page: as many of the next rows as fit into both limits, at least one.
 * @param size an SQL expression: the bytes of the long texts of a row
 */
const pageOf = (
  table: string,
  columns: readonly string[],
  after: string,
  order: string,
  size: string,
): string => `
  SELECT ${selectList('p', columns)}
  FROM (
    SELECT t.*, sum(${size}) OVER (ORDER BY ${order} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
    FROM (SELECT * FROM ${table} WHERE company_id = $1 AND ${after} ORDER BY ${order} LIMIT ${ROWS}) t
  ) p
  WHERE coalesce(bytes_before, 0) < ${BYTES}
  ORDER BY ${order}`;

const bytes = (...expressions: string[]): string =>
  expressions.map((expression) => `coalesce(octet_length(${expression}), 0)`).join(' + ');

/** Parameters: company, the action and the `seq` of the last entry that was read. */
export const ENTRIES = pageOf(
  'approval_log',
  ENTRY_COLUMNS,
  '(action_id, seq) > ($2::uuid, $3::bigint)',
  'action_id, seq',
  bytes('changes::text', 'comment', 'reason'),
);

const actionsWhere = (condition: string): string =>
  pageOf(
    'action',
    AUDITED_COLUMNS,
    `id > $2::uuid ${condition}`,
    'id',
    bytes('content', 'metadata::text', 'evidence::text', 'reasoning'),
  );

/** Parameters: company, the id of the last action that was read. */
export const ACTIONS = actionsWhere('');

/** The actions whose log does not begin with a proposal. */
export const UNLOGGED_ACTIONS = actionsWhere(`
  AND NOT EXISTS (
    SELECT FROM approval_log l
    WHERE l.company_id = action.company_id AND l.action_id = action.id AND l.command = 'propose')`);
