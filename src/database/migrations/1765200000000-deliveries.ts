import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each approved action is delivered, and how far its delivery is. */
export class Deliveries1765200000000 implements MigrationInterface {
  name = 'Deliveries1765200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DELIVERY);
    await runner.query(APPROVED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE delivery');
  }
}

const DELIVERY = `
  CREATE TABLE delivery (
    company_id uuid NOT NULL,
    action_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    way text NOT NULL CHECK (way IN ('built_in', 'external')),
    status text NOT NULL CHECK (status IN ('waiting', 'sending', 'failed', 'unknown', 'sent', 'cancelled')),
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error text CHECK (char_length(last_error) <= 500),
    not_before timestamptz(3),
    message_id text,
    sender jsonb,
    lease_holder text,
    lease_token_id uuid,
    lease_token uuid,
    lease_until timestamptz(3),
    reason_gone text,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    sent_at timestamptz(3),
    PRIMARY KEY (company_id, action_id),
    FOREIGN KEY (company_id, action_id) REFERENCES action (company_id, id),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    CONSTRAINT delivery_lease_check CHECK (num_nulls(lease_holder, lease_token, lease_until) IN (0, 3)),
    CONSTRAINT delivery_sending_check CHECK (status <> 'sending' OR lease_until IS NOT NULL),
    CONSTRAINT delivery_sent_check CHECK ((status = 'sent') = (sent_at IS NOT NULL))
  );
  CREATE INDEX delivery_open_idx ON delivery (company_id, status) INCLUDE (action_id, way, lease_until)
    WHERE status NOT IN ('sent', 'cancelled');
  CREATE INDEX delivery_reason_gone_idx ON delivery (company_id, action_id)
    WHERE status = 'sending' AND reason_gone IS NOT NULL;
  CREATE INDEX delivery_sent_idx ON delivery (company_id, customer_id, sent_at DESC)
    WHERE status IN ('sending', 'sent', 'unknown');`;

/** External, so that the upgrade sends nothing that was approved before it. */
const APPROVED = `
  INSERT INTO delivery (company_id, action_id, customer_id, way, status)
  SELECT company_id, id, customer_id, 'external', 'waiting' FROM action WHERE status = 'processing';`;
