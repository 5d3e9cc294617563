import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For recommendations and ledger sync over HTTP, the expiry of actions, and the changes that a log entry records. */
export class ProposalsAndReceivables1764150000000 implements MigrationInterface {
  name = 'ProposalsAndReceivables1764150000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LEDGER);
    await runner.query(RECOMMENDATIONS);
    await runner.query(ACTIONS);
    await runner.query(APPROVAL_LOG);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

const LEDGER = `
  ALTER TABLE company_contact
    ADD COLUMN external_id text,
    ADD COLUMN role text,
    ADD COLUMN active boolean NOT NULL DEFAULT true,
    ADD COLUMN updated_at timestamptz(3) NOT NULL DEFAULT now(),
    ADD UNIQUE (company_id, external_id);
  ALTER TABLE customer ADD COLUMN time_zone text;
  ALTER TABLE invoice
    ADD COLUMN balance numeric CONSTRAINT invoice_balance_check CHECK (balance >= 0),
    ADD COLUMN promised_on date,
    ADD COLUMN called_off_at timestamptz(3);
  UPDATE invoice SET balance = CASE status WHEN 'open' THEN amount ELSE 0 END;
  ALTER TABLE invoice ALTER COLUMN balance SET NOT NULL;`;

const RECOMMENDATIONS = `
  ALTER TABLE recommendation RENAME COLUMN superseded_at TO closed_at;
  ALTER TABLE recommendation
    ADD COLUMN dedupe_key text,
    ADD COLUMN expires_at timestamptz(3);
  CREATE UNIQUE INDEX recommendation_open_customer_idx ON recommendation (company_id, customer_id)
    WHERE closed_at IS NULL AND invoice_id IS NULL;
  CREATE UNIQUE INDEX recommendation_dedupe_idx ON recommendation (company_id, source, dedupe_key)
    WHERE dedupe_key IS NOT NULL;`;

/**
 * The inbox excludes expired actions, and its counts still read only an index. The index of `needs_action` also covers the
 * category `alternatives`, which includes actions that are not recommended.
 */
const ACTIONS = `
  ALTER TABLE action
    ADD COLUMN evidence jsonb,
    ADD COLUMN drafted_balance numeric,
    ADD COLUMN drafted_currency text,
    ADD COLUMN expires_at timestamptz(3),
    ADD COLUMN touched boolean NOT NULL DEFAULT false;
  UPDATE action a SET touched = true
    WHERE EXISTS (SELECT FROM approval_log l
                  WHERE l.company_id = a.company_id AND l.action_id = a.id AND l.actor <> 'system');
  DROP INDEX action_needs_action_idx, action_awaiting_customer_idx;
  CREATE INDEX action_needs_action_idx
    ON action (company_id, is_recommended, urgency_score DESC, scheduled_for, id)
    INCLUDE (expires_at, invoice_id)
    WHERE status = 'proposed' AND action_required AND deleted_at IS NULL;
  CREATE INDEX action_awaiting_customer_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    INCLUDE (expires_at)
    WHERE status = 'proposed' AND is_recommended AND recommendation = 'wait_for_customer'
      AND deleted_at IS NULL;
  CREATE INDEX action_expiry_idx ON action (expires_at)
    WHERE expires_at IS NOT NULL AND status IN ('proposed', 'scheduled') AND deleted_at IS NULL;
  CREATE INDEX action_due_idx ON action (scheduled_for) WHERE status = 'scheduled' AND deleted_at IS NULL;`;

const APPROVAL_LOG = `
  ALTER TABLE approval_log ADD COLUMN changes jsonb;
  CREATE INDEX approval_log_company_id_created_at_seq_idx ON approval_log (company_id, created_at DESC, seq DESC);`;

const UNDO = `
  DROP INDEX approval_log_company_id_created_at_seq_idx;
  ALTER TABLE approval_log DROP COLUMN changes;
  DROP INDEX action_due_idx, action_expiry_idx, action_needs_action_idx, action_awaiting_customer_idx;
  ALTER TABLE action
    DROP COLUMN evidence, DROP COLUMN drafted_balance, DROP COLUMN drafted_currency, DROP COLUMN expires_at, DROP COLUMN touched;
  CREATE INDEX action_needs_action_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    WHERE status = 'proposed' AND action_required AND is_recommended AND deleted_at IS NULL;
  CREATE INDEX action_awaiting_customer_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    WHERE status = 'proposed' AND is_recommended AND recommendation = 'wait_for_customer'
      AND deleted_at IS NULL;
  DROP INDEX recommendation_dedupe_idx, recommendation_open_customer_idx;
  ALTER TABLE recommendation DROP COLUMN expires_at, DROP COLUMN dedupe_key;
  ALTER TABLE recommendation RENAME COLUMN closed_at TO superseded_at;
  ALTER TABLE invoice DROP COLUMN called_off_at, DROP COLUMN promised_on, DROP COLUMN balance;
  ALTER TABLE customer DROP COLUMN time_zone;
  ALTER TABLE company_contact
    DROP COLUMN updated_at, DROP COLUMN active, DROP COLUMN role, DROP COLUMN external_id;`;
