import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The contact to whom an action is assigned. Null in all rows from before, so that they keep their digests. */
export class AssignedActions1765520000000 implements MigrationInterface {
  name = 'AssignedActions1765520000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE action
        ADD COLUMN assigned_to uuid,
        ADD FOREIGN KEY (company_id, assigned_to) REFERENCES company_contact (company_id, id);
      CREATE INDEX action_assigned_idx ON action (company_id, assigned_to, status) WHERE assigned_to IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE action DROP COLUMN assigned_to');
  }
}
