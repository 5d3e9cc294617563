/** What must hold of all that was ever done, whatever raced, failed or was killed. */

export interface Scope {
  /** Whose rows are looked at; everybody's where it is not given. */
  companies?: string[];
  /** The X-Request-Ids of the commands that were answered with 2xx. */
  acknowledged?: string[];
}

export type Select = (sql: string, values: unknown[]) => Promise<object[]>;

/** The cells of all moves, copied by hand; the last two are what only the system does. */
const TRANSITIONS = `
  ('approve', 'proposed', 'processing'), ('approve', 'scheduled', 'processing'),
  ('reject', 'proposed', 'cancelled'), ('reject', 'scheduled', 'cancelled'), ('reject', 'processing', 'cancelled'),
  ('reject', 'cancelled', 'cancelled'),
  ('send', 'proposed', 'completed'), ('send', 'scheduled', 'completed'),
  ('cancel', 'proposed', 'cancelled'), ('cancel', 'scheduled', 'cancelled'), ('cancel', 'processing', 'cancelled'),
  ('cancel', 'cancelled', 'cancelled'),
  ('complete', 'proposed', 'completed'), ('complete', 'scheduled', 'completed'),
  ('complete', 'processing', 'completed'), ('complete', 'completed', 'completed'),
  ('edit', 'proposed', 'proposed'), ('edit', 'proposed', 'scheduled'),
  ('edit', 'scheduled', 'proposed'), ('edit', 'scheduled', 'scheduled'),
  ('delete', 'proposed', 'proposed'),
  ('restore', 'proposed', 'proposed'), ('restore', 'scheduled', 'scheduled'),
  ('supersede', 'proposed', 'proposed'), ('supersede', 'scheduled', 'scheduled'),
  ('wake', 'scheduled', 'proposed')`;

/** Why the system does what it does, copied by hand; it wakes without a reason. */
const SYSTEM_MOVES = `
  ('cancel', 'invoice_paid'), ('cancel', 'invoice_void'), ('cancel', 'invoice_disputed'), ('cancel', 'invoice_promised'),
  ('cancel', 'invoice_transferred'), ('cancel', 'expired'),
  ('supersede', 'alternative_chosen'), ('supersede', 'recommendation_replaced'),
  ('wake', '')`;

/**
 * Actions as `a`, their log as `l` (`previous` and `last` tell its order), stored answers as `k`, with the rows of the log
 * that they tell of.
 */
const SCOPED = `
  WITH scope AS (SELECT $1::uuid[] AS companies, $2::text[] AS acknowledged),
  a AS (SELECT action.* FROM action, scope WHERE companies IS NULL OR company_id = ANY (companies)),
  l AS (
    SELECT log.*, log.to_status <> log.from_status AS moves,
           log.command IN ('delete', 'restore', 'supersede') AS deletes,
           log.from_status IN ('proposed', 'scheduled') AND log.to_status NOT IN ('proposed', 'scheduled') AS decides,
           log.from_status NOT IN ('completed', 'cancelled') AND log.to_status IN ('completed', 'cancelled') AS ends,
           lag(log.to_status) OVER w AS previous, lag(log.command) OVER w AS previous_command,
           lag(log.created_at) OVER w AS previous_at, lead(log.id) OVER w IS NULL AS last
    FROM approval_log log, scope WHERE companies IS NULL OR company_id = ANY (companies)
    WINDOW w AS (PARTITION BY log.action_id ORDER BY log.seq)),
  k AS (
    SELECT stored.*, jsonb_path_query_array(stored.body::jsonb, '$.approval_log[*]')
             || jsonb_path_query_array(stored.body::jsonb, '$.results[*].action.approval_log[*]') AS entries
    FROM idempotency_key stored, scope
    WHERE companies IS NULL OR company_id = ANY (companies))`;

