import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The contacts of customers. */
export class CustomerContacts1765000000000 implements MigrationInterface {
  name = 'CustomerContacts1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE customer_contact');
  }
}

const TABLE = `
  CREATE TABLE customer_contact (
    company_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    position smallint NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    role text,
    purpose text NOT NULL,
    language text,
    PRIMARY KEY (company_id, customer_id, position),
    FOREIGN KEY (company_id, customer_id) REFERENCES customer (company_id, id),
    CONSTRAINT customer_contact_position_check CHECK (position BETWEEN 1 AND 20),
    CONSTRAINT customer_contact_purpose_check CHECK (purpose IN ('billing', 'dunning', 'escalation'))
  );`;
