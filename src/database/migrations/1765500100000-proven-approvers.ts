import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the approver of a log entry is known, and for which contact its client acted. Null in the entries from before. */
export class ProvenApprovers1765500100000 implements MigrationInterface {
  name = 'ProvenApprovers1765500100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE approval_log
        ADD approved_by_proof text,
        ADD actor_contact_id uuid,
        ADD actor_contact_name text,
        ADD FOREIGN KEY (company_id, actor_contact_id) REFERENCES company_contact (company_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE approval_log DROP approved_by_proof, DROP actor_contact_id, DROP actor_contact_name`);
  }
}
