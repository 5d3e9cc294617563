import { TRANSITION_NAMES, TRANSITIONS } from '../../src/actions/lifecycle/transitions.js';
import { type Status, UNDECIDED } from '../../src/actions/lifecycle/statuses.js';
import { COPIES } from './invariants-of-copies.js';

/** The rows that an invariant is checked on. */
export interface Scope {
  /** Ids; all companies if absent. */
  companies?: string[];
  /** The X-Request-Ids of the commands that were answered with 2xx. */
  acknowledged?: string[];
}

export type Select = (sql: string, values: unknown[]) => Promise<object[]>;

/** Every status that a transition can lead to from a status, by the lifecycle table. */
function targets(to: Status | 'same' | 'when_due', from: Status): readonly Status[] {
  if (to === 'when_due') return UNDECIDED;
  return [to === 'same' ? from : to];
}

/** The (command, from_status, to_status) of a proposal, and of every transition that the lifecycle table allows. */
const ALLOWED_TRANSITIONS = TRANSITION_NAMES.flatMap((name): string[][] => {
  const { from, to, ...rule } = TRANSITIONS[name];
  const changes = from.flatMap((status) => targets(to, status).map((target) => [name, status, target]));
  // A repeated command is logged and keeps the status.
  return 'repeatable' in rule && rule.repeatable ? [...changes, [name, to, to]] : changes;
})
  .concat(UNDECIDED.map((status) => ['propose', status, status]))
  .map((columns) => `(${columns.map((column) => `'${column}'`).join(', ')})`)
  .join(', ');

/** The (command, reason) of every log row with the actor `system`, copied by hand; `propose`, `wake` and `deliver` have no reason. */
const SYSTEM_TRANSITIONS = `
  ('cancel', 'invoice_paid'), ('cancel', 'invoice_void'), ('cancel', 'invoice_disputed'), ('cancel', 'invoice_promised'),
  ('cancel', 'invoice_transferred'), ('cancel', 'due_date_changed'), ('cancel', 'held'), ('cancel', 'expired'),
  ('cancel', 'suppressed'), ('fail', 'changed_since_approval'), ('fail', 'incomplete'),
  ('supersede', 'alternative_chosen'), ('supersede', 'recommendation_replaced'), ('supersede', 'recommendation_held'),
  ('promote', 'alternative_declined'), ('demote', 'alternative_restored'),
  ('deliver', ''), ('defer', 'delivery_deferred'), ('fail', 'delivery_failed'), ('fail', 'delivery_unknown'),
  ('propose', ''), ('wake', '')`;

/**
 * The rows in scope: actions as `a`, those that wait for a decision as `u`; their log as `l`, with the previous row of the action;
 * stored responses as `k`, with the log rows that they contain.
 */
const SCOPED = `
  WITH scope AS (SELECT $1::uuid[] AS companies, $2::text[] AS acknowledged),
  a AS (SELECT action.* FROM action, scope WHERE companies IS NULL OR company_id = ANY (companies)),
  u AS (SELECT * FROM a WHERE status IN ('proposed', 'scheduled') AND deleted_at IS NULL),
  l AS (
    SELECT log.*, log.to_status <> log.from_status AS moves,
           log.command IN ('delete', 'restore', 'supersede') AS deletes,
           log.command IN ('edit', 'promote', 'demote') AS changes_columns,
           log.actor <> 'system' AND log.command <> 'propose' AS touches,
           log.from_status IN ('proposed', 'scheduled') AND log.to_status NOT IN ('proposed', 'scheduled') AS decides,
           log.from_status NOT IN ('completed', 'cancelled') AND log.to_status IN ('completed', 'cancelled') AS ends,
           lag(log.to_status) OVER w AS previous, lag(log.command) OVER w AS previous_command,
           lag(log.created_at) OVER w AS previous_at, lead(log.id) OVER w IS NULL AS last
    FROM approval_log log, scope WHERE companies IS NULL OR company_id = ANY (companies)
    WINDOW w AS (PARTITION BY log.action_id ORDER BY log.seq)),
  stored AS (
    -- Without escape sequences: jsonb refuses NUL and lone surrogates, which the name of an invalid field can contain.
    SELECT key.*, regexp_replace(key.body, '\\\\(u[0-9a-f]{4}|.)', '', 'gi')::jsonb AS content
    FROM idempotency_key key, scope WHERE companies IS NULL OR company_id = ANY (companies)),
  k AS (
    SELECT stored.*, jsonb_path_query_array(content, '$.approval_log[*]')
             || jsonb_path_query_array(content, '$.results[*].action.approval_log[*]') AS entries
    FROM stored)`;

