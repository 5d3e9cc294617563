import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps runs of the policy as rows, with how far each is. Of the runs before, the latest of each company is known. */
export class PolicyRuns1765660000000 implements MigrationInterface {
  name = 'PolicyRuns1765660000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE policy_run RENAME COLUMN ran_at TO created_at;
      ALTER TABLE policy_run
        DROP CONSTRAINT policy_run_pkey,
        ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
        ADD COLUMN status text NOT NULL DEFAULT 'completed'
          CONSTRAINT policy_run_status_check CHECK (status IN ('queued', 'running', 'completed', 'failed')),
        ADD COLUMN is_day_chosen boolean NOT NULL DEFAULT true,
        ADD COLUMN is_dry_run boolean NOT NULL DEFAULT false,
        ADD COLUMN requested_by jsonb,
        ADD COLUMN averages jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN total integer NOT NULL DEFAULT 0,
        ADD COLUMN done integer NOT NULL DEFAULT 0,
        ADD COLUMN created integer,
        ADD COLUMN kept integer,
        ADD COLUMN superseded integer,
        ADD COLUMN last_invoice_id uuid,
        ADD COLUMN failures integer NOT NULL DEFAULT 0,
        ADD COLUMN error text,
        ADD COLUMN due_at timestamptz(3),
        ADD COLUMN started_at timestamptz(3),
        ADD COLUMN finished_at timestamptz(3),
        ADD PRIMARY KEY (company_id, id);
      UPDATE policy_run SET started_at = created_at, finished_at = created_at;
      ALTER TABLE policy_run
        ALTER COLUMN id DROP DEFAULT, ALTER COLUMN status DROP DEFAULT, ALTER COLUMN is_day_chosen DROP DEFAULT,
        ALTER COLUMN is_dry_run DROP DEFAULT, ALTER COLUMN averages DROP DEFAULT, ALTER COLUMN total DROP DEFAULT,
        ALTER COLUMN done DROP DEFAULT, ALTER COLUMN failures DROP DEFAULT;
      CREATE INDEX policy_run_list_idx ON policy_run (company_id, created_at DESC, id DESC);
      CREATE UNIQUE INDEX policy_run_at_work_idx ON policy_run (company_id) WHERE status IN ('queued', 'running');
      CREATE INDEX policy_run_due_idx ON policy_run (due_at) WHERE due_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX policy_run_list_idx, policy_run_at_work_idx, policy_run_due_idx;
      DELETE FROM policy_run r WHERE is_dry_run OR EXISTS (
        SELECT FROM policy_run later WHERE later.company_id = r.company_id AND NOT later.is_dry_run
          AND (later.created_at, later.id) > (r.created_at, r.id));
      ALTER TABLE policy_run
        DROP CONSTRAINT policy_run_pkey,
        DROP COLUMN id, DROP COLUMN status, DROP COLUMN is_day_chosen, DROP COLUMN is_dry_run, DROP COLUMN requested_by,
        DROP COLUMN averages, DROP COLUMN total, DROP COLUMN done, DROP COLUMN created, DROP COLUMN kept,
        DROP COLUMN superseded, DROP COLUMN last_invoice_id, DROP COLUMN failures, DROP COLUMN error,
        DROP COLUMN due_at, DROP COLUMN started_at, DROP COLUMN finished_at,
        ADD PRIMARY KEY (company_id);
      ALTER TABLE policy_run RENAME COLUMN created_at TO ran_at`);
  }
}
