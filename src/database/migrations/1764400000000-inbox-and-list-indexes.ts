import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for the category of approved actions. */
export class InboxAndListIndexes1764400000000 implements MigrationInterface {
  name = 'InboxAndListIndexes1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACTIONS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

const ACTIONS = `
  CREATE INDEX action_in_progress_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    WHERE status = 'processing' AND deleted_at IS NULL;`;

const UNDO = `
  DROP INDEX action_in_progress_idx;`;
