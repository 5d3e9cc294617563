import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The sessions of people, their one-time links, and how OpenID providers know them. */
export class Login1765510000000 implements MigrationInterface {
  name = 'Login1765510000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SESSION);
    await runner.query(LINK);
    await runner.query(IDENTITY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE login_identity; DROP TABLE login_link; DROP TABLE login_session');
  }
}

const SESSION = `
  CREATE TABLE login_session (
    id uuid PRIMARY KEY,
    secret_sha256 text NOT NULL,
    company_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    access_id uuid NOT NULL,
    issuer text,
    subject text,
    created_at timestamptz(3) NOT NULL,
    seen_at timestamptz(3) NOT NULL,
    ends_at timestamptz(3) NOT NULL,
    CONSTRAINT login_session_identity_check CHECK (num_nulls(issuer, subject) IN (0, 2)),
    FOREIGN KEY (company_id, contact_id) REFERENCES company_contact (company_id, id)
  );
  CREATE INDEX ON login_session (contact_id);
  CREATE INDEX ON login_session (issuer, subject);
  CREATE INDEX ON login_session (seen_at);`;

const LINK = `
  CREATE TABLE login_link (
    id uuid PRIMARY KEY,
    secret_sha256 text NOT NULL,
    company_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    access_id uuid NOT NULL,
    is_mailed boolean NOT NULL,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    used_at timestamptz(3),
    FOREIGN KEY (company_id, contact_id) REFERENCES company_contact (company_id, id)
  );
  CREATE INDEX ON login_link (contact_id);
  CREATE INDEX ON login_link (expires_at);`;

const IDENTITY = `
  CREATE TABLE login_identity (
    issuer text NOT NULL,
    access_id uuid NOT NULL,
    subject text NOT NULL,
    company_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    created_at timestamptz(3) NOT NULL,
    PRIMARY KEY (issuer, access_id),
    FOREIGN KEY (company_id, contact_id) REFERENCES company_contact (company_id, id)
  );
  CREATE INDEX ON login_identity (issuer, subject);
  CREATE INDEX ON login_identity (contact_id);`;