/** The SHA-256 of a text, as the log has it. */
const sha256Sql = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

/** Must hold after any race, failure or crash. Each query selects the rows that violate its rule. */
export const INVARIANTS = {
  'an action is decided at most once': `SELECT action_id FROM l WHERE decides GROUP BY action_id HAVING count(*) > 1`,

  'an action ends at most once': `SELECT action_id FROM l WHERE ends GROUP BY action_id HAVING count(*) > 1`,

  'a log row starts at the status where the previous row ended': `SELECT id FROM l WHERE previous <> from_status`,

  'the last log row leads to the current status': `SELECT a.id FROM a JOIN l ON l.action_id = a.id AND last WHERE to_status <> status`,

  'the decision of a decided action is in the log': `
    SELECT id FROM a WHERE status NOT IN ('proposed', 'scheduled')
      AND NOT EXISTS (SELECT FROM l WHERE action_id = a.id AND decides)`,

  'the log has only transitions of the lifecycle table': `
    SELECT id FROM l WHERE (command, from_status, to_status) NOT IN (${ALLOWED_TRANSITIONS})`,

  'the version counts the changes': `
    SELECT id FROM a WHERE version - 1 <> (
      SELECT count(*) FROM l WHERE action_id = a.id AND (moves OR deletes OR changes_columns))`,

  'log_head is the hash of the last log row': `
    SELECT a.id FROM a LEFT JOIN l ON l.action_id = a.id AND last WHERE log_head IS DISTINCT FROM hash`,

  'updated_at is the time of the last change, deletions left out': `
    SELECT id FROM a WHERE updated_at <> coalesce(
      (SELECT max(l.created_at) FROM l WHERE action_id = a.id AND (moves OR changes_columns)), a.created_at)`,

  'executed_at is the time of completion': `
    SELECT id FROM a WHERE executed_at IS DISTINCT FROM (
      SELECT max(l.created_at) FROM l WHERE action_id = a.id AND moves AND to_status = 'completed')`,

  'log rows are in the order of their times': `SELECT id FROM l WHERE created_at < previous_at`,

  'deleted_at agrees with the log': `
    SELECT id FROM a WHERE deleted_at IS NOT NULL <> coalesce((
      SELECT command <> 'restore' FROM l WHERE action_id = a.id AND deletes ORDER BY seq DESC LIMIT 1), false)`,

  'only a restoration follows a deletion': `
    SELECT id FROM l WHERE previous_command = 'supersede'
      OR (coalesce(previous_command, '') = 'delete') <> (command = 'restore')`,

  'a proposal can only be the first log row': `SELECT id FROM l WHERE command = 'propose' AND previous IS NOT NULL`,

  'an edit, and nothing else, records changes': `
    SELECT id FROM l WHERE (command = 'edit') <> (coalesce(changes, '{}') <> '{}')`,

  'the new text of an edit is the one that the next edit replaced, or the current draft': `
    SELECT l.id FROM l JOIN a ON a.id = l.action_id WHERE l.changes -> 'content' ->> 'to_sha256' <> ${sha256Sql(`coalesce((
      SELECT next.changes -> 'content' ->> 'from' FROM approval_log next
      WHERE next.action_id = l.action_id AND next.seq > l.seq AND next.changes ? 'content' ORDER BY next.seq LIMIT 1), a.content)`)}`,

  'the last log row has the hash of the text that goes out': `
    SELECT a.id FROM a JOIN l ON l.action_id = a.id AND last
    WHERE content_sha256 <> ${sha256Sql(`coalesce(metadata ->> 'final_content', content)`)}`,

  'an action has the hash of the message that its log approves': `
    SELECT a.id FROM a WHERE approved_sha256 IS DISTINCT FROM (
      SELECT max(approved_sha256) FROM l WHERE action_id = a.id)`,

  'touched is set once anybody but the system has changed the proposed action': `
    SELECT id FROM a WHERE touched <> EXISTS (SELECT FROM l WHERE action_id = a.id AND touches)`,

  'no newer recommendation supersedes a touched action': `
    SELECT id FROM l WHERE command = 'supersede' AND reason IN ('recommendation_replaced', 'recommendation_held')
      AND EXISTS (SELECT FROM l earlier WHERE earlier.action_id = l.action_id AND earlier.seq < l.seq AND earlier.touches)`,

  'the system, and only the system, performs the system transitions': `
    SELECT id FROM l WHERE CASE WHEN actor = 'system'
      THEN approved_by IS NOT NULL OR comment IS NOT NULL OR (command, coalesce(reason, '')) NOT IN (${SYSTEM_TRANSITIONS})
      ELSE caused_by IS NOT NULL OR command IN ('supersede', 'promote', 'demote', 'wake', 'deliver', 'defer', 'fail') END`,

  'no unfinished action is on a paid or void invoice': `
    SELECT a.id FROM a JOIN invoice i ON i.id = a.invoice_id
    WHERE i.status IN ('paid', 'void') AND a.status IN ('proposed', 'scheduled', 'processing') AND a.deleted_at IS NULL
      -- A worker was delivering it.
      AND NOT EXISTS (SELECT FROM delivery d WHERE d.action_id = a.id AND d.reason_gone IS NOT NULL)`,

  'an action has a delivery if it was approved, and otherwise none': `
    SELECT id FROM a WHERE EXISTS (SELECT FROM delivery d WHERE d.action_id = a.id) <> EXISTS (
      SELECT FROM l WHERE action_id = a.id AND to_status = 'processing' AND from_status <> 'processing')`,

  'a delivery is over if its action is': `
    SELECT a.id FROM a JOIN delivery d ON d.action_id = a.id
    WHERE d.status IN ('sent', 'cancelled') <> (a.status IN ('completed', 'cancelled'))`,

  'only a completed action has been sent': `
    SELECT a.id FROM a JOIN delivery d ON d.action_id = a.id WHERE d.status = 'sent' AND a.status <> 'completed'`,

  'every attempt of an external delivery is a claim in the log': `
    SELECT a.id FROM a JOIN delivery d ON d.action_id = a.id
    WHERE d.way = 'external' AND d.attempts <> (SELECT count(*) FROM l WHERE action_id = a.id AND command = 'claim')`,

  'no action on hold waits for a decision': `
    SELECT u.id FROM u JOIN hold h ON h.company_id = u.company_id AND (h.customer_id = u.customer_id OR h.invoice_id = u.invoice_id)
    WHERE ended_at IS NULL AND (until IS NULL OR until > now())`,

  'at most one recommended action of an invoice waits for a decision': `
    SELECT invoice_id AS id FROM u WHERE is_recommended AND invoice_id IS NOT NULL GROUP BY invoice_id HAVING count(*) > 1`,

  'one of the alternatives that wait for a decision is recommended': `
    SELECT recommendation_id AS id FROM u
    WHERE recommendation_id IS NOT NULL AND (expires_at IS NULL OR expires_at > now())
    GROUP BY recommendation_id HAVING NOT bool_or(is_recommended)`,

  'one recommendation is open per invoice, or per customer without an invoice': `
    SELECT coalesce(invoice_id, customer_id) AS id FROM recommendation, scope
    WHERE closed_at IS NULL AND (companies IS NULL OR company_id = ANY (companies))
    GROUP BY invoice_id IS NULL, coalesce(invoice_id, customer_id) HAVING count(*) > 1`,

  'no row refers to another company': `
    SELECT id FROM (
      SELECT i.id, i.company_id, c.company_id AS other FROM invoice i LEFT JOIN customer c ON c.id = i.customer_id
      UNION ALL SELECT r.id, r.company_id, c.company_id FROM recommendation r LEFT JOIN customer c ON c.id = r.customer_id
      UNION ALL SELECT r.id, r.company_id, i.company_id FROM recommendation r JOIN invoice i ON i.id = r.invoice_id
      UNION ALL SELECT a.id, a.company_id, c.company_id FROM action a LEFT JOIN customer c ON c.id = a.customer_id
      UNION ALL SELECT a.id, a.company_id, i.company_id FROM action a JOIN invoice i ON i.id = a.invoice_id
      UNION ALL SELECT a.id, a.company_id, r.company_id FROM action a JOIN recommendation r ON r.id = a.recommendation_id
      UNION ALL SELECT h.id, h.company_id, c.company_id FROM hold h JOIN customer c ON c.id = h.customer_id
      UNION ALL SELECT h.id, h.company_id, i.company_id FROM hold h JOIN invoice i ON i.id = h.invoice_id
      UNION ALL SELECT g.id, g.company_id, a.company_id FROM approval_log g LEFT JOIN action a ON a.id = g.action_id
      UNION ALL SELECT d.action_id, d.company_id, a.company_id FROM delivery d LEFT JOIN action a ON a.id = d.action_id
      UNION ALL SELECT d.action_id, d.company_id, c.company_id FROM delivery d LEFT JOIN customer c ON c.id = d.customer_id
      UNION ALL SELECT g.id, g.company_id, c.company_id FROM approval_log g JOIN company_contact c ON c.id = g.approved_by
      UNION ALL SELECT g.id, g.company_id, c.company_id FROM approval_log g JOIN company_contact c ON c.id = g.actor_contact_id
      UNION ALL SELECT t.api_token_id, t.company_id, c.company_id FROM api_token_company t
        JOIN api_token k ON k.id = t.api_token_id JOIN company_contact c ON c.id = k.contact_id
    ) children, scope
    WHERE company_id IS DISTINCT FROM other
      AND (companies IS NULL OR company_id = ANY (companies) OR other = ANY (companies))`,

  ...COPIES,

  'a stored response refers to log rows that exist': `
    SELECT key FROM k WHERE status = 200 AND (
      -- Only an edit that changes nothing writes no row.
      (content -> 'approval_log' = '[]' AND operation NOT LIKE 'PATCH %')
      OR EXISTS (
        SELECT FROM jsonb_array_elements(entries) e WHERE NOT EXISTS (SELECT FROM l WHERE l.id = (e ->> 'id')::uuid)))`,

  'every acknowledged command is in the log': `
    SELECT request FROM scope, unnest(acknowledged) request
    WHERE NOT EXISTS (SELECT FROM l WHERE request_id = request)`,

  // The system's changes are counted apart: a bulk command can reject an action that it has just made the recommended one.
  'a request changes an action at most once': `
    SELECT action_id FROM l WHERE request_id IS NOT NULL GROUP BY action_id, request_id, actor = 'system' HAVING count(*) > 1`,
} as const satisfies Record<string, string>;

export type Invariant = keyof typeof INVARIANTS;

/** Checks all invariants; returns the offending rows by the name of the invariant, and `{}` if all hold. */
export async function violations(
  select: Select,
  { companies, acknowledged = [] }: Scope = {},
): Promise<Partial<Record<Invariant, object[]>>> {
  const found: Partial<Record<Invariant, object[]>> = {};
  for (const [name, query] of Object.entries(INVARIANTS)) {
    const rows = await select(`${SCOPED} ${query}`, [companies ?? null, acknowledged]);
    if (rows.length > 0) found[name as Invariant] = rows;
  }
  return found;
}
