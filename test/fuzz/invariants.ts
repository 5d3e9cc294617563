import type { DataSource } from 'typeorm';

/** Must hold for a company's actions after any sequence of calls. Each query selects the rows that violate its rule. */
const INVARIANTS: Record<string, string> = {
  'the last log row leads to the current status': `
    SELECT a.id FROM action a JOIN LATERAL (
      SELECT to_status FROM approval_log l WHERE l.company_id = $1 AND l.action_id = a.id ORDER BY seq DESC LIMIT 1) last ON true
    WHERE a.company_id = $1 AND a.status <> last.to_status`,
  'an action without a log is undecided': `
    SELECT id FROM action a WHERE company_id = $1 AND status NOT IN ('proposed', 'scheduled')
    AND NOT EXISTS (SELECT FROM approval_log l WHERE l.company_id = $1 AND l.action_id = a.id)`,
  'each log row starts at the status where the previous row ended': `
    SELECT action_id FROM (
      SELECT action_id, from_status, lag(to_status) OVER (PARTITION BY action_id ORDER BY seq) AS previous
      FROM approval_log WHERE company_id = $1) chain
    WHERE from_status <> previous OR (previous IS NULL AND from_status NOT IN ('proposed', 'scheduled'))`,
  'an action is decided at most once': `
    SELECT action_id FROM approval_log WHERE company_id = $1
    AND from_status IN ('proposed', 'scheduled') AND to_status NOT IN ('proposed', 'scheduled')
    GROUP BY action_id HAVING count(*) > 1`,
  'an action ends at most once': `
    SELECT action_id FROM approval_log WHERE company_id = $1
    AND from_status <> to_status AND to_status IN ('completed', 'cancelled')
    GROUP BY action_id HAVING count(*) > 1`,
  'an action has executed_at exactly if it is completed': `
    SELECT id FROM action WHERE company_id = $1 AND (status = 'completed') <> (executed_at IS NOT NULL)`,
  'the version counts the changes': `
    SELECT a.id FROM action a WHERE company_id = $1 AND version <> 1 + (
      SELECT count(*) FROM approval_log l
      WHERE l.company_id = $1 AND l.action_id = a.id
        AND (l.from_status <> l.to_status OR l.command IN ('edit', 'delete', 'restore', 'supersede')))`,
  'an action is deleted exactly if its last deletion was not restored': `
    SELECT a.id FROM action a LEFT JOIN LATERAL (
      SELECT command FROM approval_log l
      WHERE l.company_id = $1 AND l.action_id = a.id AND l.command IN ('delete', 'restore', 'supersede')
      ORDER BY seq DESC LIMIT 1) last ON true
    WHERE a.company_id = $1 AND (a.deleted_at IS NOT NULL) <> (coalesce(last.command, 'restore') <> 'restore')`,
  'the system, and only the system, supersedes and wakes actions': `
    SELECT id FROM approval_log WHERE company_id = $1 AND (actor = 'system') <> (command IN ('supersede', 'wake'))`,
};

/** Returns the violating rows with the rule that each violates. */
export async function brokenInvariants(dataSource: DataSource, companyId: string): Promise<object[]> {
  const violations: object[] = [];
  for (const [rule, statement] of Object.entries(INVARIANTS)) {
    const rows: object[] = await dataSource.query(statement, [companyId]);
    violations.push(...rows.map((row) => ({ rule, ...row })));
  }
  return violations;
}
