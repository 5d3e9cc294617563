import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InitialSchema1764000000000 implements MigrationInterface {
  name = 'InitialSchema1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
    await runner.query(`CREATE EXTENSION IF NOT EXISTS btree_gin`);
    await runner.query(COMPANIES_AND_TOKENS);
    await runner.query(LEDGER);
    await runner.query(ACTIONS);
    await runner.query(ACTION_INDEXES);
    await runner.query(APPROVAL_LOG);
    await runner.query(IDEMPOTENCY_KEYS);
    // TypeORM stores the expression of a generated column here, for its comparison with the entities.
    await runner.query(`
      CREATE TABLE IF NOT EXISTS typeorm_metadata (
        type varchar NOT NULL, database varchar, schema varchar, "table" varchar, name varchar, value text)`);
    await runner.query(`
      INSERT INTO typeorm_metadata (type, database, schema, "table", name, value)
      VALUES ('GENERATED_COLUMN', current_database(), current_schema(), 'action', 'history_at',
              'COALESCE(executed_at, updated_at)')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE idempotency_key, approval_log, action, recommendation, invoice, company_contact, customer,
                 api_token_company, api_token, company, typeorm_metadata`);
    await runner.query('DROP FUNCTION refuse_change');
  }
}

const COMPANIES_AND_TOKENS = `
  CREATE TABLE company (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  );
  CREATE TABLE api_token (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> 'system'),
    secret_sha256 text NOT NULL,
    scopes text[] NOT NULL,
    expires_at timestamptz(3),
    revoked_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT now()
  );
  CREATE TABLE api_token_company (
    api_token_id uuid NOT NULL REFERENCES api_token ON DELETE CASCADE ON UPDATE CASCADE,
    company_id uuid NOT NULL REFERENCES company ON DELETE CASCADE ON UPDATE CASCADE,
    PRIMARY KEY (api_token_id, company_id)
  );
  CREATE INDEX ON api_token_company (api_token_id);
  CREATE INDEX ON api_token_company (company_id);`;

const LEDGER = `
  CREATE TABLE customer (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES company,
    external_id text NOT NULL,
    name text NOT NULL,
    email text,
    phone text,
    contact_name text,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (company_id, id),
    UNIQUE (company_id, external_id)
  );
  CREATE INDEX customer_name_trgm_idx ON customer USING gin (company_id, lower(name) gin_trgm_ops);
  CREATE TABLE company_contact (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES company,
    name text NOT NULL,
    email text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (company_id, id)
  );
  CREATE TABLE invoice (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    invoice_number text NOT NULL,
    amount numeric NOT NULL,
    currency text NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'paid', 'void')),
    disputed boolean NOT NULL DEFAULT false,
    settled_on date,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    UNIQUE (company_id, id),
    UNIQUE (company_id, invoice_number),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id)
  );
  CREATE INDEX ON invoice (company_id, customer_id);
  CREATE INDEX invoice_open_due_idx ON invoice (company_id, due_on) WHERE status = 'open';
  CREATE INDEX invoice_number_trgm_idx ON invoice USING gin (company_id, lower(invoice_number) gin_trgm_ops);`;

const ACTIONS = `
  CREATE TABLE recommendation (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    invoice_id uuid,
    source text NOT NULL,
    fingerprint text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    superseded_at timestamptz(3),
    UNIQUE (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id)
  );
  CREATE UNIQUE INDEX recommendation_open_invoice_idx ON recommendation (company_id, invoice_id)
    WHERE superseded_at IS NULL;
  CREATE TABLE action (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    invoice_id uuid,
    recommendation_id uuid,
    action_type text NOT NULL CHECK (action_type IN ('email', 'call', 'task')),
    status text NOT NULL
      CHECK (status IN ('proposed', 'scheduled', 'processing', 'completed', 'cancelled')),
    description text NOT NULL,
    recommendation text NOT NULL,
    recommendation_label text NOT NULL,
    trigger_event text NOT NULL,
    trigger_event_label text NOT NULL,
    is_recommended boolean NOT NULL,
    action_required boolean NOT NULL,
    urgency_score smallint NOT NULL CHECK (urgency_score BETWEEN 0 AND 100),
    confidence real CHECK (confidence BETWEEN 0 AND 1),
    reasoning text,
    subject text,
    content text,
    scheduled_for timestamptz(3) NOT NULL,
    executed_at timestamptz(3),
    channel_id text,
    external_id text,
    response_deadline timestamptz(3),
    metadata jsonb NOT NULL DEFAULT '{}',
    version integer NOT NULL DEFAULT 1,
    log_head text,
    deleted_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    history_at timestamptz(3) GENERATED ALWAYS AS (COALESCE(executed_at, updated_at)) STORED,
    UNIQUE (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id),
    FOREIGN KEY (company_id, recommendation_id) REFERENCES recommendation (company_id, id),
    CONSTRAINT action_wait_check CHECK (NOT (recommendation = 'wait_for_customer' AND action_required)),
    CONSTRAINT action_executed_check CHECK ((status = 'completed') = (executed_at IS NOT NULL))
  );`;

const ACTION_INDEXES = `
  CREATE INDEX ON action (company_id, customer_id);
  CREATE INDEX ON action (company_id, invoice_id);
  CREATE INDEX ON action (company_id, recommendation_id);
  CREATE INDEX action_needs_action_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    WHERE status = 'proposed' AND action_required AND is_recommended AND deleted_at IS NULL;
  CREATE INDEX action_awaiting_customer_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    WHERE status = 'proposed' AND is_recommended AND recommendation = 'wait_for_customer'
      AND deleted_at IS NULL;
  CREATE INDEX action_history_idx ON action (company_id, history_at DESC, id DESC)
    INCLUDE (status, deleted_at) WHERE status = 'completed' OR (status = 'cancelled' AND is_recommended);
  CREATE INDEX action_inbox_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    INCLUDE (status) WHERE deleted_at IS NULL;
  CREATE INDEX action_text_trgm_idx ON action USING gin (
    company_id,
    lower(description || E'\\x1f' || recommendation_label || E'\\x1f' || trigger_event_label) gin_trgm_ops
  );
  -- Exact counts read the indexes alone, which needs a fresh visibility map.
  ALTER TABLE action SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);`;

const APPROVAL_LOG = `
  CREATE TABLE approval_log (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    action_id uuid NOT NULL,
    seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    command text NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    approved_by uuid,
    actor text NOT NULL,
    reason text,
    comment text,
    content_sha256 text,
    request_id text,
    created_at timestamptz(3) NOT NULL,
    hash text NOT NULL,
    FOREIGN KEY (company_id, action_id) REFERENCES action (company_id, id),
    FOREIGN KEY (company_id, approved_by) REFERENCES company_contact (company_id, id)
  );
  CREATE UNIQUE INDEX ON approval_log (company_id, action_id, seq);
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$;
  CREATE TRIGGER approval_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const IDEMPOTENCY_KEYS = `
  CREATE TABLE idempotency_key (
    company_id uuid NOT NULL,
    api_token_id uuid NOT NULL,
    operation text NOT NULL,
    key text NOT NULL,
    request_sha256 text NOT NULL,
    status smallint NOT NULL,
    etag text,
    body text NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (company_id, api_token_id, operation, key)
  );
  CREATE INDEX ON idempotency_key (created_at);`;
