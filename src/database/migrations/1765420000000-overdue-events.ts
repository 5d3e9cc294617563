import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the event was appended that the response to an action is overdue, and an index on the deadlines without one. */
export class OverdueEvents1765420000000 implements MigrationInterface {
  name = 'OverdueEvents1765420000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE action ADD COLUMN overdue_event_at timestamptz(3);
      CREATE INDEX action_overdue_idx ON action (response_deadline)
        WHERE response_deadline IS NOT NULL AND overdue_event_at IS NULL AND deleted_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE action DROP COLUMN overdue_event_at');
  }
}
