import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for the category of approved actions, and for filters by type and by overdue response. */
export class InboxAndListIndexes1764400000000 implements MigrationInterface {
  name = 'InboxAndListIndexes1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACTIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

/** The index of the plain list also contains the columns of its filters, so that the exact count reads the index alone. */
const ACTIONS = `
  CREATE INDEX action_in_progress_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    WHERE status = 'processing' AND deleted_at IS NULL;
  CREATE INDEX action_response_deadline_idx ON action (company_id, response_deadline)
    WHERE response_deadline IS NOT NULL;
  DROP INDEX action_inbox_idx;
  CREATE INDEX action_inbox_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    INCLUDE (status, action_type) WHERE deleted_at IS NULL;`;

const UNDO = `
  DROP INDEX action_inbox_idx;
  CREATE INDEX action_inbox_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    INCLUDE (status) WHERE deleted_at IS NULL;
  DROP INDEX action_response_deadline_idx;
  DROP INDEX action_in_progress_idx;`;
