/** What must hold of all that was ever done, whatever raced, failed or was killed. */

export interface Scope {
  /** Whose rows are looked at; everybody's where it is not given. */
  companies?: string[];
  /** The X-Request-Ids of the commands that were answered with 2xx. */
  acknowledged?: string[];
}

export type Select = (sql: string, values: unknown[]) => Promise<object[]>;

/** The commands' cells, copied by hand; `supersede` is what the system does. */
const MOVES = `
  ('approve', 'proposed', 'processing'), ('approve', 'scheduled', 'processing'),
  ('reject', 'proposed', 'cancelled'), ('reject', 'scheduled', 'cancelled'), ('reject', 'processing', 'cancelled'),
  ('reject', 'cancelled', 'cancelled'),
  ('send', 'proposed', 'completed'), ('send', 'scheduled', 'completed'),
  ('cancel', 'proposed', 'cancelled'), ('cancel', 'scheduled', 'cancelled'), ('cancel', 'processing', 'cancelled'),
  ('cancel', 'cancelled', 'cancelled'),
  ('complete', 'proposed', 'completed'), ('complete', 'scheduled', 'completed'),
  ('complete', 'processing', 'completed'), ('complete', 'completed', 'completed'),
  ('supersede', 'proposed', 'proposed'), ('supersede', 'scheduled', 'scheduled')`;

/** Actions as `a`, their log as `l` (`previous` and `last` tell its order), stored answers as `k`. */
const SCOPED = `
  WITH scope AS (SELECT $1::uuid[] AS companies, $2::text[] AS acknowledged),
  a AS (SELECT action.* FROM action, scope WHERE companies IS NULL OR company_id = ANY (companies)),
  l AS (
    SELECT log.*, log.to_status <> log.from_status AS moves,
           log.from_status IN ('proposed', 'scheduled') AND log.to_status NOT IN ('proposed', 'scheduled') AS decides,
           log.from_status NOT IN ('completed', 'cancelled') AND log.to_status IN ('completed', 'cancelled') AS ends,
           lag(log.to_status) OVER w AS previous, lag(log.command) OVER w AS previous_command,
           lag(log.created_at) OVER w AS previous_at, lead(log.id) OVER w IS NULL AS last
    FROM approval_log log, scope WHERE companies IS NULL OR company_id = ANY (companies)
    WINDOW w AS (PARTITION BY log.action_id ORDER BY log.seq)),
  k AS (
    SELECT stored.*, stored.body::jsonb -> 'approval_log' AS entries FROM idempotency_key stored, scope
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
    SELECT id FROM l WHERE (command, from_status, to_status) NOT IN (${MOVES})`,

  'the version counts the moves': `
    SELECT id FROM a WHERE version - 1 <> (
      SELECT count(*) FROM l WHERE action_id = a.id AND (moves OR command = 'supersede'))`,

  'the head is the last hash': `
    SELECT a.id FROM a LEFT JOIN l ON l.action_id = a.id AND last WHERE log_head IS DISTINCT FROM hash`,

  'updated when it moved, and only then': `
    SELECT id FROM a WHERE updated_at <> coalesce(
      (SELECT max(l.created_at) FROM l WHERE action_id = a.id AND moves), a.created_at)`,

  'executed when it was completed': `
    SELECT id FROM a WHERE executed_at IS DISTINCT FROM (
      SELECT max(l.created_at) FROM l WHERE action_id = a.id AND moves AND to_status = 'completed')`,

  'time goes forward': `SELECT id FROM l WHERE created_at < previous_at`,

  'deleted is superseded': `
    SELECT id FROM a WHERE deleted_at IS NOT NULL <> EXISTS (
      SELECT FROM l WHERE action_id = a.id AND command = 'supersede')`,

  'nothing follows a deletion': `SELECT id FROM l WHERE previous_command = 'supersede'`,

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
      jsonb_array_length(entries) = 0
      OR EXISTS (
        SELECT FROM jsonb_array_elements(entries) e WHERE NOT EXISTS (SELECT FROM l WHERE l.id = (e ->> 'id')::uuid)))`,

  'what was acknowledged is in the log': `
    SELECT request FROM scope, unnest(acknowledged) request
    WHERE NOT EXISTS (SELECT FROM l WHERE request_id = request)`,

  'one effect a request': `
    SELECT request_id FROM l WHERE request_id IS NOT NULL GROUP BY company_id, request_id HAVING count(*) > 1`,
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
