import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One recommended, undecided action per invoice; the facts for warnings; who proposed, who approved, who caused a transition. */
export class RecommendedActionsAndTrail1764700000000 implements MigrationInterface {
  name = 'RecommendedActionsAndTrail1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FACTS);
    await runner.query(RECOMMENDED_ACTIONS);
    await runner.query(APPROVAL_LOG);
    await runner.query(POLICY_RUN);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

/** Null for actions from before this migration: they get no warning about a changed name or due date. */
const FACTS = `
  ALTER TABLE action
    ADD COLUMN drafted_due_on date,
    ADD COLUMN drafted_customer_name text;
  CREATE INDEX action_contact_idx ON action (company_id, customer_id, history_at DESC)
    WHERE action_type IN ('email', 'call') AND status IN ('processing', 'completed') AND recommendation <> 'wait_for_customer';`;

/**
 * Where an invoice has several, the one that a person has changed last stays recommended; the others become alternatives.
 * Deferred, because a new recommendation is inserted before the rows of the one that it supersedes are locked.
 */
const RECOMMENDED_ACTIONS = `
  UPDATE action a SET is_recommended = false
  FROM (
    SELECT id, row_number() OVER (
      PARTITION BY company_id, invoice_id ORDER BY touched DESC, updated_at DESC, id DESC) AS position
    FROM action
    WHERE invoice_id IS NOT NULL AND is_recommended AND status IN ('proposed', 'scheduled') AND deleted_at IS NULL
  ) ranked
  WHERE a.id = ranked.id AND ranked.position > 1;
  ALTER TABLE action ADD CONSTRAINT action_one_recommended_excl
    EXCLUDE USING btree (company_id WITH =, invoice_id WITH =)
    WHERE (invoice_id IS NOT NULL AND is_recommended AND status IN ('proposed', 'scheduled') AND deleted_at IS NULL)
    DEFERRABLE INITIALLY DEFERRED;`;

const APPROVAL_LOG = `
  ALTER TABLE approval_log
    ADD COLUMN approved_by_name text,
    ADD COLUMN caused_by text;`;

const POLICY_RUN = `
  CREATE TABLE policy_run (
    company_id uuid PRIMARY KEY REFERENCES company (id),
    as_of date NOT NULL,
    ran_at timestamptz(3) NOT NULL
  );`;

const UNDO = `
  DROP TABLE policy_run;
  ALTER TABLE approval_log DROP COLUMN caused_by, DROP COLUMN approved_by_name;
  ALTER TABLE action DROP CONSTRAINT action_one_recommended_excl;
  DROP INDEX action_contact_idx;
  ALTER TABLE action DROP COLUMN drafted_customer_name, DROP COLUMN drafted_due_on;`;
