import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Holds on customers and invoices. */
export class Holds1765100000000 implements MigrationInterface {
  name = 'Holds1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HOLD);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE hold');
  }
}

/** `hold_ended_idx` finds the ended holds of one customer or invoice, of which only the latest are kept. */
const HOLD = `
  CREATE TABLE hold (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL,
    customer_id uuid,
    invoice_id uuid,
    reason text NOT NULL,
    until timestamptz(3),
    set_by text NOT NULL,
    request_id text,
    created_at timestamptz(3) NOT NULL,
    ended_at timestamptz(3),
    ended_by text,
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    FOREIGN KEY (company_id, invoice_id) REFERENCES invoice (company_id, id),
    CONSTRAINT hold_subject_check CHECK (num_nonnulls(customer_id, invoice_id) = 1)
  );
  CREATE UNIQUE INDEX hold_customer_idx ON hold (company_id, customer_id)
    WHERE ended_at IS NULL AND customer_id IS NOT NULL;
  CREATE UNIQUE INDEX hold_invoice_idx ON hold (company_id, invoice_id)
    WHERE ended_at IS NULL AND invoice_id IS NOT NULL;
  CREATE INDEX hold_ended_idx ON hold (company_id, coalesce(customer_id, invoice_id), ended_at)
    WHERE ended_at IS NOT NULL;`;