/** Each a query that returns no row. */
export const INVARIANTS = {
  'one decision an action': `SELECT action_id FROM l WHERE decides GROUP BY action_id HAVING count(*) > 1`,

  'one end an action': `SELECT action_id FROM l WHERE ends GROUP BY action_id HAVING count(*) > 1`,

  'the log is an unbroken chain': `SELECT id FROM l WHERE previous <> from_status`,

  'the log ends at the status': `SELECT a.id FROM a JOIN l ON l.action_id = a.id AND last WHERE to_status <> status`,

  'what is decided is in the log': `
    SELECT id FROM a WHERE status NOT IN ('proposed', 'scheduled')
      AND NOT EXISTS (SELECT FROM l WHERE action_id = a.id AND decides)`,

  'only moves of the table': `
    SELECT id FROM l WHERE (command, from_status, to_status) NOT IN (${TRANSITIONS})`,

  'the version counts the moves': `
    SELECT id FROM a WHERE version - 1 <> (
      SELECT count(*) FROM l WHERE action_id = a.id AND (moves OR deletes OR command = 'edit'))`,

  'the head is the last hash': `
    SELECT a.id FROM a LEFT JOIN l ON l.action_id = a.id AND last WHERE log_head IS DISTINCT FROM hash`,

  'updated when it moved, and only then': `
    SELECT id FROM a WHERE updated_at <> coalesce(
      (SELECT max(l.created_at) FROM l WHERE action_id = a.id AND (moves OR command = 'edit')), a.created_at)`,

  'executed when it was completed': `
    SELECT id FROM a WHERE executed_at IS DISTINCT FROM (
      SELECT max(l.created_at) FROM l WHERE action_id = a.id AND moves AND to_status = 'completed')`,

  'time goes forward': `SELECT id FROM l WHERE created_at < previous_at`,

  'deleted is what the log says': `
    SELECT id FROM a WHERE deleted_at IS NOT NULL <> coalesce((
      SELECT command <> 'restore' FROM l WHERE action_id = a.id AND deletes ORDER BY seq DESC LIMIT 1), false)`,

  'nothing but its restoration follows a deletion': `
    SELECT id FROM l WHERE previous_command = 'supersede'
      OR (coalesce(previous_command, '') = 'delete') <> (command = 'restore')`,

  'an edit tells what it changed': `
    SELECT id FROM l WHERE (command = 'edit') <> (coalesce(changes, '{}') <> '{}')`,

  'touched by whoever is not the system': `
    SELECT id FROM a WHERE touched <> EXISTS (SELECT FROM l WHERE action_id = a.id AND actor <> 'system')`,

  'the system does its own, and only that': `
    SELECT id FROM l WHERE CASE WHEN actor = 'system'
      THEN approved_by IS NOT NULL OR comment IS NOT NULL OR (command, coalesce(reason, '')) NOT IN (${SYSTEM_MOVES})
      ELSE command IN ('supersede', 'wake') END`,

  'nothing is proposed on what is not owed': `
    SELECT a.id FROM a JOIN invoice i ON i.id = a.invoice_id
    WHERE i.status IN ('paid', 'void') AND a.status IN ('proposed', 'scheduled') AND a.deleted_at IS NULL`,

  'one open recommendation an invoice, or a customer without': `
    SELECT coalesce(invoice_id, customer_id) AS id FROM recommendation, scope
    WHERE closed_at IS NULL AND (companies IS NULL OR company_id = ANY (companies))
    GROUP BY invoice_id IS NULL, coalesce(invoice_id, customer_id) HAVING count(*) > 1`,

  'no row of another company': `
    SELECT id FROM (
      SELECT i.id, i.company_id, c.company_id AS other FROM invoice i LEFT JOIN customer c ON c.id = i.customer_id
      UNION ALL SELECT r.id, r.company_id, c.company_id FROM recommendation r LEFT JOIN customer c ON c.id = r.customer_id
      UNION ALL SELECT r.id, r.company_id, i.company_id FROM recommendation r JOIN invoice i ON i.id = r.invoice_id
      UNION ALL SELECT a.id, a.company_id, c.company_id FROM action a LEFT JOIN customer c ON c.id = a.customer_id
      UNION ALL SELECT a.id, a.company_id, i.company_id FROM action a JOIN invoice i ON i.id = a.invoice_id
      UNION ALL SELECT a.id, a.company_id, r.company_id FROM action a JOIN recommendation r ON r.id = a.recommendation_id
      UNION ALL SELECT g.id, g.company_id, a.company_id FROM approval_log g LEFT JOIN action a ON a.id = g.action_id
      UNION ALL SELECT g.id, g.company_id, c.company_id FROM approval_log g JOIN company_contact c ON c.id = g.approved_by
    ) children, scope
    WHERE company_id IS DISTINCT FROM other
      AND (companies IS NULL OR company_id = ANY (companies) OR other = ANY (companies))`,

  'a stored answer tells of what is there': `
    SELECT key FROM k WHERE status = 200 AND (
      -- Only an edit that changes nothing leaves no row.
      (body::jsonb -> 'approval_log' = '[]' AND operation NOT LIKE 'PATCH %')
      OR EXISTS (
        SELECT FROM jsonb_array_elements(entries) e WHERE NOT EXISTS (SELECT FROM l WHERE l.id = (e ->> 'id')::uuid)))`,

  'what was acknowledged is in the log': `
    SELECT request FROM scope, unnest(acknowledged) request
    WHERE NOT EXISTS (SELECT FROM l WHERE request_id = request)`,

  'one effect a request and action': `
    SELECT action_id FROM l WHERE request_id IS NOT NULL GROUP BY action_id, request_id HAVING count(*) > 1`,
} as const satisfies Record<string, string>;

export type Invariant = keyof typeof INVARIANTS;

/** The rows that should not be, by the name of what they break; an empty object where all is well. */
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
