import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who edited the text of an action last, and when, for the warning `edited_since`. */
export class EditedDrafts1764850000000 implements MigrationInterface {
  name = 'EditedDrafts1764850000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE action DROP COLUMN edited_by, DROP COLUMN edited_at');
  }
}

/** Filled from the approval log, for the actions that can still have warnings. */
const COLUMNS = `
  ALTER TABLE action
    ADD COLUMN edited_at timestamptz(3),
    ADD COLUMN edited_by text;
  UPDATE action a SET edited_at = e.created_at, edited_by = e.actor
  FROM (
    SELECT DISTINCT ON (company_id, action_id) company_id, action_id, created_at, actor
    FROM approval_log
    WHERE command = 'edit' AND changes ?| ARRAY['subject', 'content']
    ORDER BY company_id, action_id, seq DESC
  ) e
  WHERE e.company_id = a.company_id AND e.action_id = a.id AND a.status IN ('proposed', 'scheduled', 'processing');`;
