import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The URLs to which companies have their events sent, and the deliveries of events to them. */
export class Webhooks1765440000000 implements MigrationInterface {
  name = 'Webhooks1765440000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ENDPOINT);
    await runner.query(DELIVERY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_delivery; DROP TABLE webhook_endpoint');
  }
}

const ENDPOINT = `
  CREATE TABLE webhook_endpoint (
    company_id uuid NOT NULL REFERENCES company,
    id uuid NOT NULL,
    url text NOT NULL,
    types text[],
    description text,
    secret text NOT NULL,
    previous_secret text,
    previous_secret_until timestamptz(3),
    position bigint,
    replay_since timestamptz(3),
    disabled_at timestamptz(3),
    disabled_reason text CHECK (disabled_reason IN ('client', 'failing', 'gone')),
    failing_since timestamptz(3),
    failures integer NOT NULL DEFAULT 0,
    is_slow boolean NOT NULL DEFAULT false,
    due_at timestamptz(3),
    resting_until timestamptz(3),
    lease_token uuid,
    lease_until timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    deleted_at timestamptz(3),
    PRIMARY KEY (company_id, id)
  );
  CREATE INDEX webhook_endpoint_active_idx ON webhook_endpoint (company_id, created_at, id) WHERE deleted_at IS NULL;
  CREATE INDEX webhook_endpoint_deleted_idx ON webhook_endpoint (deleted_at) WHERE deleted_at IS NOT NULL;`;

const DELIVERY = `
  CREATE TABLE webhook_delivery (
    company_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    id uuid NOT NULL,
    position bigint,
    action_id uuid,
    type text NOT NULL,
    body text,
    status text NOT NULL CHECK (status IN ('waiting', 'delivered', 'failed')),
    tries integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz(3),
    attempts jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL,
    PRIMARY KEY (company_id, endpoint_id, id),
    FOREIGN KEY (company_id, endpoint_id) REFERENCES webhook_endpoint (company_id, id)
  );
  CREATE INDEX webhook_delivery_list_idx ON webhook_delivery (company_id, endpoint_id, created_at DESC, id DESC) INCLUDE (status);
  CREATE INDEX webhook_delivery_waiting_idx ON webhook_delivery (company_id, endpoint_id, next_attempt_at NULLS FIRST, position NULLS FIRST)
    WHERE status = 'waiting';
  CREATE INDEX webhook_delivery_ended_idx ON webhook_delivery (updated_at) WHERE status <> 'waiting';`;
