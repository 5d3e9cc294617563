import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The recipients of actions, and what was approved: the final subject, and the hash of the message. */
export class RecipientsAndApprovedMessages1765010000000 implements MigrationInterface {
  name = 'RecipientsAndApprovedMessages1765010000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

/** Null in all rows from before this migration, so that they keep their digests. */
const COLUMNS = `
  ALTER TABLE action
    ADD COLUMN to_recipients jsonb,
    ADD COLUMN cc_recipients jsonb,
    ADD COLUMN final_subject text,
    ADD COLUMN approved_sha256 text,
    ADD CONSTRAINT action_recipients_check
      CHECK (coalesce(jsonb_array_length(to_recipients), 0) + coalesce(jsonb_array_length(cc_recipients), 0) <= 5);
  ALTER TABLE approval_log ADD COLUMN approved_sha256 text;`;

const UNDO = `
  ALTER TABLE approval_log DROP COLUMN approved_sha256;
  ALTER TABLE action
    DROP CONSTRAINT action_recipients_check,
    DROP COLUMN approved_sha256,
    DROP COLUMN final_subject,
    DROP COLUMN cc_recipients,
    DROP COLUMN to_recipients;`;
