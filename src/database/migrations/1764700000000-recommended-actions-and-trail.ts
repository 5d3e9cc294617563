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
 * Where an invoice has several, the one that a person has changed last stays. The undecided actions of its other recommendations
 * are soft-deleted, without an entry in their logs, and those recommendations closed. The constraint is deferred, because a run
 * inserts new recommendations before it locks the actions that they supersede.
 */
const RECOMMENDED_ACTIONS = `
  CREATE TEMPORARY TABLE kept_action ON COMMIT DROP AS
    SELECT DISTINCT ON (company_id, invoice_id) company_id, invoice_id, id, recommendation_id
    FROM (
      SELECT *, count(*) OVER (PARTITION BY company_id, invoice_id) AS recommended
      FROM action
      WHERE invoice_id IS NOT NULL AND is_recommended AND status IN ('proposed', 'scheduled') AND deleted_at IS NULL
    ) a
    WHERE recommended > 1
    ORDER BY company_id, invoice_id, touched DESC, updated_at DESC, id DESC;
  UPDATE action a SET deleted_at = now(), version = version + 1
  FROM kept_action k
  WHERE a.company_id = k.company_id AND a.invoice_id = k.invoice_id AND a.id <> k.id
    AND (a.is_recommended OR a.recommendation_id IS DISTINCT FROM k.recommendation_id)
    AND a.status IN ('proposed', 'scheduled') AND a.deleted_at IS NULL;
  UPDATE recommendation r SET closed_at = now()
  FROM kept_action k
  WHERE r.company_id = k.company_id AND r.invoice_id = k.invoice_id AND r.id IS DISTINCT FROM k.recommendation_id
    AND r.closed_at IS NULL;
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
