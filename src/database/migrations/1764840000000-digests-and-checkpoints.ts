import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Digests of actions in the approval log, and signed checkpoints of the log. */
export class DigestsAndCheckpoints1764840000000 implements MigrationInterface {
  name = 'DigestsAndCheckpoints1764840000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DIGESTS);
    await runner.query(CHECKPOINTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

/** Null in the entries from before this migration, so that they keep their hashes. */
const DIGESTS = `
  ALTER TABLE approval_log
    ADD COLUMN proposal_sha256 text,
    ADD COLUMN state_sha256 text;`;

const CHECKPOINTS = `
  CREATE TABLE audit_checkpoint (
    company_id uuid NOT NULL REFERENCES company,
    key_id text NOT NULL,
    number integer NOT NULL,
    taken_at timestamptz(3) NOT NULL,
    line text NOT NULL,
    PRIMARY KEY (company_id, key_id, number)
  );
  CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const UNDO = `
  DROP TABLE audit_checkpoint;
  ALTER TABLE approval_log DROP COLUMN state_sha256, DROP COLUMN proposal_sha256;`;
